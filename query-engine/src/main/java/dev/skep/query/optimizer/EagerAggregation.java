package dev.skep.query.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds up before a join what is added up after it: rows of one side that agree in their join keys meet the same rows of the other side, so that sums, counts and extremes of
 * them can be taken first. Pays where that leaves far fewer rows: the join, what is computed above it and the grouping, often by texts, then see only these.
 */
final class EagerAggregation extends RelHomogeneousShuttle {
    private static final double MIN_ROWS = 50_000;
    /** By how much rows must become fewer: in general, and where the grouping above is by several keys or by many groups. */
    private static final double SHRINKS = 8;
    private static final double SHRINKS_MANY_KEYS = 2;
    private static final int MANY_KEYS = 4;
    /** Sums of so many digits leave room for as many rows as there may be. */
    private static final int MAX_SAFE_PRECISION = 27;
    private static final int MAX_INTEGER_DIGITS = 10;

    private final Cardinality cardinality;
    private final RexBuilder builder;

    EagerAggregation(Cardinality cardinality, RexBuilder builder) {
        this.cardinality = cardinality;
        this.builder = builder;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode node = other instanceof Aggregate aggregate ? eager(aggregate) : other;
        return super.visit(node);
    }

    private RelNode eager(Aggregate aggregate) {
        RelNode input = aggregate.getInput();
        List<RexNode> above = new ArrayList<>();
        for (int i = 0; i < input.getRowType().getFieldCount(); i++) {
            above.add(builder.makeInputRef(input, i));
        }
        while (input instanceof Project project && project.getProjects().stream().allMatch(RexUtil::isDeterministic)) {
            above = RelOptUtil.pushPastProject(above, project);
            input = project.getInput();
        }
        boolean isPlain = aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getAggCallList().stream().allMatch(EagerAggregation::canBeSplit);
        if (!isPlain || !(input instanceof Join join) || join.getJoinType() != JoinRelType.INNER
                || !join.getVariablesSet().isEmpty()) {
            return aggregate;
        }
        int width = join.getLeft().getRowType().getFieldCount();
        boolean leftIsLarger = cardinality.rows(join.getLeft()) >= cardinality.rows(join.getRight());
        RelNode eager = new Split(aggregate, above, join, leftIsLarger, width).result();
        return eager == null ? aggregate : eager;
    }

    private static boolean canBeSplit(AggregateCall call) {
        return !call.isDistinct() && call.filterArg < 0 && call.getCollation().equals(RelCollations.EMPTY)
                && switch (call.getAggregation().getKind()) {
                    case SUM, SUM0, MIN, MAX, COUNT -> call.getArgList().size() <= 1;
                    default -> false;
                };
    }

    /** One attempt for one side of a join. */
    private final class Split {
        private final Aggregate aggregate;
        private final List<RexNode> above;
        private final Join join;
        private final boolean ofLeft;
        private final int first;
        private final int end;
        private final RelNode side;
        /** The side's columns that are still needed one by one, and their positions among the groups. */
        private final Map<Integer, Integer> keys = new LinkedHashMap<>();
        private final List<RexNode> arguments = new ArrayList<>();

        Split(Aggregate aggregate, List<RexNode> above, Join join, boolean ofLeft, int width) {
            this.aggregate = aggregate;
            this.above = above;
            this.join = join;
            this.ofLeft = ofLeft;
            first = ofLeft ? 0 : width;
            end = ofLeft ? width : join.getRowType().getFieldCount();
            side = ofLeft ? join.getLeft() : join.getRight();
        }

        @Nullable
        RelNode result() {
            double rows = cardinality.rows(side);
            if (rows < MIN_ROWS || aggregate.getAggCallList().isEmpty()) {
                return null;
            }
            need(join.getCondition());
            for (int key : aggregate.getGroupSet()) {
                need(above.get(key));
            }
            List<Guarded> guarded = new ArrayList<>();
            for (AggregateCall call : aggregate.getAggCallList()) {
                Guarded one = guarded(call);
                if (one == null) {
                    return null;
                }
                guarded.add(one);
                if (one.condition != null) {
                    need(one.condition);
                }
            }
            double groups = 1;
            for (int key : keys.keySet()) {
                double distinct = cardinality.distinct(side, key - first);
                if (distinct < 0) {
                    return null;
                }
                groups *= distinct;
            }
            boolean manyKeys = aggregate.getGroupCount() >= MANY_KEYS;
            return groups * (manyKeys ? SHRINKS_MANY_KEYS : SHRINKS) > rows ? null : built(guarded);
        }

