package dev.skep.query.operator.key;

import java.util.Arrays;

import dev.skep.query.function.vector.BytesInterner;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Hashing;
import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import dev.skep.query.function.vector.ColumnHash;
import org.jspecify.annotations.Nullable;

/** One key column's part of a key: encodes values into words and back. */
abstract class KeyColumn {
    final int word;
    final int shift;
    final ColumnReader reader = new ColumnReader();

    private KeyColumn(int word, int shift) {
        this.word = word;
        this.shift = shift;
    }

    static int bits(DataType type) {
        return switch (type.physical()) {
            case BOOLEAN, INT, FLOAT, BYTES, LIST, MAP, STRUCT -> 32;
            case LONG, DOUBLE -> 64;
            case INT128 -> 128;
        };
    }

    static KeyColumn of(DataType type, int word, int shift) {
        return switch (type.physical()) {
            case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> new Number(type.physical(), word, shift);
            case BYTES -> new Text(new BytesInterner(), word, shift);
            case LIST, MAP, STRUCT -> new Nested(type, word, shift);
        };
    }

    /** True if the encoding has a code for null. */
    abstract boolean expressesNull();

    /**
     * Adds the codes of {@code rows[k]} to {@code words[word][k]}. If not {@code isInsert}, nothing is learnt, and {@code missing[k]} is set where a
     * value was never seen.
     */
    abstract void encode(ColumnVector vector, int[] rows, int count, long[][] words, boolean isInsert,
            boolean[] missing);

    abstract ColumnVector decode(long[] keys, int stride, int first, int count, boolean @Nullable [] nulls);

    /** Returns an encoder for another thread that finds what this one has learnt; neither must learn more. */
    abstract KeyColumn reader();

    long retainedBytes() {
        return 0;
    }

    private static final class Number extends KeyColumn {
        private final PhysicalType physical;

        Number(PhysicalType physical, int word, int shift) {
            super(word, shift);
            this.physical = physical;
        }

        @Override
        KeyColumn reader() {
            return new Number(physical, word, shift);
        }

        @Override
        boolean expressesNull() {
            return false;
        }

        @Override
        void encode(ColumnVector vector, int[] rows, int count, long[][] words, boolean isInsert, boolean[] missing) {
            reader.read(vector);
            if (reader.isConstantNull()) {
                return;
            }
            long[] to = words[word];
            boolean[] nulls = reader.nulls();
            switch (physical) {
                case INT -> {
                    int[] values = reader.ints(rows, count);
                    for (int k = 0; k < count; k++) {
                        to[k] |= (values[rows[k]] & 0xFFFFFFFFL) << shift;
                    }
                }
                case LONG -> {
                    long[] values = reader.longs(rows, count);
                    for (int k = 0; k < count; k++) {
                        to[k] = values[rows[k]];
                    }
                }
                case BOOLEAN -> {
                    boolean[] values = reader.booleans(rows, count);
                    for (int k = 0; k < count; k++) {
                        to[k] |= (values[rows[k]] ? 1L : 0) << shift;
                    }
                }
                case FLOAT -> {
                    float[] values = reader.floats(rows, count);
                    for (int k = 0; k < count; k++) {
                        to[k] |= (Hashing.bits(values[rows[k]]) & 0xFFFFFFFFL) << shift;
                    }
                }
                case DOUBLE -> {
                    double[] values = reader.doubles(rows, count);
                    for (int k = 0; k < count; k++) {
                        to[k] = Hashing.bits(values[rows[k]]);
                    }
                }
                default -> {
                    long[] low = reader.low(rows, count);
                    long[] high = reader.high(rows, count);
                    long[] second = words[word + 1];
                    for (int k = 0; k < count; k++) {
                        to[k] = low[rows[k]];
                        second[k] = high[rows[k]];
                    }
                }
            }
            if (nulls != null) {
                long keep = bitsOf(physical) == 32 ? ~(0xFFFFFFFFL << shift) : 0;
                for (int k = 0; k < count; k++) {
                    if (nulls[rows[k]]) {
                        to[k] &= keep;
                        if (physical == PhysicalType.INT128) {
                            words[word + 1][k] = 0;
                        }
                    }
                }
            }
        }

