package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** 32-bit numbers: tinyint, smallint, int, date. */
public record IntVector(int length, int[] values, boolean @Nullable [] nulls) implements FlatVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public IntVector(int length, int[] values, boolean @Nullable [] nulls) {
        if (length < 0 || values.length < length || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException("Invalid vector: %d rows in %d values".formatted(length, values.length));
        }
        this.length = length;
        this.values = values;
        this.nulls = nulls;
    }
}
