package dev.skep.metastore.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.schedule.ScheduleName;
import dev.skep.metastore.schedule.ScheduledExecution;
import dev.skep.metastore.schedule.ScheduledQuery;

/** Scheduled queries and their executions. Changes come after {@link #serialize}. */
public interface ScheduleStore {

    /** Makes changes of schedules through all servers wait until this transaction ends. */
    void serialize();

    Optional<Stored<ScheduledQuery>> find(ScheduleName name);

    Optional<Stored<ScheduledQuery>> find(long id);

    /** Returns the enabled queries of a namespace that were due at {@code time} and do not run, those that have waited longest first. */
    List<Stored<ScheduledQuery>> due(String namespace, Instant time);

    /** Adds a query. Fails with ALREADY_EXISTS. */
    void insert(ScheduledQuery query);

    /** Replaces the query of that number. */
    void update(long id, ScheduledQuery changed);

    /** Removes a query with its executions. */
    void delete(long id);

    /** Returns the number of a new execution, greater than all before it. */
    long nextExecution();

    void insert(ScheduledExecution execution);

    /** Replaces the execution of that number. */
    void update(ScheduledExecution changed);

    Optional<ScheduledExecution> execution(long id);

    /** Returns the newest executions of a query, the newest first. */
    List<ScheduledExecution> newest(long query, int limit);

    /** Returns the executions that run and were last heard of at {@code time} or before. */
    List<ScheduledExecution> silentSince(Instant time);

    /** Forgets executions that began at {@code time} or before and do not run. */
    void deleteExecutionsBefore(Instant time);
}
