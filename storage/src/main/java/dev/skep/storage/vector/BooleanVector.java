package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** Truth values. */
public record BooleanVector(int length, boolean[] values, boolean @Nullable [] nulls) implements FlatVector {
    public BooleanVector {
        if (length < 0 || values.length < length || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException("Invalid vector: %d rows in %d values".formatted(length, values.length));
        }
    }
}