        /** Notes the columns of the side that an expression looks at. */
        private void need(RexNode expression) {
            for (int column : RelOptUtil.InputFinder.bits(expression)) {
                if (column >= first && column < end) {
                    keys.putIfAbsent(column, keys.size());
                }
            }
        }

        private boolean isOfSide(RexNode expression) {
            return RelOptUtil.InputFinder.bits(expression).asList().stream()
                    .allMatch(column -> column >= first && column < end);
        }

        /** An argument that is of the side alone, or a choice by the other side between such a one and null or zero. */
        private @Nullable Guarded guarded(AggregateCall call) {
            if (call.getArgList().isEmpty()) {
                return new Guarded(call, null, null, null);
            }
            RexNode argument = above.get(call.getArgList().get(0));
            if (isOfSide(argument)) {
                return isSafe(call, argument) ? new Guarded(call, argument, null, null) : null;
            }
            SqlKind kind = call.getAggregation().getKind();
            boolean isSum = kind == SqlKind.SUM || kind == SqlKind.SUM0;
            if (kind == SqlKind.COUNT || argument.getKind() != SqlKind.CASE) {
                return null;
            }
            List<RexNode> operands = ((RexCall) argument).getOperands();
            if (operands.size() != 3 || !isOfSide(operands.get(1)) || !isSafe(call, operands.get(1))) {
                return null;
            }
            RexNode otherwise = operands.get(2);
            boolean isNothing = RexUtil.isNullLiteral(otherwise, true) || isSum && isZero(otherwise);
            return isNothing ? new Guarded(call, operands.get(1), operands.get(0), otherwise) : null;
        }

        private RelNode built(List<Guarded> calls) {
            List<RexNode> columns = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int key : keys.keySet()) {
                columns.add(builder.makeInputRef(side, key - first));
                names.add("k" + columns.size());
            }
            List<AggregateCall> partial = new ArrayList<>();
            for (Guarded call : calls) {
                partial.add(partial(call, columns, names));
            }
            RelNode narrow = LogicalProject.create(side, List.of(), columns, names, Set.of());
            RelNode groups = LogicalAggregate.create(narrow, List.of(), ImmutableBitSet.range(keys.size()), null,
                    typed(partial, narrow, keys.size()));
            return merged(groups, calls);
        }

        private AggregateCall partial(Guarded call, List<RexNode> columns, List<String> names) {
            List<Integer> positions = new ArrayList<>();
            RexNode argument = call.argument;
            if (argument != null) {
                positions.add(columns.size());
                columns.add(RexUtil.shift(argument, -first));
                names.add("a" + columns.size());
            }
            return AggregateCall.create(call.call.getAggregation(), false, false, false, List.of(), positions, -1, null,
                    RelCollations.EMPTY, call.call.getType(), null);
        }

        /** The same calls with the types that they have over {@code input}. */
        private static List<AggregateCall> typed(List<AggregateCall> calls, RelNode input, int keyCount) {
            List<AggregateCall> typed = new ArrayList<>();
            for (AggregateCall call : calls) {
                typed.add(AggregateCall.create(call.getAggregation(), false, false, false, List.of(), call.getArgList(),
                        -1, null, RelCollations.EMPTY, keyCount, input, null, call.getName()));
            }
            return typed;
        }

