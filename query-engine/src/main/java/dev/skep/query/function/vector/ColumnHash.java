package dev.skep.query.function.vector;

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

/** Hashes of the values of columns, the same for equal values in any encoding. Belongs to one thread. */
public final class ColumnHash {
    private static final long NULL_HASH = 0x5bd1e9955bd1e995L;

    private long[] hashes = new long[0];

    /** Returns an array with the hash of row {@code rows[k]} over all columns at {@code k}; valid until the next call. */
    public long[] hash(ColumnVector[] columns, int[] rows, int count) {
        if (hashes.length < count) {
            hashes = new long[count];
        }
        for (int c = 0; c < columns.length; c++) {
            add(columns[c], rows, count, c == 0);
        }
        if (columns.length == 0) {
            java.util.Arrays.fill(hashes, 0, count, 0);
        }
        return hashes;
    }

    private void add(ColumnVector column, int[] rows, int count, boolean isFirst) {
        for (int k = 0; k < count; k++) {
            long value = of(column, rows[k]);
            hashes[k] = isFirst ? value : Hashing.combine(hashes[k], value);
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
