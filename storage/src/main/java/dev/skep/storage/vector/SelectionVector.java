package dev.skep.storage.vector;

/** The rows of a batch that count: {@code rows[0 .. length)}, ascending, each once. */
public record SelectionVector(int length, int[] rows) {
    public SelectionVector {
        if (length < 0 || rows.length < length) {
            throw new IllegalArgumentException("Invalid selection: %d rows in %d".formatted(length, rows.length));
        }
    }
}
