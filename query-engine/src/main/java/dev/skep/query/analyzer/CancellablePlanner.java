package dev.skep.query.analyzer;

import org.apache.calcite.plan.AbstractRelOptPlanner;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;

/** A planner that asks before each rule it applies whether the statement is to end. */
public final class CancellablePlanner extends HepPlanner {
    private final Runnable check;

    /** @param check what it throws ends the planning */
    public CancellablePlanner(HepProgram program, Runnable check) {
        super(program);
        this.check = check;
    }

    @Override
    public void checkCancel() {
        check.run();
    }

    /** Fails if the statement that the tree is planned for is to end. */
    public static void check(RelNode tree) {
        if (tree.getCluster().getPlanner() instanceof AbstractRelOptPlanner planner) {
            planner.checkCancel();
        }
    }
}
