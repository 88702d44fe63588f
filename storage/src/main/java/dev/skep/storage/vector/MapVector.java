package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** Maps: the entries of row {@code i} are rows {@code offsets[i] .. offsets[i + 1])} of {@code keys} and {@code values}; null rows are empty. */
public record MapVector(int length, ColumnVector keys, ColumnVector values, int[] offsets, boolean @Nullable [] nulls)
        implements
            ColumnVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public MapVector(int length, ColumnVector keys, ColumnVector values, int[] offsets, boolean @Nullable [] nulls) {
        if (length < 0 || offsets.length < length + 1 || keys.length() < offsets[length]
                || values.length() < offsets[length]) {
            throw new IllegalArgumentException(
                    "Invalid vector: %d maps in %d entries".formatted(length, keys.length()));
        }
        this.length = length;
        this.keys = keys;
        this.values = values;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    @Override
    public boolean isNull(int row) {
        return nulls != null && nulls[row];
    }

    @Override
    public boolean mayHaveNulls() {
        return nulls != null;
    }
}
