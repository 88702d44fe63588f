package dev.skep.query.plan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import org.jspecify.annotations.Nullable;

/**
 * One row for each group of equal keys (null equals null); without keys exactly one row. Outputs: the keys, then the aggregates. DISTINCT without
 * aggregates is this node with keys only.
 *
 * @param totals values of the last key, a bigint, for groups that are there even if the input has no row, with null as their other keys: the grand
 *        totals among grouping sets
 */
public record AggregateNode(int id, PlanNode input, List<Integer> keys, List<Aggregate> aggregates,
        double estimatedRows, List<Long> totals) implements PlanNode {
    /** An aggregation that has no group without rows, but where it has no keys. */
    public AggregateNode(int id, PlanNode input, List<Integer> keys, List<Aggregate> aggregates,
            double estimatedRows) {
        this(id, input, keys, aggregates, estimatedRows, List.of());
    }

    public AggregateNode {
        keys = List.copyOf(keys);
        totals = List.copyOf(totals);
        aggregates = List.copyOf(aggregates);
    }

    /**
     * An aggregate function by the name that the function room knows: count, sum, avg, min, max, single_value, ...
     *
     * @param arguments input columns; none for {@code count(*)}
     * @param filter an input column of booleans that a row must be true in to take part; null for none
     * @param ordering in which order rows are taken, for functions to which it matters
     */
    public record Aggregate(String name, String function, List<Integer> arguments, boolean distinct,
            @Nullable Integer filter,
            List<SortKey> ordering, DataType type) {
        public Aggregate {
            arguments = List.copyOf(arguments);
            ordering = List.copyOf(ordering);
        }
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public List<Field> outputs() {
        List<Field> fields = new ArrayList<>();
        for (int key : keys) {
            fields.add(input.outputs().get(key));
        }
        for (Aggregate aggregate : aggregates) {
            fields.add(new Field(aggregate.name(), aggregate.type()));
        }
        return fields;
    }
}
