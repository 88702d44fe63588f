package dev.skep.query.operator.join;

import java.util.Arrays;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.function.vector.Scatter;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Columns of a build side by row numbers, for one thread. Nothing is copied but numbers: flat columns become dictionaries, dictionaries get other ids. A column is valid until it is asked for again. */
final class BuiltColumns {
    private final BuiltSide built;
    private final int[][] ids;

    BuiltColumns(BuiltSide built) {
        this.built = built;
        ids = new int[built.types().size()][];
        Arrays.fill(ids, new int[0]);
    }

    /** The column of the build side at {@code rows[0 .. count)}. */
    ColumnVector at(int column, int[] rows, int count) {
        return at(column, rows, count, Rows.identity(count), count, null);
    }

    /**
     * The column of the build side at {@code rows[position]} for the positions {@code selected[0 .. count)} of {@code length}.
     *
     * @param absent positions that have no row and so are null; null if there are none
     */
    ColumnVector at(int column, int[] rows, int length, int[] selected, int count, boolean @Nullable [] absent) {
        ColumnVector from = built.rows().column(column);
        DataType type = built.types().get(column);
        if (built.rows().rowCount() == 0 || from instanceof ConstantVector) {
            return new ConstantVector(length, Values.vector(type, null));
        }
        if (from instanceof FlatVector flat) {
            return new DictionaryVector(length, built.withoutNulls(flat), rows,
                    nulls(flat.nulls(), rows, length, selected, count, absent));
        }
        if (from instanceof DictionaryVector dictionary) {
            return new DictionaryVector(length, dictionary.dictionary(),
                    ids(column, dictionary.ids(), rows, length, selected, count),
                    nulls(dictionary.nulls(), rows, length, selected, count, absent));
        }
        return nested(from, type, rows, length, selected, count, absent);
    }

    private int[] ids(int column, int[] from, int[] rows, int length, int[] selected, int count) {
        if (ids[column].length < length) {
            ids[column] = new int[length];
        }
        int[] to = ids[column];
        for (int k = 0; k < count; k++) {
            int position = selected[k];
            to[position] = from[rows[position]];
        }
        return to;
    }

    private static boolean @Nullable [] nulls(boolean @Nullable [] from, int[] rows, int length, int[] selected,
            int count, boolean @Nullable [] absent) {
        if (from == null) {
            return absent;
        }
        boolean[] nulls = absent == null ? new boolean[length] : absent.clone();
        for (int k = 0; k < count; k++) {
            int position = selected[k];
            nulls[position] |= from[rows[position]];
        }
        return nulls;
    }

    private static ColumnVector nested(ColumnVector from, DataType type, int[] rows, int length, int[] selected,
            int count, boolean @Nullable [] absent) {
        int[] safe = new int[length];
        for (int k = 0; k < count; k++) {
            safe[selected[k]] = rows[selected[k]];
        }
        ColumnVector gathered = Vectors.gather(from, safe, length);
        if (absent == null) {
            return gathered;
        }
        int[] present = new int[count];
        int[] missing = new int[count];
        int presents = 0;
        int missings = 0;
        for (int k = 0; k < count; k++) {
            if (absent[selected[k]]) {
                missing[missings++] = selected[k];
            } else {
                present[presents++] = selected[k];
            }
        }
        Scatter scatter = new Scatter(type);
        scatter.begin(length);
        scatter.put(gathered, present, presents);
        scatter.put(new ConstantVector(length, Values.vector(type, null)), missing, missings);
        return scatter.finish(selected, count);
    }
}
