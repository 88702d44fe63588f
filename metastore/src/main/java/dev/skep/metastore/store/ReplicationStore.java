package dev.skep.metastore.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.replication.ReplicationMetric;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.transaction.Transaction;

/** What replication keeps: reports of its runs, and what transactions have written. */
public interface ReplicationStore {

    Optional<ReplicationMetric> metric(long execution);

    /** Returns the reports of a policy, the newest run first. */
    List<ReplicationMetric> metrics(String policy);

    /** Adds a report. Fails with ALREADY_EXISTS. */
    void insert(ReplicationMetric metric);

    /** Replaces the report of that run. */
    void update(ReplicationMetric changed);

    /** Forgets the reports of runs that were first heard of at {@code time} or before. */
    void deleteMetricsBefore(Instant time);

    /** Adds an event, whose number is ignored. */
    void insert(WriteEvent event);

    /** Replaces the event of that number. */
    void update(WriteEvent changed);

    /** Returns what a transaction has written, in the order of first reports. */
    List<WriteEvent> writesOf(long transaction);

    /** Forgets what was written at {@code time} or before. */
    void deleteWritesBefore(Instant time);

    /** Returns the transactions that repeat those of a policy, in order, as far as they are known. */
    List<Transaction> repeating(String policy);

    void tableDropped(TableName name);

    void tableRenamed(TableName from, TableName to);

    void databaseDropped(DatabaseName name);
}
