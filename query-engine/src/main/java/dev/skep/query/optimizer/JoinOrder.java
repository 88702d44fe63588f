package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.query.analyzer.CancellablePlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the order of the joins of one graph: by dynamic programming over all trees up to {@value #MAX_EXACT} inputs, beyond that by joining
 * the cheapest pair first. The side with fewer rows is the right one, which is built.
 */
final class JoinOrder {
    static final int MAX_EXACT = 11;
    private static final int CHECK_EVERY = 0xf;
    private static final double BUILD = 2.0;
    private static final double NOT_EQUAL = 0.9;
    private static final double OTHER = 0.3;

    private final JoinGraph graph;
    private final Cardinality cardinality;
    private final RexBuilder builder;
    private final int size;
    private final double[] leafRows;
    private final double[] leafBase;
    private final List<double[]> classDistinct = new ArrayList<>();
    private final List<List<Integer>> classes;
    private final int[] classLeaves;
    private final int[] conditionLeaves;
    private final JoinGraph.SemiJoin[] semiJoins;
    private final int[] semiNeeds;
    private final double[] semiShare;
    private final Map<Integer, Double> rowsOf = new HashMap<>();

    JoinOrder(JoinGraph graph, Cardinality cardinality, RexBuilder builder) {
        this.graph = graph;
        this.cardinality = cardinality;
        this.builder = builder;
        size = graph.size();
        leafRows = new double[size];
        leafBase = new double[size];
        classes = graph.classes();
        classLeaves = classes.stream().mapToInt(this::leavesOf).toArray();
        // Equal columns are joined by their classes, so that what follows from several equalities is used as well.
        graph.conditions().removeIf(JoinGraph::isColumnEquality);
        conditionLeaves = graph.conditions().stream().mapToInt(graph::leavesOf).toArray();
        semiJoins = new JoinGraph.SemiJoin[size];
        semiNeeds = new int[size];
        semiShare = new double[size];
        for (int i = 0; i < size; i++) {
            leafRows[i] = cardinality.rows(graph.leaf(i));
        }
        for (List<Integer> equals : classes) {
            classDistinct.add(distinct(equals));
        }
        for (JoinGraph.SemiJoin semi : graph.semiJoins()) {
            semiJoins[semi.leaf()] = semi;
            semiNeeds[semi.leaf()] = graph.leavesOf(semi.condition()) & ~(1 << semi.leaf());
            double share = semiShare(semi);
            semiShare[semi.leaf()] = semi.type() == JoinRelType.SEMI ? share : 1 - share;
        }
    }

    private int leavesOf(List<Integer> columns) {
        int mask = 0;
        for (int column : columns) {
            mask |= 1 << graph.leafOf(column);
        }
        return mask;
    }

    /** The distinct values that each leaf's member of a class of equal columns has, 0 for leaves without one. What is unknown is taken for the key of the smallest table. */
    private double[] distinct(List<Integer> equals) {
        double[] known = new double[size];
        double smallest = Double.MAX_VALUE;
        for (int column : equals) {
            int leaf = graph.leafOf(column);
            int local = column - graph.offset(leaf);
            double distinct = cardinality.distinct(graph.leaf(leaf), local);
            double base = cardinality.baseRows(graph.leaf(leaf), local);
            leafBase[leaf] = Math.max(leafBase[leaf], base);
            known[leaf] = distinct > 0 ? distinct : -1;
            smallest = Math.min(smallest, distinct > 0 ? distinct : base);
        }
        for (int i = 0; i < size; i++) {
            known[i] = known[i] < 0 ? smallest : known[i];
        }
        return known;
    }

    private double semiShare(JoinGraph.SemiJoin semi) {
        RelNode right = graph.leaf(semi.leaf());
        double share = 0.9;
        for (RexNode conjunct : RelOptUtil.conjunctions(semi.condition())) {
            if (conjunct.getKind() == SqlKind.EQUALS
                    && ((org.apache.calcite.rex.RexCall) conjunct).getOperands().stream()
                            .allMatch(RexInputRef.class::isInstance)) {
                int a = ((RexInputRef) ((org.apache.calcite.rex.RexCall) conjunct).getOperands().get(0)).getIndex();
                int b = ((RexInputRef) ((org.apache.calcite.rex.RexCall) conjunct).getOperands().get(1)).getIndex();
                int inner = graph.leafOf(a) == semi.leaf() ? a : b;
                int outer = inner == a ? b : a;
                int leaf = graph.leafOf(outer);
                share = Math.min(share,
                        cardinality.semiSelectivity(graph.leaf(leaf), List.of(outer - graph.offset(leaf)), right,
                                List.of(inner - graph.offset(semi.leaf()))));
            }
        }
        return share;
    }

    /** The best way found to join a set of leaves: two sets, or none for a single leaf. */
    private record Best(double cost, int left, int right) {}

    /** Returns the joined tree with the columns {@code wanted}, counted through all leaves. */
    RelNode order(List<Integer> wanted, List<String> names) {
        if (size > 30) {
            throw new IllegalStateException("more than 30 joins in one graph");
        }
        Map<Integer, Best> best = size <= MAX_EXACT ? exact() : greedy();
        Built built = build((1 << size) - 1, best);
        List<RexNode> fields = new ArrayList<>();
        for (int column : wanted) {
            int position = built.columns().indexOf(column);
            fields.add(builder.makeInputRef(built.node(), position));
        }
        return RexUtil.isIdentity(fields, built.node().getRowType())
                ? built.node()
                : LogicalProject.create(built.node(), List.of(), fields, names, Set.of());
    }

    private Map<Integer, Best> exact() {
        int full = (1 << size) - 1;
        Map<Integer, Best> best = new HashMap<>();
        for (int i = 0; i < size; i++) {
            best.put(1 << i, new Best(0, 0, 0));
        }
        for (int crossProducts = 0; crossProducts < 2 && !best.containsKey(full); crossProducts++) {
            for (int set = 1; set <= full; set++) {
                if ((set & CHECK_EVERY) == 0) {
                    check();
                }
                if (Integer.bitCount(set) < 2 || crossProducts > 0 && best.containsKey(set)) {
                    continue;
                }
                for (int left = (set - 1) & set; left > 0; left = (left - 1) & set) {
                    int right = set & ~left;
                    if (best.containsKey(left) && best.containsKey(right)
                            && isAllowed(left, right, crossProducts > 0)) {
                        offer(best, set, left, right);
                    }
                }
            }
        }
        return best;
    }

    private void offer(Map<Integer, Best> best, int set, int left, int right) {
        double cost = cost(best, set, left, right);
        Best known = best.get(set);
        if (known == null || cost < known.cost()) {
            best.put(set, new Best(cost, left, right));
        }
    }

    private double cost(Map<Integer, Best> best, int set, int left, int right) {
        double below = bestOf(best, left).cost() + bestOf(best, right).cost();
        double product = isConnected(left, right) ? 0 : rows(left) * rows(right);
        boolean semi = Integer.bitCount(right) == 1 && graph.isSemi(Integer.numberOfTrailingZeros(right));
        // A semi or anti join may build either side.
        double built = semi ? Math.min(leafRows[Integer.numberOfTrailingZeros(right)], rows(left)) : rows(right);
        double both = rows(left) + (semi ? leafRows[Integer.numberOfTrailingZeros(right)] : rows(right));
        return below + both + (BUILD - 1) * built + rows(set) + product;
    }

    private static Best bestOf(Map<Integer, Best> best, int set) {
        Best found = best.get(set);
        if (found == null) {
            throw new IllegalStateException("set " + set + " was not joined");
        }
        return found;
    }

    private boolean isAllowed(int left, int right, boolean crossProducts) {
        if (semiLeavesIn(left) == left) {
            return false;
        }
        if (Integer.bitCount(right) == 1 && graph.isSemi(Integer.numberOfTrailingZeros(right))) {
            return (semiNeeds[Integer.numberOfTrailingZeros(right)] & ~left) == 0;
        }
        if (semiLeavesIn(right) == right) {
            return false;
        }
        return crossProducts || isConnected(left, right) || rows(right) <= 1 || rows(left) <= 1;
    }

    private int semiLeavesIn(int set) {
        int semi = 0;
        for (int i = 0; i < size; i++) {
            if ((set & 1 << i) != 0 && graph.isSemi(i)) {
                semi |= 1 << i;
            }
        }
        return semi;
    }

    private boolean isConnected(int left, int right) {
        if (Integer.bitCount(right) == 1 && graph.isSemi(Integer.numberOfTrailingZeros(right))) {
            return true;
        }
        for (int mask : classLeaves) {
            if ((mask & left) != 0 && (mask & right) != 0) {
                return true;
            }
        }
        for (int mask : conditionLeaves) {
            if ((mask & left) != 0 && (mask & right) != 0 && (mask & ~(left | right)) == 0) {
                return true;
            }
        }
        return false;
    }

    private Map<Integer, Best> greedy() {
        Map<Integer, Best> best = new HashMap<>();
        List<Integer> sets = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            best.put(1 << i, new Best(0, 0, 0));
            sets.add(1 << i);
        }
        while (sets.size() > 1) {
            int[] pair = cheapestPair(sets, best, false);
            if (pair == null) {
                pair = cheapestPair(sets, best, true);
            }
            if (pair == null) {
                throw new IllegalStateException("no pair of joins left");
            }
            int set = pair[0] | pair[1];
            best.put(set, new Best(cost(best, set, pair[0], pair[1]), pair[0], pair[1]));
            sets.remove((Integer) pair[0]);
            sets.remove((Integer) pair[1]);
            sets.add(set);
        }
        return best;
    }

    private int @Nullable [] cheapestPair(List<Integer> sets, Map<Integer, Best> best,
            boolean crossProducts) {
        int[] cheapest = null;
        double lowest = Double.MAX_VALUE;
        check();
        for (int left : sets) {
            for (int right : sets) {
                if (left != right && isAllowed(left, right, crossProducts)) {
                    double cost = cost(best, left | right, left, right);
                    if (cost < lowest) {
                        lowest = cost;
                        cheapest = new int[]{left, right};
                    }
                }
            }
        }
        return cheapest;
    }

    /** Fails if the statement is to end. */
    private void check() {
        CancellablePlanner.check(graph.leaf(0));
    }

    private double rows(int set) {
        Double known = rowsOf.get(set);
        if (known == null) {
            known = Math.max(1, estimate(set));
            rowsOf.put(set, known);
        }
        return known;
    }

    private double estimate(int set) {
        if (Integer.bitCount(set) == 1) {
            return leafRows[Integer.numberOfTrailingZeros(set)];
        }
        double rows = 1;
        for (int i = 0; i < size; i++) {
            if ((set & 1 << i) != 0) {
                rows *= graph.isSemi(i) ? semiShare[i] : leafRows[i];
            }
        }
        for (double[] distinct : classDistinct) {
            rows /= divisor(set, distinct);
        }
        rows *= compositeKeys(set);
        for (int i = 0; i < conditionLeaves.length; i++) {
            RexNode condition = graph.conditions().get(i);
            boolean inside = (conditionLeaves[i] & ~set) == 0;
            if (inside && condition.getKind() == SqlKind.NOT_EQUALS) {
                rows *= NOT_EQUAL;
            } else if (inside) {
                rows *= OTHER;
            }
        }
        return rows;
    }

    /** Equal columns of m inputs restrict m - 1 times; the smallest number of values does not count. */
    private double divisor(int set, double[] distinct) {
        double product = 1;
        double smallest = Double.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            if ((set & 1 << i) != 0 && distinct[i] > 0 && !graph.isSemi(i)) {
                product *= distinct[i];
                smallest = Math.min(smallest, distinct[i]);
            }
        }
        return smallest == Double.MAX_VALUE ? 1 : Math.max(1, product / smallest);
    }

    /** Two inputs that share several columns are joined by a key of several parts, which has no more values than the smaller table rows. */
    private double compositeKeys(int set) {
        double factor = 1;
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                if ((set & 1 << i) == 0 || (set & 1 << j) == 0) {
                    continue;
                }
                double product = 1;
                int shared = 0;
                for (double[] distinct : classDistinct) {
                    if (distinct[i] > 0 && distinct[j] > 0) {
                        product *= Math.max(distinct[i], distinct[j]);
                        shared++;
                    }
                }
                double cap = Math.max(1, Math.min(leafBase[i], leafBase[j]));
                if (shared > 1 && product > cap) {
                    factor *= product / cap;
                }
            }
        }
        return factor;
    }

    /** A joined tree and which of all the columns its columns are. */
    private record Built(RelNode node, List<Integer> columns) {}

    private Built build(int set, Map<Integer, Best> best) {
        if (Integer.bitCount(set) == 1) {
            int leaf = Integer.numberOfTrailingZeros(set);
            List<Integer> columns = new ArrayList<>();
            for (int i = 0; i < graph.leaf(leaf).getRowType().getFieldCount(); i++) {
                columns.add(graph.offset(leaf) + i);
            }
            return new Built(graph.leaf(leaf), columns);
        }
        Best chosen = bestOf(best, set);
        boolean semi = Integer.bitCount(chosen.right()) == 1
                && graph.isSemi(Integer.numberOfTrailingZeros(chosen.right()));
        Built left = build(chosen.left(), best);
        Built right = build(chosen.right(), best);
        List<Integer> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        if (semi) {
            JoinGraph.SemiJoin join = semiJoins[Integer.numberOfTrailingZeros(chosen.right())];
            RexNode condition = local(join.condition(), columns);
            return new Built(LogicalJoin.create(left.node(), right.node(), List.of(), condition, Set.of(), join.type()),
                    left.columns());
        }
        List<RexNode> conditions = new ArrayList<>();
        for (List<Integer> equals : classes) {
            Integer a = firstOf(equals, left.columns());
            Integer b = firstOf(equals, right.columns());
            if (a != null && b != null) {
                conditions.add(builder.makeCall(SqlStdOperatorTable.EQUALS,
                        builder.makeInputRef(graph.typeOf(a), columns.indexOf(a)),
                        builder.makeInputRef(graph.typeOf(b), columns.indexOf(b))));
            }
        }
        for (int i = 0; i < conditionLeaves.length; i++) {
            int mask = conditionLeaves[i];
            boolean here = (mask & ~set) == 0 && (mask & ~chosen.left()) != 0 && (mask & ~chosen.right()) != 0;
            if (here) {
                conditions.add(local(graph.conditions().get(i), columns));
            }
        }
        RelNode node = LogicalJoin.create(left.node(), right.node(), List.of(),
                RexUtil.composeConjunction(builder, conditions), Set.of(), JoinRelType.INNER);
        return new Built(node, columns);
    }

    private static @Nullable Integer firstOf(List<Integer> equals, List<Integer> columns) {
        for (int column : equals) {
            if (columns.contains(column)) {
                return column;
            }
        }
        return null;
    }

    private RexNode local(RexNode condition, List<Integer> columns) {
        return condition.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return builder.makeInputRef(ref.getType(), columns.indexOf(ref.getIndex()));
            }
        });
    }

    /** Conditions without any column belong to no join. */
    static RelNode withConstants(RelNode node, List<RexNode> constants, RexBuilder builder) {
        return constants.isEmpty() ? node : LogicalFilter.create(node, RexUtil.composeConjunction(builder, constants));
    }
}
