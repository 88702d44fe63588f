package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one column come together for a batch: first without gaps as pages hold them, then spread over the rows that are not
 * null. The arrays are used again for the next batch.
 */
abstract sealed class ValueBuffer permits ValueBuffer.Booleans, ValueBuffer.Ints, ValueBuffer.Longs,
        ValueBuffer.Int128s, ValueBuffer.Floats, ValueBuffer.Doubles, BytesBuffer {
    /** How many values there are. */
    int size;

    static ValueBuffer of(PhysicalType type) {
        return switch (type) {
            case BOOLEAN -> new Booleans();
            case INT -> new Ints();
            case LONG -> new Longs();
            case INT128 -> new Int128s();
            case FLOAT -> new Floats();
            case DOUBLE -> new Doubles();
            case BYTES -> new BytesBuffer();
            case LIST, MAP, STRUCT -> throw new IllegalArgumentException("Cannot buffer nested values");
        };
    }

    /** A buffer for values as the file has them. */
    static ValueBuffer of(Type type) {
        return of(physical(type));
    }

    static PhysicalType physical(Type type) {
        return switch (type) {
            case BOOLEAN -> PhysicalType.BOOLEAN;
            case INT32 -> PhysicalType.INT;
            case INT64 -> PhysicalType.LONG;
            case FLOAT -> PhysicalType.FLOAT;
            case DOUBLE -> PhysicalType.DOUBLE;
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> PhysicalType.BYTES;
        };
    }

    void clear() {
        size = 0;
    }

    /** Appends the next {@code count} values of {@code decoder}. */
    abstract void append(ValueDecoder decoder, int count);

    /** Appends of the next {@code span} values of {@code decoder} those at {@code ordinals[0 .. count)}, which ascend. */
    abstract void append(ValueDecoder decoder, int[] ordinals, int count, int span);

    /** Appends the values of {@code dictionary} at {@code ids}, which were checked. */
    abstract void append(FlatVector dictionary, int[] ids, int from, int count);

    /** Moves the values to the rows of {@code 0 .. rows} that are not null; there are as many as values. */
    abstract void spread(boolean[] nulls, int rows);

    /** Moves the values to those of {@code rows[0 .. count)}, which ascend, that are not null; there are as many as values. */
    abstract void spread(int[] rows, int count, boolean @Nullable [] nulls);

    /** Puts the values of {@code dictionary} that {@code ids} name at {@code rows[0 .. count)} to these rows. */
    abstract void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count);

    /** What the arrays take. */
    abstract long retainedBytes();

    abstract FlatVector vector(int length, boolean @Nullable [] nulls);

    static int grown(int needed) {
        return Math.max(needed + (needed >> 1), 64);
    }

    static final class Booleans extends ValueBuffer {
        boolean[] values = new boolean[0];

        void ensure(int count) {
            if (values.length < size + count) {
                values = Arrays.copyOf(values, grown(size + count));
            }
        }

        @Override
        long retainedBytes() {
            return values.length;
        }

        @Override
        void append(ValueDecoder decoder, int count) {
            ensure(count);
            decoder.readBooleans(values, size, count);
            size += count;
        }

        @Override
        void append(ValueDecoder decoder, int[] ordinals, int count, int span) {
            ensure(span);
            decoder.readBooleans(values, size, ordinals, count, span);
            size += count;
        }

        @Override
        void append(FlatVector dictionary, int[] ids, int from, int count) {
            ensure(count);
            boolean[] source = ((BooleanVector) dictionary).values();
            for (int i = 0; i < count; i++) {
                values[size + i] = source[ids[from + i]];
            }
            size += count;
        }

        @Override
        void spread(boolean[] nulls, int rows) {
            int from = size;
            ensure(Math.max(0, rows - size));
            for (int row = rows - 1; row >= 0; row--) {
                if (!nulls[row]) {
                    values[row] = values[--from];
                }
            }
        }

        @Override
        void spread(int[] rows, int count, boolean @Nullable [] nulls) {
            if (count == 0) {
                return;
            }
            int from = size;
            ensure(Math.max(0, rows[count - 1] + 1 - size));
            boolean[] target = values;
            for (int i = count - 1; i >= 0; i--) {
                int row = rows[i];
                if (nulls == null || !nulls[row]) {
                    target[row] = target[--from];
                }
            }
        }

        @Override
        void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count) {
            if (count == 0) {
                return;
            }
            size = 0;
            ensure(rows[count - 1] + 1);
            boolean[] source = ((BooleanVector) dictionary).values();
            boolean[] target = values;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                target[row] = source[ids[row]];
            }
        }

        @Override
        FlatVector vector(int length, boolean @Nullable [] nulls) {
            ensure(Math.max(0, length - size));
            return new BooleanVector(length, values, nulls);
        }
    }

    static final class Ints extends ValueBuffer {
        int[] values = new int[0];

        void ensure(int count) {
            if (values.length < size + count) {
                values = Arrays.copyOf(values, grown(size + count));
            }
        }

        @Override
        long retainedBytes() {
            return (long) Integer.BYTES * values.length;
        }

        @Override
        void append(ValueDecoder decoder, int count) {
            ensure(count);
            decoder.readInts(values, size, count);
            size += count;
        }

        @Override
        void append(ValueDecoder decoder, int[] ordinals, int count, int span) {
            ensure(span);
            decoder.readInts(values, size, ordinals, count, span);
            size += count;
        }

        @Override
        void append(FlatVector dictionary, int[] ids, int from, int count) {
            ensure(count);
            int[] source = ((IntVector) dictionary).values();
            int[] target = values;
            int at = size;
            for (int i = 0; i < count; i++) {
                target[at + i] = source[ids[from + i]];
            }
            size += count;
        }

        @Override
        void spread(boolean[] nulls, int rows) {
            int from = size;
            ensure(Math.max(0, rows - size));
            for (int row = rows - 1; row >= 0; row--) {
                if (!nulls[row]) {
                    values[row] = values[--from];
                }
            }
        }

        @Override
        void spread(int[] rows, int count, boolean @Nullable [] nulls) {
            if (count == 0) {
                return;
            }
            int from = size;
            ensure(Math.max(0, rows[count - 1] + 1 - size));
            int[] target = values;
            for (int i = count - 1; i >= 0; i--) {
                int row = rows[i];
                if (nulls == null || !nulls[row]) {
                    target[row] = target[--from];
                }
            }
        }

        @Override
        void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count) {
            if (count == 0) {
                return;
            }
            size = 0;
            ensure(rows[count - 1] + 1);
            int[] source = ((IntVector) dictionary).values();
            int[] target = values;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                target[row] = source[ids[row]];
            }
        }

        @Override
        FlatVector vector(int length, boolean @Nullable [] nulls) {
            ensure(Math.max(0, length - size));
            return new IntVector(length, values, nulls);
        }
    }

    static final class Longs extends ValueBuffer {
        long[] values = new long[0];

        void ensure(int count) {
            if (values.length < size + count) {
                values = Arrays.copyOf(values, grown(size + count));
            }
        }

        @Override
        long retainedBytes() {
            return (long) Long.BYTES * values.length;
        }

        @Override
        void append(ValueDecoder decoder, int count) {
            ensure(count);
            decoder.readLongs(values, size, count);
            size += count;
        }

        @Override
        void append(ValueDecoder decoder, int[] ordinals, int count, int span) {
            ensure(span);
            decoder.readLongs(values, size, ordinals, count, span);
            size += count;
        }

        @Override
        void append(FlatVector dictionary, int[] ids, int from, int count) {
            ensure(count);
            long[] source = ((LongVector) dictionary).values();
            long[] target = values;
            int at = size;
            for (int i = 0; i < count; i++) {
                target[at + i] = source[ids[from + i]];
            }
            size += count;
        }

        @Override
        void spread(boolean[] nulls, int rows) {
            int from = size;
            ensure(Math.max(0, rows - size));
            for (int row = rows - 1; row >= 0; row--) {
                if (!nulls[row]) {
                    values[row] = values[--from];
                }
            }
        }

        @Override
        void spread(int[] rows, int count, boolean @Nullable [] nulls) {
            if (count == 0) {
                return;
            }
            int from = size;
            ensure(Math.max(0, rows[count - 1] + 1 - size));
            long[] target = values;
            for (int i = count - 1; i >= 0; i--) {
                int row = rows[i];
                if (nulls == null || !nulls[row]) {
                    target[row] = target[--from];
                }
            }
        }

        @Override
        void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count) {
            if (count == 0) {
                return;
            }
            size = 0;
            ensure(rows[count - 1] + 1);
            long[] source = ((LongVector) dictionary).values();
            long[] target = values;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                target[row] = source[ids[row]];
            }
        }

        @Override
        FlatVector vector(int length, boolean @Nullable [] nulls) {
            ensure(Math.max(0, length - size));
            return new LongVector(length, values, nulls);
        }
    }

    static final class Int128s extends ValueBuffer {
        long[] high = new long[0];
        long[] low = new long[0];

        void ensure(int count) {
            if (high.length < size + count) {
                high = Arrays.copyOf(high, grown(size + count));
                low = Arrays.copyOf(low, high.length);
            }
        }

        @Override
        long retainedBytes() {
            return (long) Long.BYTES * (high.length + low.length);
        }

        @Override
        void append(ValueDecoder decoder, int count) {
            throw new IllegalStateException("Files hold no 128-bit numbers; they are converted");
        }

        @Override
        void append(ValueDecoder decoder, int[] ordinals, int count, int span) {
            throw new IllegalStateException("Files hold no 128-bit numbers; they are converted");
        }

        @Override
        void append(FlatVector dictionary, int[] ids, int from, int count) {
            ensure(count);
            Int128Vector source = (Int128Vector) dictionary;
            for (int i = 0; i < count; i++) {
                high[size + i] = source.high()[ids[from + i]];
                low[size + i] = source.low()[ids[from + i]];
            }
            size += count;
        }

        @Override
        void spread(boolean[] nulls, int rows) {
            int from = size;
            ensure(Math.max(0, rows - size));
            for (int row = rows - 1; row >= 0; row--) {
                if (!nulls[row]) {
                    high[row] = high[--from];
                    low[row] = low[from];
                }
            }
        }

        @Override
        void spread(int[] rows, int count, boolean @Nullable [] nulls) {
            if (count == 0) {
                return;
            }
            int from = size;
            ensure(Math.max(0, rows[count - 1] + 1 - size));
            for (int i = count - 1; i >= 0; i--) {
                int row = rows[i];
                if (nulls == null || !nulls[row]) {
                    high[row] = high[--from];
                    low[row] = low[from];
                }
            }
        }

        @Override
        void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count) {
            if (count == 0) {
                return;
            }
            size = 0;
            ensure(rows[count - 1] + 1);
            Int128Vector source = (Int128Vector) dictionary;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                high[row] = source.high()[ids[row]];
                low[row] = source.low()[ids[row]];
            }
        }

        @Override
        FlatVector vector(int length, boolean @Nullable [] nulls) {
            ensure(Math.max(0, length - size));
            return new Int128Vector(length, high, low, nulls);
        }
    }

    static final class Floats extends ValueBuffer {
        float[] values = new float[0];

        void ensure(int count) {
            if (values.length < size + count) {
                values = Arrays.copyOf(values, grown(size + count));
            }
        }

        @Override
        long retainedBytes() {
            return (long) Float.BYTES * values.length;
        }

        @Override
        void append(ValueDecoder decoder, int count) {
            ensure(count);
            decoder.readFloats(values, size, count);
            size += count;
        }

        @Override
        void append(ValueDecoder decoder, int[] ordinals, int count, int span) {
            ensure(span);
            decoder.readFloats(values, size, ordinals, count, span);
            size += count;
        }

        @Override
        void append(FlatVector dictionary, int[] ids, int from, int count) {
            ensure(count);
            float[] source = ((FloatVector) dictionary).values();
            for (int i = 0; i < count; i++) {
                values[size + i] = source[ids[from + i]];
            }
            size += count;
        }

        @Override
        void spread(boolean[] nulls, int rows) {
            int from = size;
            ensure(Math.max(0, rows - size));
            for (int row = rows - 1; row >= 0; row--) {
                if (!nulls[row]) {
                    values[row] = values[--from];
                }
            }
        }

        @Override
        void spread(int[] rows, int count, boolean @Nullable [] nulls) {
            if (count == 0) {
                return;
            }
            int from = size;
            ensure(Math.max(0, rows[count - 1] + 1 - size));
            float[] target = values;
            for (int i = count - 1; i >= 0; i--) {
                int row = rows[i];
                if (nulls == null || !nulls[row]) {
                    target[row] = target[--from];
                }
            }
        }

        @Override
        void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count) {
            if (count == 0) {
                return;
            }
            size = 0;
            ensure(rows[count - 1] + 1);
            float[] source = ((FloatVector) dictionary).values();
            float[] target = values;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                target[row] = source[ids[row]];
            }
        }

        @Override
        FlatVector vector(int length, boolean @Nullable [] nulls) {
            ensure(Math.max(0, length - size));
            return new FloatVector(length, values, nulls);
        }
    }

    static final class Doubles extends ValueBuffer {
        double[] values = new double[0];

        void ensure(int count) {
            if (values.length < size + count) {
                values = Arrays.copyOf(values, grown(size + count));
            }
        }

        @Override
        long retainedBytes() {
            return (long) Double.BYTES * values.length;
        }

        @Override
        void append(ValueDecoder decoder, int count) {
            ensure(count);
            decoder.readDoubles(values, size, count);
            size += count;
        }

        @Override
        void append(ValueDecoder decoder, int[] ordinals, int count, int span) {
            ensure(span);
            decoder.readDoubles(values, size, ordinals, count, span);
            size += count;
        }

        @Override
        void append(FlatVector dictionary, int[] ids, int from, int count) {
            ensure(count);
            double[] source = ((DoubleVector) dictionary).values();
            double[] target = values;
            int at = size;
            for (int i = 0; i < count; i++) {
                target[at + i] = source[ids[from + i]];
            }
            size += count;
        }

        @Override
        void spread(boolean[] nulls, int rows) {
            int from = size;
            ensure(Math.max(0, rows - size));
            for (int row = rows - 1; row >= 0; row--) {
                if (!nulls[row]) {
                    values[row] = values[--from];
                }
            }
        }

        @Override
        void spread(int[] rows, int count, boolean @Nullable [] nulls) {
            if (count == 0) {
                return;
            }
            int from = size;
            ensure(Math.max(0, rows[count - 1] + 1 - size));
            double[] target = values;
            for (int i = count - 1; i >= 0; i--) {
                int row = rows[i];
                if (nulls == null || !nulls[row]) {
                    target[row] = target[--from];
                }
            }
        }

        @Override
        void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count) {
            if (count == 0) {
                return;
            }
            size = 0;
            ensure(rows[count - 1] + 1);
            double[] source = ((DoubleVector) dictionary).values();
            double[] target = values;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                target[row] = source[ids[row]];
            }
        }

        @Override
        FlatVector vector(int length, boolean @Nullable [] nulls) {
            ensure(Math.max(0, length - size));
            return new DoubleVector(length, values, nulls);
        }
    }
}
