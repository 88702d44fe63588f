package dev.skep.storage.vector;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Rows of fields: field {@code f} of row {@code i} is row {@code i} of {@code fields.get(f)}. The fields of a null row are unspecified. */
public record StructVector(int length, List<ColumnVector> fields, boolean @Nullable [] nulls) implements ColumnVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public StructVector(int length, List<ColumnVector> fields, boolean @Nullable [] nulls) {
        this.fields = List.copyOf(fields);
        for (ColumnVector field : fields) {
            if (field.length() < length) {
                throw new IllegalArgumentException(
                        "Invalid vector: %d rows in a field of %d".formatted(length, field.length()));
            }
        }
        this.length = length;
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
