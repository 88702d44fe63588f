package dev.skep.query.analyzer;

import java.util.List;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/**
 * The rows and values of a table that the caller may see. Its input holds row filters and masks; no rule of the optimizer knows this node, so that
 * no condition of the query is computed on rows that the caller may not see.
 */
public final class PolicyBarrier extends SingleRel {
    public PolicyBarrier(RelOptCluster cluster, RelNode input) {
        super(cluster, cluster.traitSetOf(Convention.NONE), input);
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
        return new PolicyBarrier(getCluster(), inputs.getFirst());
    }
}
