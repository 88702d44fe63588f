package dev.skep.query.operator.key;

import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Hashing;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Numbers, dates, times and booleans. Packed, whole numbers are the distance from the least value that there is room for, plus one. */
final class NumberKey extends KeyColumn {
    private static final int MOST_BITS = 62;

    private final PhysicalType physical;
    private final ColumnReader reader = new ColumnReader();
    private long base;

    NumberKey(PhysicalType physical) {
        this.physical = physical;
    }

    @Override
    KeyColumn copy() {
        NumberKey copy = new NumberKey(physical);
        copy.base = base;
        return copy;
    }

    @Override
    int wideBits() {
        return switch (physical) {
            case LONG, DOUBLE -> 64;
            case INT128 -> 128;
            default -> 32;
        };
    }

    @Override
    boolean packs() {
        return physical == PhysicalType.INT || physical == PhysicalType.LONG || physical == PhysicalType.BOOLEAN;
    }

    @Override
    boolean expressesNull() {
        return false;
    }

    @Override
    boolean pack(ColumnVector vector, int[] rows, int count, long[] to, int shift, boolean isInsert,
            boolean[] missing) {
        reader.read(vector);
        if (reader.isConstantNull()) {
            return true;
        }
        boolean[] nulls = reader.nulls();
        if (physical == PhysicalType.BOOLEAN) {
            return packBooleans(reader.booleans(rows, count), nulls, rows, count, to, shift, isInsert, missing);
        }
        int[] ints = physical == PhysicalType.INT ? reader.ints(rows, count) : null;
        long[] longs = ints == null ? reader.longs(rows, count) : new long[0];
        if (!isInsert) {
            packKnown(ints, longs, nulls, rows, count, to, shift, missing);
            return true;
        }
        long least = base;
        long seen = 0;
        if (nulls != null) {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                if (!nulls[row]) {
                    long code = (ints != null ? ints[row] : longs[row]) - least;
                    seen |= code | code + 1;
                    to[k] |= code + 1 << shift;
                }
            }
        } else if (ints != null) {
            for (int k = 0; k < count; k++) {
                long code = ints[rows[k]] - least;
                seen |= code | code + 1;
                to[k] |= code + 1 << shift;
            }
        } else {
            for (int k = 0; k < count; k++) {
                long code = longs[rows[k]] - least;
                seen |= code | code + 1;
                to[k] |= code + 1 << shift;
            }
        }
        return seen >>> bits() == 0;
    }

    /** Only for looking up: what lies outside the known range was never seen. */
    private void packKnown(int @Nullable [] ints, long[] longs, boolean @Nullable [] nulls, int[] rows, int count,
            long[] to, int shift, boolean[] missing) {
        long least = base;
        long most = mask(bits()) - 1;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            long code = (ints != null ? ints[row] : longs[row]) - least;
            if (code < 0 | code > most || (nulls != null && nulls[row])) {
                missing[k] = true;
            } else {
                to[k] |= code + 1 << shift;
            }
        }
    }

    private boolean packBooleans(boolean[] values, boolean @Nullable [] nulls, int[] rows, int count, long[] to,
            int shift, boolean isInsert, boolean[] missing) {
        if (bits() == 0) {
            for (int k = 0; k < count && !isInsert; k++) {
                missing[k] = true;
            }
            return !isInsert;
        }
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls == null || !nulls[row]) {
                to[k] |= (values[row] ? 2L : 1L) << shift;
            }
        }
        return true;
    }

    @Override
    long widen(ColumnVector vector, int[] rows, int count) {
        if (physical == PhysicalType.BOOLEAN) {
            setBits(2);
            return 0;
        }
        reader.read(vector);
        if (reader.isConstantNull()) {
            return 0;
        }
        boolean[] nulls = reader.nulls();
        int[] ints = physical == PhysicalType.INT ? reader.ints(rows, count) : null;
        long[] longs = ints == null ? reader.longs(rows, count) : new long[0];
        boolean isFirst = bits() == 0;
        long low = isFirst ? Long.MAX_VALUE : base;
        long high = isFirst ? Long.MIN_VALUE : base + mask(bits()) - 1;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls == null || !nulls[row]) {
                long value = ints != null ? ints[row] : longs[row];
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return 0;
        }
        long span = high - low;
        if (span < 0 || span >= mask(MOST_BITS) - 1) {
            return Long.MIN_VALUE;
        }
        int wanted = Long.SIZE - Long.numberOfLeadingZeros(span + 1);
        long before = base;
        base = low;
        if (!isFirst && low < before) {
            // Values go down: the room that is left lies below.
            long lowest = high - (mask(wanted) - 1);
            base = lowest <= low ? lowest : low;
        }
        setBits(wanted);
        return isFirst ? 0 : before - base;
    }

    @Override
    void undo(int before, long change) {
        super.undo(before, change);
        base += change;
    }

    @Override
    ColumnVector unpack(long[] keys, int shift, int first, int count) {
        long mask = mask(bits());
        boolean[] nulls = null;
        for (int i = 0; i < count && nulls == null; i++) {
            nulls = (keys[first + i] >>> shift & mask) == 0 ? new boolean[count] : null;
        }
        if (nulls != null) {
            for (int i = 0; i < count; i++) {
                nulls[i] = (keys[first + i] >>> shift & mask) == 0;
            }
        }
        return switch (physical) {
            case INT -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (int) ((keys[first + i] >>> shift & mask) - 1 + base);
                }
                yield new IntVector(count, values, nulls);
            }
            case LONG -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (keys[first + i] >>> shift & mask) - 1 + base;
                }
                yield new LongVector(count, values, nulls);
            }
            default -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (keys[first + i] >>> shift & mask) == 2;
                }
                yield new BooleanVector(count, values, nulls);
            }
        };
    }

    @Override
    void encode(ColumnVector vector, int[] rows, int count, long[][] words, int word, int shift, boolean isInsert,
            boolean[] missing) {
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
            long keep = wideBits() == 32 ? ~(0xFFFFFFFFL << shift) : 0;
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

    @Override
    ColumnVector decode(long[] keys, int stride, int word, int shift, int first, int count,
            boolean @Nullable [] nulls) {
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
