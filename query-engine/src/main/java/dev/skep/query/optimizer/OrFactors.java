package dev.skep.query.optimizer;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Takes what all alternatives of an OR demand out of it, so that it can be a join's key or a scan's filter. */
final class OrFactors extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
        RelNode node = super.visit(other);
        RexBuilder builder = node.getCluster().getRexBuilder();
        return switch (node) {
            case Filter filter -> {
                RexNode condition = RexUtil.pullFactors(builder, filter.getCondition());
                yield condition.equals(filter.getCondition())
                        ? filter
                        : filter.copy(filter.getTraitSet(), filter.getInput(), condition);
            }
            case Join join -> {
                RexNode condition = RexUtil.pullFactors(builder, join.getCondition());
                yield condition.equals(join.getCondition())
                        ? join
                        : join.copy(join.getTraitSet(), condition, join.getLeft(), join.getRight(), join.getJoinType(),
                                join.isSemiJoinDone());
            }
            default -> node;
        };
    }
}
