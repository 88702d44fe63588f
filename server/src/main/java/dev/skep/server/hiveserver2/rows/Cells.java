package dev.skep.server.hiveserver2.rows;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of a batch as it goes out: flat values, and for each row its place among them.
 *
 * @param positions the place of each row's value in {@code values}; null where row i has value i; unspecified at null rows
 * @param nulls true at the rows that are null; null if none is
 */
record Cells(FlatVector values, int @Nullable [] positions, boolean @Nullable [] nulls) {

    /** Reads a vector; nested values become their text here, so that they are made once. */
    static Cells of(ColumnVector vector, DataType type) {
        return switch (vector) {
            case FlatVector flat -> new Cells(flat, null, flat.nulls());
            case DictionaryVector dictionary ->
                new Cells(dictionary.dictionary(), dictionary.ids(), dictionary.nulls());
            case ConstantVector constant -> constant(constant, type);
            case ListVector list -> texts(list, type);
            case MapVector map -> texts(map, type);
            case StructVector struct -> texts(struct, type);
        };
    }

    private static Cells constant(ConstantVector constant, DataType type) {
        Cells one = of(constant.value(), type);
        int[] positions = new int[constant.length()];
        if (constant.value().isNull(0)) {
            boolean[] nulls = new boolean[constant.length()];
            java.util.Arrays.fill(nulls, true);
            return new Cells(one.values, positions, nulls);
        }
        if (one.positions != null) {
            java.util.Arrays.fill(positions, one.positions[0]);
        }
        return new Cells(one.values, positions, null);
    }

    private static Cells texts(ColumnVector vector, DataType type) {
        TextBuffer text = new TextBuffer();
        int[] offsets = new int[vector.length() + 1];
        boolean[] nulls = new boolean[vector.length()];
        for (int row = 0; row < vector.length(); row++) {
            if (vector.isNull(row)) {
                nulls[row] = true;
            } else {
                ValueTexts.appendNested(text, vector, type, row);
            }
            offsets[row + 1] = text.size();
        }
        BytesVector texts = new BytesVector(vector.length(), text.bytes(), offsets, nulls);
        return new Cells(texts, null, nulls);
    }

    boolean isNull(int row) {
        return nulls != null && nulls[row];
    }

    /** True if each of the rows is null. */
    boolean isNothing(int from, int to) {
        boolean[] known = nulls;
        if (known == null) {
            return false;
        }
        for (int row = from; row < to; row++) {
            if (!known[row]) {
                return false;
            }
        }
        return true;
    }

    int position(int row) {
        return positions == null ? row : positions[row];
    }
}
