package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.window.WindowFunctions;
import dev.skep.query.parser.SqlTypes;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WindowNode.Bound;
import dev.skep.query.plan.WindowNode.Frame;
import dev.skep.query.plan.WindowNode.Unit;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;

/** Turns window functions: one node for all that want rows sorted alike, one above the other. */
final class WindowTranslator {
    private final PlanTranslator plans;

    WindowTranslator(PlanTranslator plans) {
        this.plans = plans;
    }

    /** What rows are sorted by for some functions. */
    private record Sorting(List<Integer> keys, List<SortKey> ordering) {}

    /** A function where it is computed: the {@code index}-th of its sorting. */
    private record Call(Sorting sorting, int index, DataType wanted) {}

    PlanNode window(Window window) {
        PlanNode node = plans.node(window.getInput());
        int inputCount = node.outputs().size();
        List<Field> inputs = node.outputs();
        Map<Sorting, List<WindowFunction>> functions = new LinkedHashMap<>();
        List<Call> calls = new ArrayList<>();
        List<Literal> values = new ArrayList<>();
        for (Window.Group group : window.groups) {
            if (group.exclude != RexWindowExclusion.EXCLUDE_NO_OTHER) {
                throw new QueryException(Reason.UNSUPPORTED,
                        "Cannot run the query: Skep does not have EXCLUDE in windows");
            }
            Frame frame = new Frame(group.isRows ? Unit.ROWS : Unit.RANGE, bound(group.lowerBound, inputCount, window),
                    bound(group.upperBound, inputCount, window));
            Sorting own = new Sorting(group.keys.asList(),
                    PlanTranslator.keys(group.orderKeys.getFieldCollations()));
            for (Window.RexWinAggCall call : group.aggCalls) {
                String name = window.getRowType().getFieldNames().get(inputCount + calls.size());
                WindowFunction function = function(call, name, window, inputs, values, frame);
                Sorting sorting = isOfWholePartition(own, function) ? ordered(own, window) : own;
                WindowFunction placed = sorting.equals(own) ? function : overAll(function);
                List<WindowFunction> together = functions.computeIfAbsent(sorting, key -> new ArrayList<>());
                calls.add(new Call(sorting, together.size(), SqlTypes.fromCalcite(call.getType())));
                together.add(placed);
            }
        }
        node = withColumns(node, values);
        Map<Sorting, Integer> first = new HashMap<>();
        for (Map.Entry<Sorting, List<WindowFunction>> entry : functions.entrySet()) {
            first.put(entry.getKey(), node.outputs().size());
            node = new WindowNode(plans.id(), node, entry.getKey().keys(), entry.getKey().ordering(),
                    entry.getValue());
        }
        return named(node, inputs, calls, first, window);
    }

    private PlanNode withColumns(PlanNode node, List<Literal> values) {
        if (values.isEmpty()) {
            return node;
        }
        List<Expression> expressions = PlanTranslator.refs(node.outputs());
        List<String> names = new ArrayList<>(node.outputs().stream().map(Field::name).toList());
        for (Literal value : values) {
            names.add("$constant" + names.size());
            expressions.add(value);
        }
        return new ProjectNode(plans.id(), node, expressions, names);
    }

    /** The results in the order in which they were asked for, in the types that were promised. */
    private PlanNode named(PlanNode node, List<Field> inputs, List<Call> calls, Map<Sorting, Integer> first,
            Window window) {
        List<Expression> results = PlanTranslator.refs(inputs);
        boolean isAsItIs = true;
        for (Call call : calls) {
            int at = first.getOrDefault(call.sorting(), 0) + call.index();
            Expression ref = new InputRef(at, node.outputs().get(at).type());
            Expression result = call.wanted().isNumeric() ? Coercion.cast(ref, call.wanted()) : ref;
            isAsItIs &= result instanceof InputRef && at == results.size();
            results.add(result);
        }
        return isAsItIs ? node : new ProjectNode(plans.id(), node, results, window.getRowType().getFieldNames());
    }

