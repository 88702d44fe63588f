package dev.skep.storage.vector;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A run of bytes a row: text as UTF-8, binary. The bytes of row {@code i} are {@code data[offsets[i] .. offsets[i + 1])}; runs follow each
 * other without gaps, those of null rows are empty.
 */
public record BytesVector(int length, byte[] data, int[] offsets, boolean @Nullable [] nulls) implements FlatVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public BytesVector(int length, byte[] data, int[] offsets, boolean @Nullable [] nulls) {
        if (length < 0 || offsets.length < length + 1 || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException(
                    "Invalid vector: %d rows in %d offsets".formatted(length, offsets.length));
        }
        this.length = length;
        this.data = data;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    /** How many bytes {@code row} has. */
    public int size(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** The bytes at {@code row} as text; for tests, printing and rare paths. */
    public String text(int row) {
        return new String(data, offsets[row], size(row), UTF_8);
    }
}
