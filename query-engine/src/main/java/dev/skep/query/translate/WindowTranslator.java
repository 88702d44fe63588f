package dev.skep.query.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.parser.SqlTypes;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
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

/** Turns window functions: one node for each window, one above the other. */
final class WindowTranslator {
    private final PlanTranslator plans;

    WindowTranslator(PlanTranslator plans) {
        this.plans = plans;
    }

    PlanNode window(Window window) {
        PlanNode node = plans.node(window.getInput());
        int inputCount = node.outputs().size();
        List<Field> inputs = node.outputs();
        int nameIndex = inputCount;
        List<Expression> results = PlanTranslator.refs(inputs);
        for (Window.Group group : window.groups) {
            if (group.exclude != RexWindowExclusion.EXCLUDE_NO_OTHER) {
                throw new QueryException(Reason.UNSUPPORTED,
                        "Cannot run the query: Skep does not have EXCLUDE in windows");
            }
            Frame frame = new Frame(group.isRows ? Unit.ROWS : Unit.RANGE, bound(group.lowerBound, inputCount, window),
                    bound(group.upperBound, inputCount, window));
            List<WindowFunction> functions = new ArrayList<>();
            int first = node.outputs().size();
            for (Window.RexWinAggCall call : group.aggCalls) {
                String name = window.getRowType().getFieldNames().get(nameIndex++);
                WindowFunction function = function(call, name, window, inputCount, inputs, frame);
                DataType wanted = SqlTypes.fromCalcite(call.getType());
                Expression ref = new InputRef(first + functions.size(), function.type());
                results.add(wanted.isNumeric() ? Coercion.cast(ref, wanted) : ref);
                functions.add(function);
            }
            node = new WindowNode(plans.id(), node, group.keys.asList(),
                    PlanTranslator.keys(group.orderKeys.getFieldCollations()), functions);
        }
        for (int i = 0; i < results.size(); i++) {
            if (!(results.get(i) instanceof InputRef)) {
                return new ProjectNode(plans.id(), node, results, window.getRowType().getFieldNames());
            }
        }
        return node;
    }

    private WindowFunction function(Window.RexWinAggCall call, String name, Window window, int inputCount,
            List<Field> inputs, Frame frame) {
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
                constants.add(constant);
                types.add(constant.type());
            }
        }
        String function = call.getOperator().getName().toLowerCase(Locale.ROOT);
        String canonical = function.equals("$sum0") ? "sum" : function;
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
