package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.time.Instant;

import dev.skep.metastore.schedule.ExecutionState;
import dev.skep.metastore.schedule.ScheduleName;
import dev.skep.metastore.schedule.ScheduledQuery;
import dev.skep.thrift.hms.QueryState;
import dev.skep.thrift.hms.ScheduledQueryKey;
import org.jspecify.annotations.Nullable;

/** Scheduled queries of the wire. */
public final class ScheduleMapping {
    private ScheduleMapping() {}

    public static ScheduleName fromThrift(@Nullable ScheduledQueryKey key) {
        ScheduledQueryKey given = required(key, "key of a scheduled query");
        return new ScheduleName(required(given.getClusterNamespace(), "namespace of the cluster"),
                required(given.getScheduleName(), "name of a scheduled query"));
    }

    public static ScheduledQueryKey toThrift(ScheduleName name) {
        return new ScheduledQueryKey(name.name(), name.namespace());
    }

    /** @param caller whose it is where the request does not say */
    public static ScheduledQuery fromThrift(dev.skep.thrift.hms.ScheduledQuery query, String caller) {
        return new ScheduledQuery(fromThrift(query.getScheduleKey()), query.isEnabled(),
                required(query.getSchedule(), "schedule"), query.getUser() == null ? caller : query.getUser(),
                required(query.getQuery(), "text of a scheduled query"), null, null);
    }

    /** When a request says that the query is due; null where it does not say. */
    public static @Nullable Instant next(dev.skep.thrift.hms.ScheduledQuery query) {
        return query.isSetNextExecution() ? Instant.ofEpochSecond(query.getNextExecution()) : null;
    }

    public static dev.skep.thrift.hms.ScheduledQuery toThrift(ScheduledQuery query) {
        dev.skep.thrift.hms.ScheduledQuery answer = new dev.skep.thrift.hms.ScheduledQuery(toThrift(query.name()));
        answer.setEnabled(query.enabled());
        answer.setSchedule(query.schedule());
        answer.setUser(query.user());
        answer.setQuery(query.text());
        Instant next = query.next();
        if (next != null) {
            answer.setNextExecution(seconds(next.getEpochSecond()));
        }
        return answer;
    }

    /** The text with its schedule's name in front, as Hive's metastore gives it, for the lists of running queries. */
    public static String textToRun(ScheduledQuery query) {
        return "/* schedule: " + query.name().name().replace("*/", "* /") + " */" + query.text();
    }

    public static ExecutionState fromThrift(@Nullable QueryState state) {
        return ExecutionState.valueOf(required(state, "state").name());
    }
}
