package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** Double-precision numbers. */
public record DoubleVector(int length, double[] values, boolean @Nullable [] nulls) implements FlatVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public DoubleVector(int length, double[] values, boolean @Nullable [] nulls) {
        if (length < 0 || values.length < length || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException("Invalid vector: %d rows in %d values".formatted(length, values.length));
        }
        this.length = length;
        this.values = values;
        this.nulls = nulls;
    }
}
