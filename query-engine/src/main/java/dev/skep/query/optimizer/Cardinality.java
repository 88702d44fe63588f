package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.analyzer.CatalogScan;
import dev.skep.query.analyzer.PolicyBarrier;
import dev.skep.query.optimizer.TableStatistics.ColumnFigures;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.Sarg;

/**
 * About how many rows a tree gives and how many distinct values a column has. Where no statistics are known, a column that is joined is taken for
 * a key of the smaller of the tables.
 */
public final class Cardinality {
    private static final double UNKNOWN_TABLE = 10_000;
    private static final double EQUAL = 0.1;
    private static final double RANGE = 0.3;
    private static final double OTHER = 0.25;
    private static final double IS_NULL = 0.05;
    private static final double SEMI = 0.5;
    private static final double GROUPS = 0.1;
    private static final double UNNESTED = 10;
    private static final double MAGNITUDE = 100;

    private final TableStatistics statistics;
    private final Map<RelNode, Double> known = new IdentityHashMap<>();

    Cardinality(TableStatistics statistics) {
        this.statistics = statistics;
    }

    /** Returns about how many rows {@code tree} gives, at least one. */
    public double rows(RelNode tree) {
        Double rows = known.get(tree);
        if (rows == null) {
            rows = Math.max(1, estimate(tree));
            known.put(tree, rows);
        }
        return rows;
    }

    private double estimate(RelNode tree) {
        return switch (tree) {
            case CatalogScan scan -> {
                double rows = statistics.rows(scan.catalogTable(), scan.selection());
                yield rows < 0 ? UNKNOWN_TABLE : rows;
            }
            case Filter filter -> rows(filter.getInput()) * selectivity(filter.getInput(), filter.getCondition());
            case PolicyBarrier barrier -> magnitude(rows(unfiltered(barrier.getInput())));
            case Project project -> rows(project.getInput());
            case Aggregate aggregate -> groups(aggregate);
            case Join join -> join(join);
            case Sort sort -> sort.fetch instanceof RexLiteral literal
                    ? Math.min(rows(sort.getInput()), RexLiteral.intValue(literal))
                    : rows(sort.getInput());
            case Union union -> union.getInputs().stream().mapToDouble(this::rows).sum();
            case Values values -> values.getTuples().size();
            case org.apache.calcite.rel.core.Correlate correlate -> rows(correlate.getLeft()) * UNNESTED;
            default -> tree.getInputs().stream().mapToDouble(this::rows).max().orElse(1);
        };
    }

    /** What a policy's conditions leave of a table is not estimated: the layout of plans would tell of it. */
    private static RelNode unfiltered(RelNode tree) {
        return tree instanceof Project || tree instanceof Filter ? unfiltered(tree.getInput(0)) : tree;
    }

    /** The nearest power of a hundred: enough to choose the side that a join builds, and all that a plan tells of a table behind a policy. */
    private static double magnitude(double rows) {
        return Math.pow(MAGNITUDE, Math.round(Math.log10(Math.max(1, rows)) / Math.log10(MAGNITUDE)));
    }

    private double groups(Aggregate aggregate) {
        if (aggregate.getGroupCount() == 0) {
            return 1;
        }
        double input = rows(aggregate.getInput());
        double product = 1;
        boolean guessed = false;
        for (int key : aggregate.getGroupSet()) {
            double distinct = distinct(aggregate.getInput(), key);
            if (distinct < 0) {
                guessed = true;
            } else {
                product *= distinct;
            }
        }
        double groups = guessed ? Math.max(input * GROUPS, Math.min(product, input)) : product;
        return Math.min(input, groups) * aggregate.getGroupSets().size();
    }

    private double join(Join join) {
        double left = rows(join.getLeft());
        double right = rows(join.getRight());
        JoinInfo info = join.analyzeCondition();
        double matched = left * right * equalKeys(join.getLeft(), info.leftKeys, join.getRight(), info.rightKeys)
                * Math.pow(RANGE, info.nonEquiConditions.size());
        return switch (join.getJoinType()) {
            case INNER -> matched;
            case LEFT -> Math.max(left, matched);
            case RIGHT -> Math.max(right, matched);
            case FULL -> Math.max(left + right, matched);
            case SEMI -> left * semiSelectivity(join.getLeft(), info.leftKeys, join.getRight(), info.rightKeys);
            case ANTI -> left * (1 - semiSelectivity(join.getLeft(), info.leftKeys, join.getRight(), info.rightKeys));
            default -> left;
        };
    }

