package dev.skep.query.plan;

import java.util.List;

import dev.skep.query.expression.Expression.Literal;
import dev.skep.storage.type.Field;

/** Rows that stand in the plan itself; a row has a literal for each output. A table without columns may have rows. */
public record ValuesNode(int id, List<Field> outputs, List<List<Literal>> rows) implements PlanNode {
    public ValuesNode {
        outputs = List.copyOf(outputs);
        rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public double estimatedRows() {
        return rows.size();
    }
}
