package dev.skep.query.execution;

import java.time.Duration;
import java.util.Map;

import dev.skep.query.result.Progress;
import dev.skep.query.result.ResultCursor;

/** A plan that runs. */
public interface Execution extends AutoCloseable {

    ResultCursor rows();

    Progress progress();

    /** What each node of the plan did so far, by node id. */
    Map<Integer, NodeStatistics> statistics();

    /** Stops all threads soon; rows() then fails with a QueryException of reason CANCELLED. */
    void cancel();

    /** Cancels if it still runs; waits until all threads are done and files and memory are given back. */
    @Override
    void close();

    /** Rows out of a node, the time its operators took on all threads together, the most memory they held, bytes that they put on disk for want of memory, and a text of what is particular to it (row groups skipped, hash table size). */
    record NodeStatistics(long rows, long batches, Duration cpu, long peakMemory, long spilled, String details) {}
}
