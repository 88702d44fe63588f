package dev.skep.query.lifecycle;

import dev.skep.query.execution.Execution;
import dev.skep.query.execution.ExecutionSettings;
import dev.skep.query.execution.PlanExecutor;
import dev.skep.query.plan.PlanBytes;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.SystemScanNode;

/** Runs what is read from the bytes of each plan, so that all tests of queries are tests of the serial form too. Only plans over the server's own tables run as they are. */
record ShippedPlans(PlanExecutor executor) implements PlanExecutor {
    @Override
    public Execution execute(PlanNode plan, ExecutionSettings settings) {
        return executor.execute(readsSystem(plan) ? plan : shipped(plan), settings);
    }

    private static PlanNode shipped(PlanNode plan) {
        byte[] bytes = PlanBytes.write(plan);
        PlanNode read = PlanBytes.read(bytes);
        if (!java.util.Arrays.equals(PlanBytes.write(read), bytes)) {
            throw new AssertionError("the plan that was read is another one: " + plan);
        }
        return read;
    }

    private static boolean readsSystem(PlanNode node) {
        return node instanceof SystemScanNode || node.inputs().stream().anyMatch(ShippedPlans::readsSystem);
    }

    @Override
    public boolean hasRoom() {
        return executor.hasRoom();
    }

    @Override
    public Figures figures() {
        return executor.figures();
    }

    @Override
    public void close() {
        executor.close();
    }
}