    /** True of an aggregate over all rows of each partition, in any order. */
    private static boolean isOfWholePartition(Sorting sorting, WindowFunction function) {
        Bound.Kind end = function.frame().end().kind();
        return sorting.ordering().isEmpty() && function.frame().start().kind() == Bound.Kind.UNBOUNDED_PRECEDING
                && (end == Bound.Kind.UNBOUNDED_FOLLOWING
                        || (end == Bound.Kind.CURRENT_ROW && function.frame().unit() == Unit.RANGE))
                && !WindowFunctions.names().contains(function.function());
    }

    /** The first sorting of the query's windows that divides rows as {@code sorting} does and has an order; itself if there is none. */
    private static Sorting ordered(Sorting sorting, Window window) {
        for (Window.Group group : window.groups) {
            List<SortKey> ordering = PlanTranslator.keys(group.orderKeys.getFieldCollations());
            if (!ordering.isEmpty() && group.keys.asList().equals(sorting.keys())) {
                return new Sorting(sorting.keys(), ordering);
            }
        }
        return sorting;
    }

    private static WindowFunction overAll(WindowFunction function) {
        Frame all = new Frame(Unit.RANGE, new Bound(Bound.Kind.UNBOUNDED_PRECEDING, null),
                new Bound(Bound.Kind.UNBOUNDED_FOLLOWING, null));
        return new WindowFunction(function.name(), function.function(), function.arguments(), function.constants(),
                function.distinct(), function.ignoreNulls(), all, function.type());
    }

    /** @param values constants that aggregates take become columns behind the inputs */
    private WindowFunction function(Window.RexWinAggCall call, String name, Window window, List<Field> inputs,
            List<Literal> values, Frame frame) {
        String function = call.getOperator().getName().toLowerCase(Locale.ROOT);
        String canonical = function.equals("$sum0") ? "sum" : function;
        boolean isAggregate = !WindowFunctions.names().contains(canonical);
        int inputCount = inputs.size();
        List<Integer> columns = new ArrayList<>();
        List<Literal> constants = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            int index = ((RexInputRef) operand).getIndex();
            if (index < inputCount) {
                if (!constants.isEmpty()) {
                    throw new QueryException(Reason.UNSUPPORTED,
                            "Cannot run the query: %s takes its constants last"
                                    .formatted(call.getOperator().getName()));
                }
                columns.add(index);
                types.add(inputs.get(index).type());
            } else {
                Literal constant = Literals.of(window.constants.get(index - inputCount));
                types.add(constant.type());
                if (isAggregate) {
                    columns.add(inputCount + values.size());
                    values.add(constant);
                } else {
                    constants.add(constant);
                }
            }
        }
        Optional<Signature> signature = plans.functions().window(canonical, types)
                .or(() -> plans.functions().aggregate(canonical, types));
        DataType type = signature.map(Signature::result)
                .orElseThrow(() -> new QueryException(Reason.UNSUPPORTED,
                        "Cannot run the query: Skep does not have a window function %s(%s)".formatted(canonical,
                                String.join(", ", types.stream().map(DataType::sqlName).toList()))));
        return new WindowFunction(name, signature.get().name(), columns, constants, call.distinct, call.ignoreNulls,
                frame,
                type);
    }

    private static Bound bound(RexWindowBound bound, int inputCount, Window window) {
        if (bound.isUnbounded()) {
            return new Bound(bound.isPreceding() ? Bound.Kind.UNBOUNDED_PRECEDING : Bound.Kind.UNBOUNDED_FOLLOWING,
                    null);
        }
        if (bound.isCurrentRow()) {
            return new Bound(Bound.Kind.CURRENT_ROW, null);
        }
        RexNode offset = bound.getOffset();
        RexNode constant = offset instanceof RexInputRef ref && ref.getIndex() >= inputCount
                ? window.constants.get(ref.getIndex() - inputCount)
                : offset;
        if (!(constant instanceof RexLiteral literal)) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot run the query: a window's bounds must be constants");
        }
        return new Bound(bound.isPreceding() ? Bound.Kind.PRECEDING : Bound.Kind.FOLLOWING, Literals.of(literal));
    }
}
