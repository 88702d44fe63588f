package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.Branch;
import dev.skep.query.expression.Expression.Case;
import dev.skep.query.expression.Expression.Coalesce;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.parser.SqlTypes;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/** Turns aggregations, with grouping sets as an expansion below. */
final class AggregateTranslator {
    private static final String GROUP_ID = "$group";

    private final PlanTranslator plans;

    AggregateTranslator(PlanTranslator plans) {
        this.plans = plans;
    }

    PlanNode aggregate(Aggregate aggregate) {
        PlanNode input = plans.node(aggregate.getInput());
        List<Integer> keys = aggregate.getGroupSet().asList();
        Arguments arguments = new Arguments(input);
        List<AggregateNode.Aggregate> functions = new ArrayList<>();
        List<AggregateCall> calls = aggregate.getAggCallList();
        for (int i = 0; i < calls.size(); i++) {
            if (!isComputedAbove(calls.get(i))) {
                functions.add(
                        function(calls.get(i), aggregate.getRowType().getFieldNames().get(keys.size() + i), arguments));
            }
        }
        PlanNode prepared = arguments.node();
        if (aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
            PlanNode node = new AggregateNode(plans.id(), prepared, keys, functions, plans.rows(aggregate));
            return finished(aggregate, node, keys.size(), -1);
        }
        return groupingSets(aggregate, prepared, keys, functions);
    }

