package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/** Lists: the elements of row {@code i} are rows {@code offsets[i] .. offsets[i + 1])} of {@code elements}; null rows are empty. */
public record ListVector(int length, ColumnVector elements, int[] offsets,
        boolean @Nullable [] nulls) implements ColumnVector {
    public ListVector {
        if (length < 0 || offsets.length < length + 1 || elements.length() < offsets[length]) {
            throw new IllegalArgumentException(
                    "Invalid vector: %d lists in %d elements".formatted(length, elements.length()));
        }
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
