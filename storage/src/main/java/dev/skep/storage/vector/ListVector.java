package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** Lists: the elements of row {@code i} are rows {@code offsets[i] .. offsets[i + 1])} of {@code elements}; null rows are empty. */
public record ListVector(int length, ColumnVector elements, int[] offsets,
        boolean @Nullable [] nulls) implements ColumnVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public ListVector(int length, ColumnVector elements, int[] offsets, boolean @Nullable [] nulls) {
        if (length < 0 || offsets.length < length + 1 || elements.length() < offsets[length]) {
            throw new IllegalArgumentException(
                    "Invalid vector: %d lists in %d elements".formatted(length, elements.length()));
        }
        this.length = length;
        this.elements = elements;
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
