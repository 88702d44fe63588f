package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/** All rows in order; rows of equal keys stay in no order. */
public record SortNode(int id, PlanNode input, List<SortKey> keys) implements PlanNode {
    public SortNode {
        keys = List.copyOf(keys);
    }

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
        return input.estimatedRows();
    }
}
