package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/** The {@code count} rows after the first {@code offset} in the order of the keys. */
public record TopNNode(int id, PlanNode input, List<SortKey> keys, long offset, long count) implements PlanNode {
    public TopNNode {
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
        return count;
    }
}
