package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import dev.skep.metastore.catalog.ScheduledQueries.Due;
import dev.skep.server.hms.mapping.ScheduleMapping;
import dev.skep.thrift.hms.ScheduledQuery;
import dev.skep.thrift.hms.ScheduledQueryKey;
import dev.skep.thrift.hms.ScheduledQueryMaintenanceRequest;
import dev.skep.thrift.hms.ScheduledQueryPollRequest;
import dev.skep.thrift.hms.ScheduledQueryPollResponse;
import dev.skep.thrift.hms.ScheduledQueryProgressInfo;
import org.apache.thrift.TException;

/** Queries that Hive's servers run by the clock: they poll for what is due and report how far they are. */
interface ScheduleEndpoints extends Endpoints {

    @Override
    default ScheduledQueryPollResponse scheduled_query_poll(ScheduledQueryPollRequest request) throws TException {
        return call("scheduled_query_poll", session -> {
            ScheduledQueryPollResponse response = new ScheduledQueryPollResponse();
            String namespace = required(request.getClusterNamespace(), "namespace of the cluster");
            Due due = session.scheduledQueries().poll(namespace).orElse(null);
            if (due != null) {
                response.setScheduleKey(ScheduleMapping.toThrift(due.query().name()));
                response.setExecutionId(due.execution());
                response.setQuery(ScheduleMapping.textToRun(due.query()));
                response.setUser(due.query().user());
            }
            return response;
        });
    }

    @Override
    default void scheduled_query_maintenance(ScheduledQueryMaintenanceRequest request) throws TException {
        run("scheduled_query_maintenance", session -> {
            ScheduledQuery query = required(request.getScheduledQuery(), "scheduled query");
            switch (required(request.getType(), "type of the request")) {
                case CREATE -> session.scheduledQueries()
                        .create(ScheduleMapping.fromThrift(query, session.identity().user()));
                case ALTER -> session.scheduledQueries().alter(
                        ScheduleMapping.fromThrift(query, session.identity().user()), ScheduleMapping.next(query));
                case DROP -> session.scheduledQueries().drop(ScheduleMapping.fromThrift(query.getScheduleKey()));
            }
        });
    }

    @Override
    default void scheduled_query_progress(ScheduledQueryProgressInfo info) throws TException {
        run("scheduled_query_progress",
                session -> session.scheduledQueries().report(info.getScheduledExecutionId(),
                        ScheduleMapping.fromThrift(info.getState()), info.getExecutorQueryId(),
                        info.getErrorMessage()));
    }

    @Override
    default ScheduledQuery get_scheduled_query(ScheduledQueryKey scheduleKey) throws TException {
        return call("get_scheduled_query", session -> ScheduleMapping
                .toThrift(session.scheduledQueries().query(ScheduleMapping.fromThrift(scheduleKey))));
    }
}
