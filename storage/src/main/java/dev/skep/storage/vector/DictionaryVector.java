package dev.skep.storage.vector;

import org.jspecify.annotations.Nullable;

/**
 * Values by reference into a dictionary: the value of row {@code i} is that of {@code dictionary} at {@code ids[i]}. The dictionary holds no
 * null and does not change; two batches with the same dictionary object share ids, so that work per dictionary value is done once.
 */
public record DictionaryVector(int length, FlatVector dictionary, int[] ids,
        boolean @Nullable [] nulls) implements ColumnVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public DictionaryVector(int length, FlatVector dictionary, int[] ids, boolean @Nullable [] nulls) {
        if (length < 0 || ids.length < length || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException("Invalid vector: %d rows in %d ids".formatted(length, ids.length));
        }
        this.length = length;
        this.dictionary = dictionary;
        this.ids = ids;
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
