package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Takes away tests for null of columns that a join above compares anyway. Decorrelation adds them; pushed down to a scan they only make one use of a common
 * table expression differ from the other.
 */
final class NeedlessNullTests extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
        RelNode node = super.visit(other);
        if (!(node instanceof Join join)) {
            return node;
        }
        RelNode left = join.getLeft();
        RelNode right = join.getRight();
        boolean dropsLeft = join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.SEMI
                || join.getJoinType() == JoinRelType.RIGHT;
        boolean dropsRight = join.getJoinType() != JoinRelType.RIGHT && join.getJoinType() != JoinRelType.FULL;
        int width = left.getRowType().getFieldCount();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            if (JoinGraph.isColumnEquality(term)) {
                for (RexNode operand : ((RexCall) term).getOperands()) {
                    int column = ((RexInputRef) operand).getIndex();
                    if (column < width) {
                        left = dropsLeft ? without(left, column) : left;
                    } else {
                        right = dropsRight ? without(right, column - width) : right;
                    }
                }
            }
        }
        return left == join.getLeft() && right == join.getRight()
                ? join
                : join.copy(join.getTraitSet(), List.of(left, right));
    }

    /** Returns {@code node} without tests that the column is not null, as far as rows are only handed on. */
    private static RelNode without(RelNode node, int column) {
        return switch (node) {
            case Filter filter -> {
                List<RexNode> kept = new ArrayList<>();
                for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
                    if (!isNotNull(term, column)) {
                        kept.add(term);
                    }
                }
                RelNode input = without(filter.getInput(), column);
                if (kept.isEmpty()) {
                    yield input;
                }
                yield filter.copy(filter.getTraitSet(), input,
                        RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), kept));
            }
            case Project project when project.getProjects().get(column) instanceof RexInputRef ref ->
                copy(project, without(project.getInput(), ref.getIndex()));
            case Aggregate aggregate when aggregate.getGroupType() == Aggregate.Group.SIMPLE
                    && column < aggregate.getGroupCount() ->
                copy(aggregate, without(aggregate.getInput(), aggregate.getGroupSet().nth(column)));
            default -> node;
        };
    }

    private static RelNode copy(RelNode node, RelNode input) {
        return input == node.getInput(0) ? node : node.copy(node.getTraitSet(), List.of(input));
    }

    private static boolean isNotNull(RexNode term, int column) {
        return term.getKind() == SqlKind.IS_NOT_NULL
                && ((RexCall) term).getOperands().get(0) instanceof RexInputRef ref && ref.getIndex() == column;
    }
}
