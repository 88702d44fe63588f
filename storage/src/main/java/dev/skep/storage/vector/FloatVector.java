package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** Single-precision numbers. */
public record FloatVector(int length, float[] values, boolean @Nullable [] nulls) implements FlatVector {
    public FloatVector {
        if (length < 0 || values.length < length || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException("Invalid vector: %d rows in %d values".formatted(length, values.length));
        }
    }
}
