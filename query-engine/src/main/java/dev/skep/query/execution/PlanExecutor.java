package dev.skep.query.execution;

import dev.skep.query.plan.PlanNode;

/** Runs plans. */
public interface PlanExecutor extends AutoCloseable {

    /** Begins to run {@code plan} and returns at once. */
    Execution execute(PlanNode plan, ExecutionSettings settings);

    /** Whether one more plan would find memory to work with. */
    boolean hasRoom();

    @Override
    void close();
}
