package dev.skep.query.plan;

import java.util.List;

import dev.skep.query.expression.Expression;
import dev.skep.storage.type.Field;

/**
 * Makes a row for each element of lists and maps. Outputs: the {@code kept} columns of the input, then the elements (key and value of a map, the fields of a struct
 * where {@code outputs} say so), then the ordinality from 1 if wanted. Shorter lists are filled with nulls.
 *
 * @param keepsEmpty whether an input row without elements still gives one row, with nulls
 */
public record UnnestNode(int id, PlanNode input, List<Integer> kept, List<Expression> collections,
        boolean withOrdinality, boolean keepsEmpty,
        List<Field> outputs) implements PlanNode {
    public UnnestNode {
        kept = List.copyOf(kept);
        collections = List.copyOf(collections);
        outputs = List.copyOf(outputs);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public double estimatedRows() {
        return input.estimatedRows() * 10;
    }
}
