package dev.skep.query.operator;

import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.FlatVector;

/** A test of one column by what other operators know while the query runs; what it refuses is certainly not wanted. Belongs to one thread at a time. */
public interface RowTest {

    /** Writes those of {@code rows[0 .. count)} that may be wanted to {@code out}, which may be {@code rows}; returns how many. */
    int select(ColumnVector vector, int[] rows, int count, int[] out);

    /** True if no row is wanted whose value is one of {@code values} or, if there may be such rows, that has none; false says nothing. */
    boolean excludes(FlatVector values, boolean mayBeNull);
}