        private static int bitsOf(PhysicalType physical) {
            return physical == PhysicalType.LONG || physical == PhysicalType.DOUBLE || physical == PhysicalType.INT128
                    ? 64
                    : 32;
        }

        @Override
        ColumnVector decode(long[] keys, int stride, int first, int count, boolean @Nullable [] nulls) {
            int at = first * stride + word;
            return switch (physical) {
                case INT -> {
                    int[] values = new int[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = (int) (keys[at + i * stride] >>> shift);
                    }
                    yield new IntVector(count, values, nulls);
                }
                case BOOLEAN -> {
                    boolean[] values = new boolean[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = (int) (keys[at + i * stride] >>> shift) != 0;
                    }
                    yield new BooleanVector(count, values, nulls);
                }
                case FLOAT -> {
                    float[] values = new float[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = Float.intBitsToFloat((int) (keys[at + i * stride] >>> shift));
                    }
                    yield new FloatVector(count, values, nulls);
                }
                case DOUBLE -> {
                    double[] values = new double[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = Double.longBitsToDouble(keys[at + i * stride]);
                    }
                    yield new DoubleVector(count, values, nulls);
                }
                case INT128 -> {
                    long[] low = new long[count];
                    long[] high = new long[count];
                    for (int i = 0; i < count; i++) {
                        low[i] = keys[at + i * stride];
                        high[i] = keys[at + i * stride + 1];
                    }
                    yield new Int128Vector(count, high, low, nulls);
                }
                default -> {
                    long[] values = new long[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = keys[at + i * stride];
                    }
                    yield new LongVector(count, values, nulls);
                }
            };
        }
    }

    /** Text and binary: a value's code is its number of first appearance + 1; 0 is null. Codes of a dictionary are looked up once. */
    private static final class Text extends KeyColumn {
        private final BytesInterner interner;
        private @Nullable FlatVector lastDictionary;
        private @Nullable BytesVector values;
        private int[] codes = new int[0];

        Text(BytesInterner interner, int word, int shift) {
            super(word, shift);
            this.interner = interner;
        }

        @Override
        KeyColumn reader() {
            return new Text(interner, word, shift);
        }

        /** The same vector as long as nothing is learnt, so that what is computed once for a dictionary is. */
        private BytesVector values() {
            BytesVector known = values;
            if (known == null || known.length() != interner.size()) {
                known = interner.values();
                values = known;
            }
            return known;
        }

        @Override
        boolean expressesNull() {
            return true;
        }

