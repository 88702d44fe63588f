package dev.skep.query.plan;

import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.storage.type.Field;

/** Passes the rows for which the predicate is true. */
public record FilterNode(int id, PlanNode input, Expression predicate, double estimatedRows) implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Field> outputs() {
        return input.outputs();
    }
}
