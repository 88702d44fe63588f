package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.replication.ReplicationMetric;
import dev.skep.metastore.replication.WriteEvent;
import dev.skep.metastore.replication.WriteReport;

/** What replication keeps. Reports of its runs name databases, so that they need MANAGE on the catalog {@code hive}, as does what repeats other warehouses' transactions. */
public interface Replication {

    /** Adds reports of runs, or adds to those there are; when they came first is noted by the server. */
    void report(List<ReplicationMetric> metrics);

    /** Returns the reports of a policy's runs, the newest first. */
    List<ReplicationMetric> ofPolicy(String policy);

    /** Returns the report of a run; empty if there is none. */
    List<ReplicationMetric> ofRun(long execution);

    /** Returns the open transactions that repeat those of a policy, by the numbers of those. */
    Map<Long, Long> repeating(String policy);

    /**
     * Notes the files that an open transaction of the caller's has written to a table that he may write. Fails with NOT_FOUND for a table or partition that does not exist.
     *
     * @see dev.skep.metastore.transaction.TransactionException
     */
    void wrote(WriteReport report);

    /** As {@link #wrote}, for many reports at once; those of partitions that do not exist are left out. */
    void wroteAll(List<WriteReport> reports);

    /** Returns what a transaction has written to tables of which the caller sees everything, kept for ten days. */
    List<WriteEvent> writesOf(long transaction);

    /**
     * Moves a file, or what is in a folder, to where replication may still read it, before a client replaces it. Does nothing where the server's settings have no such place, as Hive without its
     * change manager. Needs MANAGE on the catalog {@code hive}, and READ and WRITE on the place.
     */
    void recycle(String place);
}