        private RelNode merged(RelNode groups, List<Guarded> calls) {
            RelNode other = ofLeft ? join.getRight() : join.getLeft();
            int otherWidth = other.getRowType().getFieldCount();
            int groupsWidth = groups.getRowType().getFieldCount();
            // The side with fewer rows is the right one, which is built.
            boolean groupsLast = cardinality.rows(groups) <= cardinality.rows(other);
            int groupsStart = groupsLast ? otherWidth : 0;
            int otherStart = groupsLast ? 0 : groupsWidth;
            List<RelNode> inputs = groupsLast ? List.of(other, groups) : List.of(groups, other);
            RexShuttle moved = new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    Integer key = keys.get(ref.getIndex());
                    int position = key != null
                            ? groupsStart + key
                            : otherStart + (ofLeft ? ref.getIndex() - end : ref.getIndex());
                    return builder.makeInputRef(ref.getType(), position);
                }
            };
            RelNode joined = LogicalJoin.create(inputs.get(0), inputs.get(1), List.of(),
                    join.getCondition().accept(moved), Set.of(), JoinRelType.INNER);
            List<RexNode> columns = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int key : aggregate.getGroupSet()) {
                columns.add(above.get(key).accept(moved));
                names.add("g" + columns.size());
            }
            List<AggregateCall> whole = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                Guarded call = calls.get(i);
                RexNode value = builder.makeInputRef(joined, groupsStart + keys.size() + i);
                RexNode condition = call.condition;
                RexNode otherwise = call.otherwise;
                whole.add(whole(call.call, columns.size()));
                columns.add(condition == null || otherwise == null
                        ? value
                        : builder.makeCall(SqlStdOperatorTable.CASE, condition.accept(moved), value,
                                RexUtil.isNullLiteral(otherwise, true)
                                        ? builder.makeNullLiteral(value.getType())
                                        : builder.makeCast(value.getType(), otherwise)));
                names.add("p" + columns.size());
            }
            RelNode projected = LogicalProject.create(joined, List.of(), columns, names, Set.of());
            RelNode result = LogicalAggregate.create(projected, List.of(),
                    ImmutableBitSet.range(aggregate.getGroupCount()), null,
                    typed(whole, projected, aggregate.getGroupCount()));
            return RelOptUtil.createCastRel(result, aggregate.getRowType(), true);
        }

        private AggregateCall whole(AggregateCall call, int argument) {
            var function = call.getAggregation().getKind() == SqlKind.COUNT
                    ? SqlStdOperatorTable.SUM0
                    : call.getAggregation();
            return AggregateCall.create(function, false, false, false, List.of(), List.of(argument), -1, null,
                    RelCollations.EMPTY, call.getType(), call.getName());
        }
    }

    /** Whether adding up rows that the join drops cannot fail: no division, no cast, no sum that could leave its type. */
    private static boolean isSafe(AggregateCall call, RexNode argument) {
        boolean adds = call.getAggregation().getKind() == SqlKind.SUM
                || call.getAggregation().getKind() == SqlKind.SUM0;
        if (adds && !isRoomy(argument.getType())) {
            return false;
        }
        return isSafe(argument);
    }

    private static boolean isRoomy(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, DOUBLE, FLOAT, REAL -> true;
            case DECIMAL -> type.getPrecision() <= MAX_SAFE_PRECISION;
            default -> false;
        };
    }

    private static boolean isSafe(RexNode node) {
        return switch (node) {
            case RexInputRef ignored -> true;
            case RexLiteral ignored -> true;
            case RexCall call -> switch (call.getKind()) {
                case PLUS, MINUS, TIMES -> isFractional(call) && operandsAreSafe(call);
                case DIVIDE -> isFractional(call) && call.getOperands().get(1) instanceof RexLiteral literal
                        && !isZero(literal) && isSafe(call.getOperands().get(0));
                case CAST -> call.getOperands().get(0).getType().getSqlTypeName() == SqlTypeName.INTEGER
                        && isFractional(call) && operandsAreSafe(call)
                        && call.getType().getPrecision() - call.getType().getScale() >= MAX_INTEGER_DIGITS;
                case CASE, COALESCE, AND, OR, NOT, IS_NULL, IS_NOT_NULL, EQUALS, NOT_EQUALS, LESS_THAN,
                        LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL, SEARCH ->
                    operandsAreSafe(call);
                default -> false;
            };
            default -> false;
        };
    }

    private static boolean operandsAreSafe(RexCall call) {
        return call.getOperands().stream().allMatch(EagerAggregation::isSafe);
    }

    private static boolean isFractional(RexNode node) {
        SqlTypeName type = node.getType().getSqlTypeName();
        return type == SqlTypeName.DOUBLE
                || type == SqlTypeName.DECIMAL && node.getType().getPrecision() <= MAX_SAFE_PRECISION;
    }

    private static boolean isZero(RexNode node) {
        return node instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.DECIMAL
                && literal.getValueAs(java.math.BigDecimal.class) instanceof java.math.BigDecimal value
                && value.signum() == 0;
    }

    /** An aggregation whose argument, if it has one, is of the side; with a condition, taken only where that is true, and {@code otherwise} elsewhere. */
    private record Guarded(AggregateCall call, @Nullable RexNode argument, @Nullable RexNode condition,
            @Nullable RexNode otherwise) {}
}
