package dev.skep.query.expression;

import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** A compiled expression. It keeps buffers and belongs to one thread. */
public abstract class Evaluator {
    /**
     * Returns a vector as long as {@code batch} with the values at {@code rows[0 .. count)} (ascending; null means the first {@code count}, which then are
     * all). Other rows are unspecified; the batch's own selection is not looked at. Valid until the next call.
     */
    public abstract ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count);
}
