package dev.skep.query.plan;

import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.storage.type.Field;

/** Makes several rows of each input row, one for each projection; grouping sets are an aggregation above this. */
public record ExpandNode(int id, PlanNode input, List<List<Expression>> projections,
        List<Field> outputs) implements PlanNode {
    public ExpandNode {
        projections = projections.stream().map(List::copyOf).toList();
        outputs = List.copyOf(outputs);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows() * projections.size();
    }
}
