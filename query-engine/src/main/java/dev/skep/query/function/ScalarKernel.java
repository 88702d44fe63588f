package dev.skep.query.function;

import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Computes a scalar function for the rows of a batch. One object serves one call in one plan on one thread, so it may keep buffers. */
public interface ScalarKernel {
    /**
     * Returns a vector of {@code length} rows with the function's values at {@code rows[0 .. count)} (ascending; null means the first {@code count});
     * other rows are unspecified. It is valid until the next call.
     */
    ColumnVector apply(ColumnVector[] arguments, int @Nullable [] rows, int count, int length);
}
