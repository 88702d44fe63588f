package dev.skep.query.function.vector;

import java.util.Arrays;

import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.jspecify.annotations.Nullable;

/** Hashes of the values of columns, the same for equal values in any encoding. Belongs to one thread. */
public final class ColumnHash {
    private static final long NULL_HASH = 0x5bd1e9955bd1e995L;

    private long[] hashes = new long[0];
    private long[] values = new long[0];
    /** Of the dictionaries last seen, by column. */
    private FlatVector[] dictionaries = new FlatVector[0];
    private long[][] dictionaryHashes = new long[0][];

    /** Returns an array with the hash of row {@code rows[k]} over all columns at {@code k}; valid until the next call. */
    public long[] hash(ColumnVector[] columns, int[] rows, int count) {
        if (hashes.length < count) {
            hashes = new long[count];
            values = new long[count];
        }
        if (dictionaries.length < columns.length) {
            dictionaries = new FlatVector[columns.length];
            dictionaryHashes = new long[columns.length][];
        }
        for (int c = 0; c < columns.length; c++) {
            if (c == 0) {
                fill(columns[c], c, rows, count, hashes);
                continue;
            }
            fill(columns[c], c, rows, count, values);
            for (int k = 0; k < count; k++) {
                hashes[k] = Hashing.combine(hashes[k], values[k]);
            }
        }
        if (columns.length == 0) {
            Arrays.fill(hashes, 0, count, 0);
        }
        return hashes;
    }

    private void fill(ColumnVector column, int number, int[] rows, int count, long[] to) {
        switch (column) {
            case DictionaryVector dictionary -> byId(dictionary, number, rows, count, to);
            case ConstantVector constant -> Arrays.fill(to, 0, count, of(constant.value(), 0));
            case IntVector v -> {
                for (int k = 0; k < count; k++) {
                    to[k] = Hashing.mix(v.values()[rows[k]]);
                }
                nulls(v.nulls(), rows, count, to);
            }
            case LongVector v -> {
                for (int k = 0; k < count; k++) {
                    to[k] = Hashing.mix(v.values()[rows[k]]);
                }
                nulls(v.nulls(), rows, count, to);
            }
            case BytesVector v -> {
                for (int k = 0; k < count; k++) {
                    to[k] = Hashing.bytes(v.data(), v.offsets()[rows[k]], v.offsets()[rows[k] + 1]);
                }
                nulls(v.nulls(), rows, count, to);
            }
            default -> {
                for (int k = 0; k < count; k++) {
                    to[k] = of(column, rows[k]);
                }
            }
        }
    }

    private static void nulls(boolean @Nullable [] nulls, int[] rows, int count, long[] to) {
        if (nulls != null) {
            for (int k = 0; k < count; k++) {
                to[k] = nulls[rows[k]] ? NULL_HASH : to[k];
            }
        }
    }

    private void byId(DictionaryVector vector, int number, int[] rows, int count, long[] to) {
        int[] ids = vector.ids();
        FlatVector dictionary = vector.dictionary();
        boolean isKnown = dictionaries[number] == dictionary;
        dictionaries[number] = dictionary;
        if (!isKnown) {
            dictionaryHashes[number] = new long[0];
        }
        // Worth remembering where values come several times: in a small dictionary, or one that has come before.
        if (dictionaryHashes[number].length == 0 && (isKnown || dictionary.length() <= count)) {
            dictionaryHashes[number] = new long[Math.max(1, dictionary.length())];
        }
        long[] known = dictionaryHashes[number];
        boolean[] nulls = vector.nulls();
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls != null && nulls[row]) {
                to[k] = NULL_HASH;
                continue;
            }
            int id = ids[row];
            long hash = known.length > 0 ? known[id] : 0;
            if (hash == 0) {
                hash = of(dictionary, id);
                if (known.length > 0) {
                    known[id] = hash;
                }
            }
            to[k] = hash;
        }
    }

    /** The hash of one value. */
    public static long of(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return NULL_HASH;
        }
        return switch (vector) {
            case DictionaryVector dictionary -> of(dictionary.dictionary(), dictionary.ids()[row]);
            case ConstantVector constant -> of(constant.value(), 0);
            case FlatVector flat -> flat(flat, row);
            case StructVector struct -> {
                long hash = 17;
                for (ColumnVector field : struct.fields()) {
                    hash = Hashing.combine(hash, of(field, row));
                }
                yield hash;
            }
            case ListVector list -> run(list.elements(), list.offsets(), row, 19);
            case MapVector map -> run(map.values(), map.offsets(), row, run(map.keys(), map.offsets(), row, 23));
        };
    }

    private static long run(ColumnVector elements, int[] offsets, int row, long seed) {
        long hash = seed;
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
            hash = Hashing.combine(hash, of(elements, i));
        }
        return hash;
    }

    private static long flat(FlatVector vector, int row) {
        return switch (vector) {
            case IntVector v -> Hashing.mix(v.values()[row]);
            case LongVector v -> Hashing.mix(v.values()[row]);
            case BytesVector v -> Hashing.bytes(v.data(), v.offsets()[row], v.offsets()[row + 1]);
            case DoubleVector v -> Hashing.mix(Hashing.bits(v.values()[row]));
            case FloatVector v -> Hashing.mix(Hashing.bits(v.values()[row]));
            case BooleanVector v -> Hashing.mix(v.values()[row] ? 1 : 2);
            case Int128Vector v -> Hashing.combine(Hashing.mix(v.high()[row]), v.low()[row]);
        };
    }
}