    private double equalKeys(RelNode left, List<Integer> leftKeys, RelNode right, List<Integer> rightKeys) {
        double pairs = 1;
        double cap = 1;
        for (int i = 0; i < leftKeys.size(); i++) {
            double a = distinct(left, leftKeys.get(i));
            double b = distinct(right, rightKeys.get(i));
            double baseLeft = baseRows(left, leftKeys.get(i));
            double baseRight = baseRows(right, rightKeys.get(i));
            cap = Math.max(cap, Math.min(baseLeft, baseRight));
            if (a > 0 && b > 0) {
                pairs *= Math.max(a, b);
            } else {
                pairs *= Math.min(a > 0 ? a : baseLeft, b > 0 ? b : baseRight);
            }
        }
        return 1 / Math.max(1, leftKeys.size() > 1 ? Math.min(pairs, cap) : pairs);
    }

    /** Which share of the left rows has a match: that of the left keys that the right side still has. */
    double semiSelectivity(RelNode left, List<Integer> leftKeys, RelNode right, List<Integer> rightKeys) {
        if (leftKeys.isEmpty()) {
            return SEMI;
        }
        double keys = 1;
        double most = 1;
        for (int i = 0; i < leftKeys.size(); i++) {
            double all = distinct(left, leftKeys.get(i));
            double baseLeft = baseRows(left, leftKeys.get(i));
            keys *= all > 0 ? all : Math.min(baseLeft, Math.max(baseRows(right, rightKeys.get(i)), 1));
            most = Math.max(most, baseLeft);
        }
        double share = rows(right) / Math.max(1, leftKeys.size() > 1 ? Math.min(keys, most) : keys);
        return Math.clamp(share, 0.0001, 0.9);
    }

    /** Returns about how many distinct values the column has; negative where nothing is known. */
    double distinct(RelNode tree, int column) {
        return switch (tree) {
            case CatalogScan scan -> {
                if (column >= scan.catalogTable().columns().size()) {
                    yield -1;
                }
                double distinct = statistics.column(scan.catalogTable(), scan.selection(), column).distinct();
                yield distinct < 0 ? -1 : Math.min(distinct, rows(scan));
            }
            case Filter filter -> capped(distinct(filter.getInput(), column), filter);
            case PolicyBarrier barrier -> barrier.getInput() instanceof Project project
                    && project.getInput() instanceof CatalogScan ? distinct(project, column) : -1;
            case Project project -> switch (project.getProjects().get(column)) {
                case RexInputRef ref -> distinct(project.getInput(), ref.getIndex());
                case RexLiteral ignored -> 1;
                default -> -1;
            };
            case Aggregate aggregate -> {
                if (column >= aggregate.getGroupCount()) {
                    yield -1;
                }
                yield aggregate.getGroupCount() == 1
                        ? rows(aggregate)
                        : capped(distinct(aggregate.getInput(), aggregate.getGroupSet().nth(column)), aggregate);
            }
            case Join join -> {
                int left = join.getLeft().getRowType().getFieldCount();
                yield capped(
                        column < left ? distinct(join.getLeft(), column) : distinct(join.getRight(), column - left),
                        join);
            }
            case Sort sort -> capped(distinct(sort.getInput(), column), sort);
            case Union union -> {
                double sum = 0;
                for (RelNode input : union.getInputs()) {
                    double distinct = distinct(input, column);
                    sum = distinct < 0 || sum < 0 ? -1 : sum + distinct;
                }
                yield sum;
            }
            default -> -1;
        };
    }

    /** What is known of the values of the column of the table that this one comes from. */
    private ColumnFigures figures(RelNode tree, int column) {
        return switch (tree) {
            case CatalogScan scan -> column < scan.catalogTable().columns().size()
                    ? statistics.column(scan.catalogTable(), scan.selection(), column)
                    : ColumnFigures.UNKNOWN;
            case Filter filter -> figures(filter.getInput(), column);
            case Sort sort -> figures(sort.getInput(), column);
            case Project project -> project.getProjects().get(column) instanceof RexInputRef ref
                    ? figures(project.getInput(), ref.getIndex())
                    : ColumnFigures.UNKNOWN;
            case Join join -> {
                int left = join.getLeft().getRowType().getFieldCount();
                yield column < left ? figures(join.getLeft(), column) : figures(join.getRight(), column - left);
            }
            case Aggregate aggregate -> column < aggregate.getGroupCount()
                    ? figures(aggregate.getInput(), aggregate.getGroupSet().nth(column))
                    : ColumnFigures.UNKNOWN;
            default -> ColumnFigures.UNKNOWN;
        };
    }

    private double capped(double distinct, RelNode tree) {
        return distinct < 0 ? -1 : Math.min(distinct, rows(tree));
    }

