package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/** The rows of all inputs, which have the same types; duplicates stay. */
public record UnionNode(int id, List<PlanNode> inputs, List<Field> outputs) implements PlanNode {
    public UnionNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    @Override
    public double estimatedRows() {
        return inputs.stream().mapToDouble(PlanNode::estimatedRows).sum();
    }
}
