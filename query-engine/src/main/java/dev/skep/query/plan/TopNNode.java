package dev.skep.query.plan;

import java.util.List;

import dev.skep.storage.type.Field;

/**
 * The {@code count} rows after the first {@code offset} in the order of the keys.
 *
 * @param bound under which runtime filter scans below are told what values of the first key are still wanted; {@link #NO_BOUND} for none
 */
public record TopNNode(int id, PlanNode input, List<SortKey> keys, long offset, long count, int bound)
        implements
            PlanNode {
    /** Instead of a filter: no scan is told. */
    public static final int NO_BOUND = -1;

    public TopNNode {
        keys = List.copyOf(keys);
    }

    public TopNNode(int id, PlanNode input, List<SortKey> keys, long offset, long count) {
        this(id, input, keys, offset, count, NO_BOUND);
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
