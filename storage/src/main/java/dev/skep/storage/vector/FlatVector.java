package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** One value a row in an array of a primitive type, or in a run of bytes. */
public sealed interface FlatVector extends ColumnVector
        permits BooleanVector, IntVector, LongVector, Int128Vector, FloatVector, DoubleVector, BytesVector {

    /** True at the rows that are null; {@code null} if none is. */
    boolean @Nullable [] nulls();

    @Override
    default boolean isNull(int row) {
        boolean[] nulls = nulls();
        return nulls != null && nulls[row];
    }

    @Override
    default boolean mayHaveNulls() {
        return nulls() != null;
    }
}
