package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Inner, semi and anti joins that may be done in any order, taken apart: the inputs, and conditions over the columns of all inputs, which are
 * counted through. Semi and anti joins keep no column of their right side, but their conditions are counted in the same way.
 */
final class JoinGraph {
    private final RexBuilder builder;
    private final List<RelNode> leaves = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final List<SemiJoin> semiJoins = new ArrayList<>();
    private final List<RexNode> conditions = new ArrayList<>();
    private final Set<Integer> semiLeaves = new HashSet<>();
    private int columns;

    /** A semi or anti join: the leaf that is its right side, and its condition. */
    record SemiJoin(int leaf, JoinRelType type, RexNode condition) {}

    JoinGraph(RexBuilder builder) {
        this.builder = builder;
    }

    static boolean isPart(RelNode node) {
        return switch (node) {
            case Join join -> Cardinality.isInner(join) && join.getVariablesSet().isEmpty();
            case Filter filter ->
                isPart(filter.getInput()) && RexUtil.SubQueryFinder.find(filter.getCondition()) == null;
            case Project project ->
                isPart(project.getInput()) && project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
            default -> false;
        };
    }

    /** Takes {@code node} apart and returns which of all the columns its own are. */
    List<Integer> add(RelNode node) {
        if (isPart(node)) {
            switch (node) {
                case Filter filter -> {
                    List<Integer> fields = add(filter.getInput());
                    conditions.addAll(RelOptUtil.conjunctions(global(filter.getCondition(), fields)));
                    return fields;
                }
                case Project project -> {
                    List<Integer> fields = add(project.getInput());
                    return project.getProjects().stream().map(ref -> fields.get(((RexInputRef) ref).getIndex()))
                            .toList();
                }
                case Join join -> {
                    return addJoin(join);
                }
                default -> throw new IllegalStateException("no part of a join graph: " + node);
            }
        }
        return addLeaf(node);
    }

    private List<Integer> addJoin(Join join) {
        List<Integer> fields = new ArrayList<>(add(join.getLeft()));
        if (join.getJoinType() == JoinRelType.INNER) {
            fields.addAll(add(join.getRight()));
            conditions.addAll(RelOptUtil.conjunctions(global(join.getCondition(), fields)));
            return fields;
        }
        int leaf = leaves.size();
        List<Integer> both = new ArrayList<>(fields);
        both.addAll(addLeaf(join.getRight()));
        semiLeaves.add(leaf);
        semiJoins.add(new SemiJoin(leaf, join.getJoinType(), global(join.getCondition(), both)));
        return fields;
    }

