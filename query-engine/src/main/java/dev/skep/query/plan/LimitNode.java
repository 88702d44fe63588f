package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/** The rows after the first {@code offset}, at most {@code count}, in the order of the input if it has one. */
public record LimitNode(int id, PlanNode input, long offset, long count) implements PlanNode {

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Field> outputs() {
        return input.outputs();
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows() < 0 ? count : Math.min(count, input.estimatedRows());
    }
}
