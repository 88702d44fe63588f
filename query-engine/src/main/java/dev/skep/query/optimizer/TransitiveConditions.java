package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * What one side of a join is known to hold of a key column compared with constants holds for the other side's key as well: rows that break it find no
 * match. Also through groupings and outer joins, which the graph of inner joins does not reach.
 */
final class TransitiveConditions extends RelHomogeneousShuttle {
    private boolean found;

    /** Whether any condition was added. */
    boolean found() {
        return found;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode node = super.visit(other);
        if (!(node instanceof Join join)) {
            return node;
        }
        boolean toRight = switch (join.getJoinType()) {
            case INNER, LEFT, SEMI, ANTI -> true;
            default -> false;
        };
        boolean toLeft = switch (join.getJoinType()) {
            case INNER, RIGHT, SEMI -> true;
            default -> false;
        };
        Set<RexNode> left = new LinkedHashSet<>();
        Set<RexNode> right = new LinkedHashSet<>();
        int width = join.getLeft().getRowType().getFieldCount();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            if (!JoinGraph.isColumnEquality(term)) {
                continue;
            }
            int a = ((RexInputRef) ((RexCall) term).getOperands().get(0)).getIndex();
            int b = ((RexInputRef) ((RexCall) term).getOperands().get(1)).getIndex();
            int ofLeft = Math.min(a, b);
            int ofRight = Math.max(a, b) - width;
            if (ofLeft >= width || ofRight < 0) {
                continue;
            }
            if (toRight) {
                right.addAll(carried(join.getLeft(), ofLeft, join.getRight(), ofRight));
            }
            if (toLeft) {
                left.addAll(carried(join.getRight(), ofRight, join.getLeft(), ofLeft));
            }
        }
        if (left.isEmpty() && right.isEmpty()) {
            return node;
        }
        found = true;
        return join.copy(join.getTraitSet(),
                List.of(filtered(join.getLeft(), left), filtered(join.getRight(), right)));
    }

    private static RelNode filtered(RelNode node, Set<RexNode> conditions) {
        RexBuilder builder = node.getCluster().getRexBuilder();
        return conditions.isEmpty()
                ? node
                : LogicalFilter.create(node, RexUtil.composeConjunction(builder, conditions));
    }

    /** What is known of a column of {@code from}, said of a column of {@code to} of which it is not known. */
    private static List<RexNode> carried(RelNode from, int column, RelNode to, int target) {
        RelDataType type = to.getRowType().getFieldList().get(target).getType();
        RelDataType fromType = from.getRowType().getFieldList().get(column).getType();
        if (!SqlTypeUtil.equalSansNullability(from.getCluster().getTypeFactory(), type, fromType)) {
            return List.of();
        }
        List<RexNode> known = known(from, column, target, type);
        if (!known.isEmpty()) {
            known.removeAll(known(to, target, target, type));
        }
        return known;
    }

    /** The comparisons with constants that all rows of {@code node} meet in a column, said of the column {@code target}. */
    private static List<RexNode> known(RelNode node, int column, int target, RelDataType type) {
        List<RexNode> known = new ArrayList<>();
        switch (node) {
            case Filter filter -> {
                for (RexNode term : RelOptUtil.conjunctions(filter.getCondition())) {
                    if (JoinGraph.isComparisonWithConstants(term)
                            && RelOptUtil.InputFinder.bits(term).asList().equals(List.of(column))) {
                        known.add(said(term, filter.getCluster().getRexBuilder(), target, type));
                    }
                }
                known.addAll(known(filter.getInput(), column, target, type));
            }
            case Sort sort when sort.fetch == null && sort.offset == null ->
                known.addAll(known(sort.getInput(), column, target, type));
            case Project project when project.getProjects().get(column) instanceof RexInputRef ref ->
                known.addAll(known(project.getInput(), ref.getIndex(), target, type));
            case Aggregate aggregate when aggregate.getGroupType() == Aggregate.Group.SIMPLE
                    && column < aggregate.getGroupCount() ->
                known.addAll(known(aggregate.getInput(), aggregate.getGroupSet().nth(column), target, type));
            case Join join -> {
                int width = join.getLeft().getRowType().getFieldCount();
                JoinRelType kind = join.getJoinType();
                if (column < width && kind != JoinRelType.RIGHT && kind != JoinRelType.FULL) {
                    known.addAll(known(join.getLeft(), column, target, type));
                } else if (column >= width && (kind == JoinRelType.INNER || kind == JoinRelType.RIGHT)) {
                    known.addAll(known(join.getRight(), column - width, target, type));
                }
            }
            default -> {
                // Nothing is known.
            }
        }
        return known;
    }

    private static RexNode said(RexNode term, RexBuilder builder, int target, RelDataType type) {
        return term.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return builder.makeInputRef(type, target);
            }
        });
    }
}