    /** Returns how many rows the table, or the grouping, has that the column comes from, before any filter. */
    double baseRows(RelNode tree, int column) {
        return switch (tree) {
            case Filter filter -> baseRows(filter.getInput(), column);
            case PolicyBarrier barrier -> rows(barrier);
            case Sort sort -> baseRows(sort.getInput(), column);
            case Project project -> project.getProjects().get(column) instanceof RexInputRef ref
                    ? baseRows(project.getInput(), ref.getIndex())
                    : rows(project);
            case Join join -> {
                int left = join.getLeft().getRowType().getFieldCount();
                yield column < left ? baseRows(join.getLeft(), column) : baseRows(join.getRight(), column - left);
            }
            case Aggregate aggregate -> column < aggregate.getGroupCount()
                    ? Math.min(baseRows(aggregate.getInput(), aggregate.getGroupSet().nth(column)),
                            Math.max(rows(aggregate), 1))
                    : rows(aggregate);
            default -> rows(tree);
        };
    }

    /** Returns which share of the rows of {@code input} meets the condition. */
    double selectivity(RelNode input, RexNode condition) {
        double selectivity = 1;
        Map<Integer, ValueRanges.Bounds> ranges = new HashMap<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            ValueRanges.Bounds bounds = ValueRanges.of(conjunct);
            if (bounds != null && figures(input, bounds.column()).hasRange()) {
                ranges.merge(bounds.column(), bounds, ValueRanges.Bounds::and);
            } else {
                selectivity *= term(input, conjunct);
            }
        }
        for (ValueRanges.Bounds bounds : ranges.values()) {
            selectivity *= ValueRanges.share(figures(input, bounds.column()), bounds.low(), bounds.high());
        }
        return selectivity;
    }

    private double term(RelNode input, RexNode term) {
        if (!(term instanceof RexCall call)) {
            return term.isAlwaysFalse() ? 0 : term.isAlwaysTrue() ? 1 : OTHER;
        }
        return switch (call.getKind()) {
            case AND -> selectivity(input, call);
            case OR -> {
                double none = 1;
                for (RexNode operand : call.getOperands()) {
                    none *= 1 - term(input, operand);
                }
                yield 1 - none;
            }
            case NOT -> 1 - term(input, call.getOperands().get(0));
            case EQUALS, IS_NOT_DISTINCT_FROM -> equal(input, call);
            case NOT_EQUALS, IS_DISTINCT_FROM -> 1 - equal(input, call);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> RANGE;
            case IS_NULL -> IS_NULL;
            case IS_NOT_NULL -> 1 - IS_NULL;
            case SEARCH -> search(input, call);
            case LIKE -> EQUAL;
            default -> OTHER;
        };
    }

    private double equal(RelNode input, RexCall call) {
        List<Double> distinct = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            RexNode bare = RexUtil.removeCast(operand);
            if (bare instanceof RexInputRef ref) {
                distinct.add(distinct(input, ref.getIndex()));
            }
        }
        double most = distinct.stream().mapToDouble(Double::doubleValue).max().orElse(-1);
        return most > 0 ? 1 / most : EQUAL;
    }

    private double search(RelNode input, RexCall call) {
        Sarg<?> sarg = ((RexLiteral) call.getOperands().get(1)).getValueAs(Sarg.class);
        if (sarg == null) {
            return OTHER;
        }
        RexNode bare = RexUtil.removeCast(call.getOperands().get(0));
        double distinct = bare instanceof RexInputRef ref ? distinct(input, ref.getIndex()) : -1;
        double one = distinct > 0 ? 1 / distinct : EQUAL / 2;
        if (sarg.isPoints()) {
            return Math.min(0.9, one * sarg.pointCount);
        }
        if (sarg.isComplementedPoints()) {
            return Math.max(0.1, 1 - one * sarg.rangeSet.complement().asRanges().size());
        }
        ColumnFigures figures = bare instanceof RexInputRef ref
                ? figures(input, ref.getIndex())
                : ColumnFigures.UNKNOWN;
        double share = 0;
        for (com.google.common.collect.Range<?> range : sarg.rangeSet.asRanges()) {
            boolean closed = range.hasLowerBound() && range.hasUpperBound();
            double exact = ValueRanges.share(figures, range);
            share += Double.isNaN(exact) ? closed ? RANGE * RANGE : RANGE : exact;
        }
        return Math.min(figures.hasRange() ? 1 : 0.9, share);
    }

    static boolean isInner(RelNode node) {
        return node instanceof Join join && (join.getJoinType() == JoinRelType.INNER
                || join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI);
    }
}