    /** Calls whose value follows from the groups alone. */
    private static boolean isComputedAbove(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case GROUPING, GROUPING_ID, GROUP_ID, LITERAL_AGG -> true;
            default -> false;
        };
    }

    private AggregateNode.Aggregate function(AggregateCall call, String name, Arguments arguments) {
        String function = switch (call.getAggregation().getKind()) {
            case SUM0 -> "sum";
            default -> call.getAggregation().getName().toLowerCase(Locale.ROOT);
        };
        List<DataType> types = new ArrayList<>();
        for (int argument : call.getArgList()) {
            types.add(arguments.type(argument));
        }
        Signature signature = plans.functions().aggregate(function, types)
                .orElseThrow(() -> new QueryException(Reason.UNSUPPORTED,
                        "Cannot run the query: Skep does not have an aggregate %s(%s)".formatted(function,
                                String.join(", ", types.stream().map(DataType::sqlName).toList()))));
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < call.getArgList().size(); i++) {
            columns.add(arguments.column(call.getArgList().get(i), signature.arguments().get(i)));
        }
        boolean distinct = call.isDistinct() && call.getAggregation().getKind() != SqlKind.MIN
                && call.getAggregation().getKind() != SqlKind.MAX;
        return new AggregateNode.Aggregate(name, signature.name(), columns, distinct,
                call.filterArg < 0 ? null : call.filterArg,
                PlanTranslator.keys(call.getCollation().getFieldCollations()),
                signature.result());
    }

    /** The columns that aggregates take; casts become further columns of a projection. */
    private final class Arguments {
        private final PlanNode input;
        private final List<Expression> expressions;

        Arguments(PlanNode input) {
            this.input = input;
            expressions = PlanTranslator.refs(input.outputs());
        }

        DataType type(int column) {
            return expressions.get(column).type();
        }

        int column(int column, DataType type) {
            Expression cast = Coercion.cast(expressions.get(column), type);
            int known = expressions.indexOf(cast);
            if (known >= 0 && cast.equals(expressions.get(column))) {
                return column;
            }
            if (known < 0) {
                expressions.add(cast);
                return expressions.size() - 1;
            }
            return known;
        }

        PlanNode node() {
            if (expressions.size() == input.outputs().size()) {
                return input;
            }
            List<String> names = new ArrayList<>();
            for (int i = 0; i < expressions.size(); i++) {
                names.add(i < input.outputs().size() ? input.outputs().get(i).name() : "$argument" + i);
            }
            return new ProjectNode(plans.id(), input, expressions, names);
        }
    }

    private PlanNode groupingSets(Aggregate aggregate, PlanNode input, List<Integer> keys,
            List<AggregateNode.Aggregate> functions) {
        List<Field> fields = new ArrayList<>();
        for (int key : keys) {
            fields.add(input.outputs().get(key));
        }
        fields.addAll(input.outputs());
        fields.add(new Field(GROUP_ID, PrimitiveType.BIGINT));
        List<List<Expression>> projections = new ArrayList<>();
        List<ImmutableBitSet> sets = aggregate.getGroupSets();
        for (int i = 0; i < sets.size(); i++) {
            List<Expression> projection = new ArrayList<>();
            for (int key : keys) {
                DataType type = input.outputs().get(key).type();
                projection.add(sets.get(i).get(key) ? new InputRef(key, type) : new Literal(type, null));
            }
            projection.addAll(PlanTranslator.refs(input.outputs()));
            projection.add(new Literal(PrimitiveType.BIGINT, (long) i));
            projections.add(projection);
        }
        PlanNode expand = new ExpandNode(plans.id(), input, projections, fields);
        List<Integer> newKeys = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            newKeys.add(i);
        }
        newKeys.add(fields.size() - 1);
        List<AggregateNode.Aggregate> moved = new ArrayList<>();
        for (AggregateNode.Aggregate function : functions) {
            moved.add(new AggregateNode.Aggregate(function.name(), function.function(),
                    function.arguments().stream().map(column -> column + keys.size()).toList(), function.distinct(),
                    function.filter() == null ? null : function.filter() + keys.size(),
                    function.ordering().stream().map(key -> new dev.skep.query.plan.SortKey(key.column() + keys.size(),
                            key.direction(), key.nulls())).toList(),
                    function.type()));
        }
        List<Long> totals = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i).isEmpty()) {
                totals.add((long) i);
            }
        }
        PlanNode node = new AggregateNode(plans.id(), expand, newKeys, moved, plans.rows(aggregate), totals);
        return finished(aggregate, node, keys.size(), keys.size());
    }

    /** Puts the results in Calcite's order and types, with what is computed above; {@code groupColumn} is -1 without grouping sets. */
    private PlanNode finished(Aggregate aggregate, PlanNode node, int keyCount, int groupColumn) {
        List<Field> outputs = node.outputs();
        List<Expression> expressions = new ArrayList<>();
        List<String> names = aggregate.getRowType().getFieldNames();
        for (int i = 0; i < keyCount; i++) {
            expressions.add(new InputRef(i, outputs.get(i).type()));
        }
        int next = keyCount + (groupColumn < 0 ? 0 : 1);
        boolean plain = groupColumn < 0;
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (isComputedAbove(call)) {
                plain = false;
                expressions.add(computed(aggregate, call, groupColumn));
                continue;
            }
            InputRef ref = new InputRef(next, outputs.get(next).type());
            next++;
            Expression value = typed(ref, call.getType());
            if (call.getAggregation().getKind() == SqlKind.SUM0) {
                Literal zero = Coercion.fitted(new Literal(PrimitiveType.BIGINT, 0L), value.type());
                if (zero != null) {
                    value = new Coalesce(List.of(value, zero), value.type());
                }
            }
            plain &= value == ref;
            expressions.add(value);
        }
        return plain ? node : new ProjectNode(plans.id(), node, expressions, names);
    }

    private static Expression typed(InputRef ref, RelDataType expected) {
        DataType wanted = SqlTypes.fromCalcite(expected);
        return wanted.isNumeric() && ref.type().isNumeric() ? Coercion.cast(ref, wanted) : ref;
    }

    private static Expression computed(Aggregate aggregate, AggregateCall call, int groupColumn) {
        return switch (call.getAggregation().getKind()) {
            case LITERAL_AGG -> Literals.of((RexLiteral) call.rexList.getFirst());
            case GROUP_ID -> new Literal(PrimitiveType.BIGINT, 0L);
            default -> grouping(aggregate, call, groupColumn);
        };
    }

    private static Expression grouping(Aggregate aggregate, AggregateCall call, int groupColumn) {
        List<Branch> branches = new ArrayList<>();
        List<ImmutableBitSet> sets = aggregate.getGroupSets();
        for (int i = 0; i < sets.size(); i++) {
            long bits = 0;
            for (int argument : call.getArgList()) {
                bits = bits << 1 | (sets.get(i).get(argument) ? 0 : 1);
            }
            if (groupColumn < 0) {
                return new Literal(PrimitiveType.BIGINT, bits);
            }
            branches.add(
                    new Branch(new Comparison(ComparisonOperator.EQUAL, new InputRef(groupColumn, PrimitiveType.BIGINT),
                            new Literal(PrimitiveType.BIGINT, (long) i)), new Literal(PrimitiveType.BIGINT, bits)));
        }
        return new Case(branches, new Literal(PrimitiveType.BIGINT, null), PrimitiveType.BIGINT);
    }
}
