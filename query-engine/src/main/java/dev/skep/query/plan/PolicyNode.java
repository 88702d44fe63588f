package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/**
 * Hands on the rows and values of a table or view that the caller may see. What lies below belongs to policies: nobody is shown its conditions,
 * expressions, files and counts, and nothing of the query is computed there.
 *
 * @param object the table or view as the caller knows it
 * @param estimatedRows an order of magnitude, which says no more than how the plan may best be laid out
 */
public record PolicyNode(int id, PlanNode input, String object, double estimatedRows) implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Field> outputs() {
        return input.outputs();
    }
}
