package dev.skep.query.plan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression.Literal;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * Computes window functions over partitions of the input. Outputs: the columns of the input, then one for each function.
 *
 * @param best which rows of a partition are wanted; the others may be left out. Null if all are. Only where all functions are ranks.
 */
public record WindowNode(int id, PlanNode input, List<Integer> partitionKeys, List<SortKey> ordering,
        List<WindowFunction> functions, @Nullable Best best) implements PlanNode {
    /** All rows are wanted. */
    public WindowNode(int id, PlanNode input, List<Integer> partitionKeys, List<SortKey> ordering,
            List<WindowFunction> functions) {
        this(id, input, partitionKeys, ordering, functions, null);
    }

    public WindowNode {
        partitionKeys = List.copyOf(partitionKeys);
        ordering = List.copyOf(ordering);
        functions = List.copyOf(functions);
    }

    /** The rows at which a function (its position among the node's, a rank) is at most {@code most}. */
    public record Best(int function, long most) {}

    /**
     * A window function or an aggregate by the name that the function room knows.
     *
     * @param constants literals for arguments that are no column (offset of lag, n of ntile), after the columns
     */
    public record WindowFunction(String name, String function, List<Integer> arguments, List<Literal> constants,
            boolean distinct, boolean ignoreNulls,
            Frame frame, DataType type) {
        public WindowFunction {
            arguments = List.copyOf(arguments);
            constants = List.copyOf(constants);
        }
    }

    /** Which rows around the current one take part. */
    public record Frame(Unit unit, Bound start, Bound end) {}

    /** What frame bounds count. */
    public enum Unit {
        ROWS, RANGE, GROUPS
    }

    /** An end of a frame; {@code offset} is set for PRECEDING and FOLLOWING, a number or, for RANGE over dates and times, an interval. */
    public record Bound(Kind kind, @Nullable Literal offset) {
        /** Where a bound is. */
        public enum Kind {
            UNBOUNDED_PRECEDING, PRECEDING, CURRENT_ROW, FOLLOWING, UNBOUNDED_FOLLOWING
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Field> outputs() {
        List<Field> fields = new ArrayList<>(input.outputs());
        for (WindowFunction function : functions) {
            fields.add(new Field(function.name(), function.type()));
        }
        return fields;
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows();
    }
}
