package dev.skep.query.function.scalar;

import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** NOT. */
public final class NotKernel extends StrictKernel {
    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        boolean[] to = out.booleans(length);
        boolean[] from = in[0].booleans(rows, count);
        for (int k = 0; k < count; k++) {
            to[rows[k]] = !from[rows[k]];
        }
        return new BooleanVector(length, to, nulls);
    }
}
