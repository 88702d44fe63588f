package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * LEFT joins that are none by what is kept of them. If only rows with a null in a key of the right side are, it is an anti join: a match has no null there. If no row
 * without a match is, as its nulls fail a condition, it is an inner join, which can be ordered with others.
 */
final class OuterJoins extends RelHomogeneousShuttle {
    private boolean found;

    /** Whether any join was changed. */
    boolean found() {
        return found;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode node = super.visit(other);
        if (!(node instanceof Filter filter) || !(filter.getInput() instanceof Join join)
                || join.getJoinType() != JoinRelType.LEFT || !join.getVariablesSet().isEmpty()) {
            return node;
        }
        List<RexNode> terms = RelOptUtil.conjunctions(filter.getCondition());
        if (terms.stream().anyMatch(term -> failsWithoutMatch(term, join))) {
            found = true;
            RelNode inner = LogicalJoin.create(join.getLeft(), join.getRight(), List.of(), join.getCondition(),
                    Set.of(), JoinRelType.INNER);
            RelNode kept = LogicalFilter.create(inner, withTypesOf(inner, filter.getCondition()));
            return RelOptUtil.createCastRel(kept, filter.getRowType(), false);
        }
        return anti(filter, join, terms);
    }

    /** Whether a condition that looks at the right side is never true where all its columns are null. */
    private static boolean failsWithoutMatch(RexNode term, Join join) {
        int width = join.getLeft().getRowType().getFieldCount();
        if (RelOptUtil.InputFinder.bits(term).nextSetBit(width) < 0 || !RexUtil.isDeterministic(term)
                || RexUtil.SubQueryFinder.find(term) != null) {
            return false;
        }
        RexBuilder builder = join.getCluster().getRexBuilder();
        RexNode withNulls = term.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return ref.getIndex() < width ? ref : builder.makeNullLiteral(ref.getType());
            }
        });
        RexNode simple = new RexSimplify(builder, RelOptPredicateList.EMPTY, RexUtil.EXECUTOR)
                .simplifyUnknownAsFalse(withNulls);
        return simple.isAlwaysFalse() || RexUtil.isNullLiteral(simple, true);
    }

    private static RexNode withTypesOf(RelNode node, RexNode condition) {
        RexBuilder builder = node.getCluster().getRexBuilder();
        return condition.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return builder.makeInputRef(node, ref.getIndex());
            }
        });
    }

    private RelNode anti(Filter filter, Join join, List<RexNode> terms) {
        Set<Integer> keys = rightKeys(join);
        List<RexNode> rest = new ArrayList<>();
        for (RexNode term : terms) {
            boolean isAbsent = term.getKind() == SqlKind.IS_NULL
                    && ((RexCall) term).getOperands().get(0) instanceof RexInputRef ref
                    && keys.contains(ref.getIndex());
            if (!isAbsent) {
                rest.add(term);
            }
        }
        if (rest.size() == terms.size()) {
            return filter;
        }
        found = true;
        RexBuilder builder = join.getCluster().getRexBuilder();
        RelNode anti = LogicalJoin.create(join.getLeft(), join.getRight(), List.of(), join.getCondition(), Set.of(),
                JoinRelType.ANTI);
        List<RexNode> columns = new ArrayList<>();
        List<RelDataTypeField> fields = join.getRowType().getFieldList();
        int width = join.getLeft().getRowType().getFieldCount();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(i < width ? builder.makeInputRef(anti, i) : builder.makeNullLiteral(fields.get(i).getType()));
        }
        RelNode wide = LogicalProject.create(anti, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
        return rest.isEmpty() ? wide : LogicalFilter.create(wide, RexUtil.composeConjunction(builder, rest));
    }

    private static Set<Integer> rightKeys(Join join) {
        int width = join.getLeft().getRowType().getFieldCount();
        Set<Integer> keys = new HashSet<>();
        for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
            if (JoinGraph.isColumnEquality(term)) {
                for (RexNode operand : ((RexCall) term).getOperands()) {
                    int column = ((RexInputRef) operand).getIndex();
                    if (column >= width) {
                        keys.add(column);
                    }
                }
            }
        }
        return keys;
    }
}