        @Override
        void encode(ColumnVector vector, int[] rows, int count, long[][] words, boolean isInsert, boolean[] missing) {
            reader.read(vector);
            if (reader.isConstantNull()) {
                return;
            }
            long[] to = words[word];
            BytesVector bytes = reader.bytes();
            boolean[] nulls = reader.nulls();
            int[] ids = reader.ids();
            if (ids == null) {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    if (nulls == null || !nulls[row]) {
                        int code = code(bytes, reader.index(row), isInsert);
                        if (code == 0) {
                            missing[k] = true;
                        }
                        to[k] |= (long) code << shift;
                    }
                }
                return;
            }
            if (lastDictionary != bytes) {
                lastDictionary = bytes;
                codes = new int[bytes.length()];
                // Zero means not looked up yet, -1 that the value was not there.
            }
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                if (nulls != null && nulls[row]) {
                    continue;
                }
                int id = ids[row];
                int code = codes[id];
                if (code == 0) {
                    code = code(bytes, id, isInsert);
                    code = code == 0 ? -1 : code;
                    codes[id] = code;
                }
                if (code < 0) {
                    if (!isInsert) {
                        missing[k] = true;
                        continue;
                    }
                    code = code(bytes, id, true);
                    codes[id] = code;
                }
                to[k] |= (long) code << shift;
            }
        }

        private int code(BytesVector bytes, int index, boolean isInsert) {
            int start = bytes.offsets()[index];
            int end = bytes.offsets()[index + 1];
            return 1 + (isInsert ? interner.intern(bytes.data(), start, end) : interner.find(bytes.data(), start, end));
        }

        @Override
        ColumnVector decode(long[] keys, int stride, int first, int count, boolean @Nullable [] nulls) {
            int[] ids = new int[count];
            boolean[] absent = new boolean[count];
            boolean any = false;
            for (int i = 0; i < count; i++) {
                int code = (int) (keys[(first + i) * stride + word] >>> shift);
                absent[i] = code == 0;
                any |= code == 0;
                ids[i] = Math.max(0, code - 1);
            }
            return new DictionaryVector(count, values(), ids, any ? absent : null);
        }

        @Override
        long retainedBytes() {
            return interner.retainedBytes() + 4L * codes.length;
        }
    }

    /** Lists, maps and structs: numbered like text, in a table of their own that keeps the values. */
    private static final class Nested extends KeyColumn {
        private final DataType type;
        private int[] slots = new int[64];
        private ColumnVector[] values = new ColumnVector[16];
        private long[] hashes = new long[16];
        private int size;

        Nested(DataType type, int word, int shift) {
            super(word, shift);
            this.type = type;
        }

        @Override
        KeyColumn reader() {
            Nested reader = new Nested(type, word, shift);
            reader.slots = slots;
            reader.values = values;
            reader.hashes = hashes;
            reader.size = size;
            return reader;
        }

        @Override
        boolean expressesNull() {
            return true;
        }

        @Override
        void encode(ColumnVector vector, int[] rows, int count, long[][] words, boolean isInsert, boolean[] missing) {
            for (int k = 0; k < count; k++) {
                if (!vector.isNull(rows[k])) {
                    int code = code(vector, rows[k], isInsert);
                    if (code == 0) {
                        missing[k] = true;
                    }
                    words[word][k] |= (long) code << shift;
                }
            }
        }

        private int code(ColumnVector vector, int row, boolean isInsert) {
            long hash = ColumnHash.of(vector, row);
            int mask = slots.length - 1;
            int slot = (int) hash & mask;
            while (slots[slot] != 0) {
                int id = slots[slot] - 1;
                if (hashes[id] == hash && Order.compare(vector, row, values[id], 0) == 0) {
                    return id + 1;
                }
                slot = slot + 1 & mask;
            }
            if (!isInsert) {
                return 0;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
                hashes = Arrays.copyOf(hashes, 2 * size);
            }
            values[size] = Vectors.gather(vector, new int[]{row}, 1);
            hashes[size] = hash;
            slots[slot] = ++size;
            if (2 * size > slots.length) {
                grow();
            }
            return size;
        }

        private void grow() {
            slots = new int[2 * slots.length];
            int mask = slots.length - 1;
            for (int id = 0; id < size; id++) {
                int slot = (int) hashes[id] & mask;
                while (slots[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = id + 1;
            }
        }

        @Override
        ColumnVector decode(long[] keys, int stride, int first, int count, boolean @Nullable [] nulls) {
            VectorBuilder builder = VectorBuilder.of(type);
            ColumnVector none = dev.skep.storage.vector.Values.vector(type, null);
            for (int i = 0; i < count; i++) {
                int code = (int) (keys[(first + i) * stride + word] >>> shift);
                builder.append(code == 0 ? none : values[code - 1], null, 1);
            }
            return builder.build();
        }

        @Override
        long retainedBytes() {
            return 256L * size + 4L * slots.length;
        }
    }
}
