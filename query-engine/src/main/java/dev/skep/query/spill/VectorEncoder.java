package dev.skep.query.spill;

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
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Writes rows of vectors into a block. */
final class VectorEncoder {
    private static final int NO_COLUMN = -1;

    private final BlockBuffer out;
    private final DictionaryMemory dictionaries;

    VectorEncoder(BlockBuffer out, DictionaryMemory dictionaries) {
        this.out = out;
        this.dictionaries = dictionaries;
    }

    /** About how many bytes the rows {@code from .. end} take. */
    static long estimate(ColumnVector vector, int from, int end) {
        int count = end - from;
        return switch (vector) {
            case BooleanVector ignored -> count;
            case IntVector ignored -> 4L * count;
            case FloatVector ignored -> 4L * count;
            case LongVector ignored -> 8L * count;
            case DoubleVector ignored -> 8L * count;
            case Int128Vector ignored -> 16L * count;
            case BytesVector v -> 4L * count + v.offsets()[end] - v.offsets()[from];
            case DictionaryVector v -> v.dictionary() instanceof BytesVector ? textsOf(v, from, end) : 8L * count;
            case ConstantVector v -> estimate(v.value(), 0, 1);
            case StructVector v -> {
                long bytes = 0;
                for (ColumnVector field : v.fields()) {
                    bytes += estimate(field, from, end);
                }
                yield bytes;
            }
            case ListVector v -> 4L * count + estimate(v.elements(), v.offsets()[from], v.offsets()[end]);
            case MapVector v -> 4L * count + estimate(v.keys(), v.offsets()[from], v.offsets()[end])
                    + estimate(v.values(), v.offsets()[from], v.offsets()[end]);
        };
    }

    /** As if every value were written out: that may have to be. */
    private static long textsOf(DictionaryVector vector, int from, int end) {
        BytesVector texts = (BytesVector) vector.dictionary();
        boolean[] nulls = vector.nulls();
        long bytes = 4L * (end - from);
        for (int i = from; i < end; i++) {
            if (nulls == null || !nulls[i]) {
                bytes += texts.size(vector.ids()[i]);
            }
        }
        return bytes;
    }

    /** Writes rows of a column; a dictionary is kept if that is shorter. */
    void column(int number, ColumnVector vector, int from, int end) {
        write(number, vector, from, end);
    }

    private void begin(VectorKind kind, boolean @Nullable [] nulls, int from, int end) {
        out.putByte(kind.ordinal());
        boolean any = false;
        if (nulls != null) {
            for (int i = from; i < end; i++) {
                any |= nulls[i];
            }
        }
        out.putByte(any ? 1 : 0);
        if (nulls != null && any) {
            out.putBooleans(nulls, from, end - from);
        }
    }

    private void write(int number, ColumnVector vector, int from, int end) {
        int count = end - from;
        switch (vector) {
            case BooleanVector v -> {
                begin(VectorKind.BOOLEAN, v.nulls(), from, end);
                out.putBooleans(v.values(), from, count);
            }
            case IntVector v -> {
                begin(VectorKind.INT, v.nulls(), from, end);
                out.putInts(v.values(), from, count);
            }
            case LongVector v -> {
                begin(VectorKind.LONG, v.nulls(), from, end);
                out.putLongs(v.values(), from, count);
            }
            case Int128Vector v -> {
                begin(VectorKind.INT128, v.nulls(), from, end);
                out.putLongs(v.high(), from, count);
                out.putLongs(v.low(), from, count);
            }
            case FloatVector v -> {
                begin(VectorKind.FLOAT, v.nulls(), from, end);
                out.putFloats(v.values(), from, count);
            }
            case DoubleVector v -> {
                begin(VectorKind.DOUBLE, v.nulls(), from, end);
                out.putDoubles(v.values(), from, count);
            }
            case BytesVector v -> {
                begin(VectorKind.BYTES, v.nulls(), from, end);
                out.putLengths(v.offsets(), from, count);
                out.putBytes(v.data(), v.offsets()[from], v.offsets()[end] - v.offsets()[from]);
            }
            case DictionaryVector v -> dictionary(number, v, from, end);
            case ConstantVector v -> {
                begin(VectorKind.CONSTANT, null, from, end);
                write(NO_COLUMN, v.value(), 0, 1);
            }
            case StructVector v -> {
                begin(VectorKind.STRUCT, v.nulls(), from, end);
                out.putInt(v.fields().size());
                for (ColumnVector field : v.fields()) {
                    write(NO_COLUMN, field, from, end);
                }
            }
            case ListVector v -> {
                begin(VectorKind.LIST, v.nulls(), from, end);
                out.putLengths(v.offsets(), from, count);
                write(NO_COLUMN, v.elements(), v.offsets()[from], v.offsets()[end]);
            }
            case MapVector v -> {
                begin(VectorKind.MAP, v.nulls(), from, end);
                out.putLengths(v.offsets(), from, count);
                write(NO_COLUMN, v.keys(), v.offsets()[from], v.offsets()[end]);
                write(NO_COLUMN, v.values(), v.offsets()[from], v.offsets()[end]);
            }
        }
    }

    private void dictionary(int number, DictionaryVector vector, int from, int end) {
        FlatVector dictionary = vector.dictionary();
        boolean isSame = number != NO_COLUMN && dictionaries.isLast(number, dictionary);
        if (!isSame && (number == NO_COLUMN || !DictionaryMemory.isWorthIt(dictionary, end - from))) {
            int[] rows = new int[end - from];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = from + i;
            }
            write(NO_COLUMN, Vectors.flatten(Vectors.gather(vector, rows, rows.length)), 0, rows.length);
            return;
        }
        boolean[] nulls = vector.nulls();
        begin(isSame ? VectorKind.SAME_DICTIONARY : VectorKind.NEW_DICTIONARY, nulls, from, end);
        if (!isSame) {
            out.putInt(dictionary.length());
            write(NO_COLUMN, dictionary, 0, dictionary.length());
            dictionaries.remember(number, dictionary);
        }
        if (nulls == null) {
            out.putInts(vector.ids(), from, end - from);
        } else {
            for (int i = from; i < end; i++) {
                // The id of a null row may be anything.
                out.putInt(nulls[i] ? 0 : vector.ids()[i]);
            }
        }
    }
}
