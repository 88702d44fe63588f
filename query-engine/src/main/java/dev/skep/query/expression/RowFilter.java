package dev.skep.query.expression;

import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** A compiled condition. It keeps buffers and belongs to one thread. */
public abstract class RowFilter {
    /**
     * Writes those of {@code rows[0 .. count)} (null: the first {@code count}) for which the condition is true to {@code out}, in order, and returns how many
     * they are. {@code out} may be {@code rows} itself.
     */
    public abstract int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out);
}
