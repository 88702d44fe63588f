package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/**
 * The rows of an input that several places of the plan read: nodes with the same id stand for the same rows, which are computed once, when the
 * first of them is met, and kept until the query ends.
 */
public record SharedNode(int id, PlanNode input) implements PlanNode {
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