    private List<Integer> addLeaf(RelNode node) {
        leaves.add(node);
        offsets.add(columns);
        List<Integer> fields = new ArrayList<>();
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
            fields.add(columns++);
        }
        return fields;
    }

    private RexNode global(RexNode condition, List<Integer> fields) {
        return condition.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return builder.makeInputRef(ref.getType(), fields.get(ref.getIndex()));
            }
        });
    }

    int size() {
        return leaves.size();
    }

    RelNode leaf(int index) {
        return leaves.get(index);
    }

    void replaceLeaf(int index, RelNode leaf) {
        leaves.set(index, leaf);
    }

    int offset(int leaf) {
        return offsets.get(leaf);
    }

    List<SemiJoin> semiJoins() {
        return semiJoins;
    }

    boolean isSemi(int leaf) {
        return semiLeaves.contains(leaf);
    }

    /** The conditions that need more than one leaf. */
    List<RexNode> conditions() {
        return conditions;
    }

    int leafOf(int column) {
        int leaf = offsets.size() - 1;
        while (offsets.get(leaf) > column) {
            leaf--;
        }
        return leaf;
    }

    /** The leaves whose columns the condition names, as bits. */
    int leavesOf(RexNode condition) {
        int mask = 0;
        for (int column : RelOptUtil.InputFinder.bits(condition)) {
            mask |= 1 << leafOf(column);
        }
        return mask;
    }

    /**
     * Takes out the conditions on single leaves, together with those that follow for them: a constant that one of several equal columns is compared
     * with holds for all of them, and an OR whose every alternative restricts a leaf restricts it by the OR of these. Returns them by leaf, over the leaf's own
     * columns.
     */
    Map<Integer, List<RexNode>> takeLeafConditions() {
        List<RexNode> derived = new ArrayList<>();
        for (RexNode condition : conditions) {
            derived.addAll(constantsOfEquals(condition));
            if (condition.getKind() == SqlKind.OR) {
                derived.addAll(impliedByAlternatives((RexCall) condition));
            }
        }
        Map<Integer, List<RexNode>> byLeaf = new HashMap<>();
        Set<RexNode> seen = new HashSet<>();
        List<RexNode> all = new ArrayList<>(conditions);
        all.addAll(derived);
        conditions.clear();
        for (RexNode condition : all) {
            if (!seen.add(condition)) {
                continue;
            }
            int mask = leavesOf(condition);
            if (Integer.bitCount(mask) == 1) {
                int leaf = Integer.numberOfTrailingZeros(mask);
                byLeaf.computeIfAbsent(leaf, key -> new ArrayList<>()).add(RexUtil.shift(condition, -offset(leaf)));
            } else {
                conditions.add(condition);
            }
        }
        return byLeaf;
    }

    /** For {@code a = 5}: {@code b = 5} for every column b that equals a. */
    private List<RexNode> constantsOfEquals(RexNode condition) {
        ImmutableBitSet columnsUsed = RelOptUtil.InputFinder.bits(condition);
        if (columnsUsed.cardinality() != 1 || !isComparisonWithConstants(condition)) {
            return List.of();
        }
        int column = columnsUsed.nth(0);
        List<RexNode> others = new ArrayList<>();
        for (int equal : classOf(column)) {
            if (equal != column && typeOf(equal).equals(typeOf(column))) {
                others.add(condition.accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef ref) {
                        return builder.makeInputRef(ref.getType(), equal);
                    }
                }));
            }
        }
        return others;
    }

    static boolean isComparisonWithConstants(RexNode condition) {
        return switch (condition.getKind()) {
            case EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL, SEARCH ->
                ((RexCall) condition).getOperands().stream()
                        .allMatch(operand -> operand instanceof RexInputRef || operand instanceof RexLiteral);
            default -> false;
        };
    }

    RelDataType typeOf(int column) {
        int leaf = leafOf(column);
        return leaves.get(leaf).getRowType().getFieldList().get(column - offset(leaf)).getType();
    }

    private List<RexNode> impliedByAlternatives(RexCall or) {
        List<RexNode> implied = new ArrayList<>();
        int mask = leavesOf(or);
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            if ((mask & 1 << leaf) == 0 || mask == 1 << leaf) {
                continue;
            }
            List<RexNode> alternatives = new ArrayList<>();
            for (RexNode alternative : or.getOperands()) {
                List<RexNode> own = new ArrayList<>();
                for (RexNode conjunct : RelOptUtil.conjunctions(alternative)) {
                    if (leavesOf(conjunct) == 1 << leaf) {
                        own.add(conjunct);
                    }
                }
                if (own.isEmpty()) {
                    alternatives.clear();
                    break;
                }
                alternatives.add(RexUtil.composeConjunction(builder, own));
            }
            if (!alternatives.isEmpty()) {
                implied.add(RexUtil.composeDisjunction(builder, alternatives));
            }
        }
        return implied;
    }

    /** The columns that must equal {@code column}, itself among them. */
    private List<Integer> classOf(int column) {
        for (List<Integer> equals : classes()) {
            if (equals.contains(column)) {
                return equals;
            }
        }
        return List.of(column);
    }

    static boolean isColumnEquality(RexNode condition) {
        return condition.getKind() == SqlKind.EQUALS
                && ((RexCall) condition).getOperands().stream().allMatch(RexInputRef.class::isInstance);
    }

    /** Sets of columns that must be equal, by the inner joins. */
    List<List<Integer>> classes() {
        List<BitSet> classes = new ArrayList<>();
        for (RexNode condition : conditions) {
            if (isColumnEquality(condition)) {
                RexInputRef a = (RexInputRef) ((RexCall) condition).getOperands().get(0);
                RexInputRef b = (RexInputRef) ((RexCall) condition).getOperands().get(1);
                BitSet merged = new BitSet();
                merged.set(a.getIndex());
                merged.set(b.getIndex());
                classes.removeIf(known -> {
                    if (known.intersects(merged)) {
                        merged.or(known);
                        return true;
                    }
                    return false;
                });
                classes.add(merged);
            }
        }
        return classes.stream().map(bits -> bits.stream().boxed().toList()).toList();
    }
}
