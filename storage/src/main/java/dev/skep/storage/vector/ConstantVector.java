package dev.skep.storage.vector;

/** The same value at every row: row 0 of {@code value}, a vector of one row that is not itself a constant. */
public record ConstantVector(int length, ColumnVector value) implements ColumnVector {
    public ConstantVector {
        if (length < 0 || value.length() != 1 || value instanceof ConstantVector) {
            throw new IllegalArgumentException("Invalid vector: constant of %d values".formatted(value.length()));
        }
    }

    @Override
    public boolean isNull(int row) {
        return value.isNull(0);
    }

    @Override
    public boolean mayHaveNulls() {
        return value.isNull(0);
    }
}
