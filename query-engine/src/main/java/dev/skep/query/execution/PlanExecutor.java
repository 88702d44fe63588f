package dev.skep.query.execution;

import dev.skep.query.plan.PlanNode;

/** Runs plans. */
public interface PlanExecutor extends AutoCloseable {

    /** Begins to run {@code plan} and returns at once. */
    Execution execute(PlanNode plan, ExecutionSettings settings);

    /** Whether one more plan would find memory to work with. */
    boolean hasRoom();

    /** What all plans that run hold now. */
    Figures figures();

    @Override
    void close();

    /**
     * What plans hold.
     *
     * @param executions plans that have begun and not given everything back
     * @param threads threads that work on them
     * @param memoryBytes what their operators have reserved
     * @param spillBytes what of their rows lies on disk
     */
    record Figures(long executions, long threads, long memoryBytes, long spillBytes) {}
}
