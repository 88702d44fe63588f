package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.Optional;

import dev.skep.metastore.schedule.ExecutionState;
import dev.skep.metastore.schedule.ScheduleName;
import dev.skep.metastore.schedule.ScheduledQuery;
import org.jspecify.annotations.Nullable;

/**
 * Queries that clusters run by the clock. One is seen and changed by its user, and by those who may MANAGE the catalog {@code hive}; for others it is absent. All calls fail with
 * UNSUPPORTED where the server's settings say so.
 */
public interface ScheduledQueries {

    /** Fails with NOT_FOUND. */
    ScheduledQuery query(ScheduleName name);

    /** Adds a query, of the user that it names if the caller may MANAGE, else of the caller; when it is due follows from its schedule. Fails with ALREADY_EXISTS or INVALID_INPUT. */
    void create(ScheduledQuery query);

    /** Replaces all of a query but its name. Another user needs MANAGE. Fails with NOT_FOUND, ACCESS_DENIED or INVALID_INPUT. @param next when it is due; null to follow the schedule */
    void alter(ScheduledQuery changed, @Nullable Instant next);

    /** Fails with NOT_FOUND. */
    void drop(ScheduleName name);

    /** Begins an execution of the query of a namespace that has been due the longest, of those that the caller sees, and that does not run. */
    Optional<Due> poll(String namespace);

    /** A query to run, under the number that its progress is reported with. */
    record Due(long execution, ScheduledQuery query) {}

    /**
     * Reports how far an execution is. After too many failures, as settings say, the query is disabled or waits longer. Fails with NOT_FOUND, or with
     * INVALID_OPERATION if it has ended.
     *
     * @param executor what the cluster calls it; null if it does not say
     */
    void report(long execution, ExecutionState state, @Nullable String executor, @Nullable String error);
}
