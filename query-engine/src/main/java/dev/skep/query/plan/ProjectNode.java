package dev.skep.query.plan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.storage.type.Field;

/** Computes a column for each expression. */
public record ProjectNode(int id, PlanNode input, List<Expression> expressions,
        List<String> names) implements PlanNode {
    public ProjectNode {
        expressions = List.copyOf(expressions);
        names = List.copyOf(names);
        if (expressions.size() != names.size()) {
            throw new IllegalArgumentException(
                    "Invalid projection: %d names for %d expressions".formatted(names.size(), expressions.size()));
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Field> outputs() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new Field(names.get(i), expressions.get(i).type()));
        }
        return fields;
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows();
    }
}
