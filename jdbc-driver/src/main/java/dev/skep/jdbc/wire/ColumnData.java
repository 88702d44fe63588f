package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The values of one column in a block of rows. What is read at a null row is unspecified. A column may have each of its values once, and for each
 * row which one it is: then texts and decimals are made once for each value.
 */
public abstract class ColumnData {
    private final Nulls nulls;
    private final int @Nullable [] ids;

    private ColumnData(Nulls nulls, int @Nullable [] ids) {
        this.nulls = nulls;
        this.ids = ids;
    }

    /** Which rows are null: bit {@code row % 8} of byte {@code from + row / 8}; rows beyond the bytes are not. */
    public static final class Nulls {
        static final Nulls NONE = new Nulls(new byte[0], 0, 0);

        private final byte[] bytes;
        private final int from;
        private final int count;

        Nulls(byte[] bytes, int from, int count) {
            this.bytes = bytes;
            this.from = from;
            this.count = count;
        }

        static Nulls of(byte[] bytes) {
            return bytes.length == 0 ? NONE : new Nulls(bytes, 0, bytes.length);
        }
    }

    /** True if {@code row} is null. */
    public final boolean isNull(int row) {
        int index = row >> 3;
        return index < nulls.count && (nulls.bytes[nulls.from + index] & 1 << (row & 7)) != 0;
    }

    /** Where the value of a row is. */
    final int at(int row) {
        int[] places = ids;
        return places == null ? row : places[row];
    }

    /** The same values, of which row i has that at {@code ids[i]}. */
    abstract ColumnData withIds(Nulls rowNulls, int[] rowIds);

    /** Nothing but nulls. */
    public static final class Nothing extends ColumnData {
        Nothing(int rows) {
            super(new Nulls(allOnes((rows + 7) / 8), 0, (rows + 7) / 8), null);
        }

        @Override
        ColumnData withIds(Nulls rowNulls, int[] rowIds) {
            throw new IllegalStateException("Cannot refer to nothing");
        }

        private static byte[] allOnes(int bytes) {
            byte[] ones = new byte[bytes];
            Arrays.fill(ones, (byte) -1);
            return ones;
        }
    }

    /** Truth values. */
    public static final class Booleans extends ColumnData {
        private final boolean[] values;

        Booleans(boolean[] values, Nulls nulls) {
            super(nulls, null);
            this.values = values;
        }

        @Override
        ColumnData withIds(Nulls rowNulls, int[] rowIds) {
            throw new IllegalStateException("Cannot refer to truth values");
        }

        public boolean value(int row) {
            return values[at(row)];
        }
    }

    /** Whole numbers of 8 to 64 bits: numbers, truth values as 0 and 1, days, microseconds, decimals without their point. */
    public static final class Longs extends ColumnData {
        private final long[] values;
        private final @Nullable BigDecimal @Nullable [] decimals;

        Longs(long[] values, Nulls nulls) {
            this(values, nulls, null, null);
        }

        private Longs(long[] values, Nulls nulls, int @Nullable [] ids, @Nullable BigDecimal @Nullable [] decimals) {
            super(nulls, ids);
            this.values = values;
            this.decimals = decimals;
        }

        static Longs entries(long[] values) {
            return new Longs(values, Nulls.NONE, null, new BigDecimal[values.length]);
        }

        @Override
        Longs withIds(Nulls rowNulls, int[] rowIds) {
            return new Longs(values, rowNulls, rowIds, decimals);
        }

        public long value(int row) {
            return values[at(row)];
        }

        /** The number with so many of its digits behind the point. */
        public BigDecimal decimal(int row, int scale) {
            int at = at(row);
            @Nullable
            BigDecimal[] known = decimals;
            if (known == null) {
                return BigDecimal.valueOf(values[at], scale);
            }
            BigDecimal decimal = known[at];
            if (decimal == null) {
                decimal = BigDecimal.valueOf(values[at], scale);
                known[at] = decimal;
            }
            return decimal;
        }
    }

    /** Whole numbers of 128 bits, two's complement: decimals without their point. */
    public static final class Wide extends ColumnData {
        private final byte[] data;
        private final int from;

        /** The number of row i has the 16 little-endian bytes of {@code data} from {@code from + 16 * i} on. */
        Wide(byte[] data, int from, Nulls nulls, int @Nullable [] ids) {
            super(nulls, ids);
            this.data = data;
            this.from = from;
        }

        @Override
        Wide withIds(Nulls rowNulls, int[] rowIds) {
            return new Wide(data, from, rowNulls, rowIds);
        }

        /** The number with so many of its digits behind the point. */
        public BigDecimal decimal(int row, int scale) {
            byte[] bigEndian = new byte[16];
            int last = from + 16 * at(row) + 15;
            for (int i = 0; i < 16; i++) {
                bigEndian[i] = data[last - i];
            }
            return new BigDecimal(new BigInteger(bigEndian), scale);
        }
    }

    /** Floating-point numbers of 32 bits. */
    public static final class Floats extends ColumnData {
        private final float[] values;

        Floats(float[] values, Nulls nulls, int @Nullable [] ids) {
            super(nulls, ids);
            this.values = values;
        }

        @Override
        Floats withIds(Nulls rowNulls, int[] rowIds) {
            return new Floats(values, rowNulls, rowIds);
        }

        public float value(int row) {
            return values[at(row)];
        }

        /** The double that reads as the float does: 1.1 and not 1.100000023841858. */
        public double widened(int row) {
            float value = values[at(row)];
            return value == (int) value ? value : Double.parseDouble(Float.toString(value));
        }
    }

    /** Floating-point numbers of 64 bits. */
    public static final class Doubles extends ColumnData {
        private final double[] values;

        Doubles(double[] values, Nulls nulls, int @Nullable [] ids) {
            super(nulls, ids);
            this.values = values;
        }

        @Override
        Doubles withIds(Nulls rowNulls, int[] rowIds) {
            return new Doubles(values, rowNulls, rowIds);
        }

        public double value(int row) {
            return values[at(row)];
        }
    }

    /** Runs of bytes: text as UTF-8, and binary. */
    public static final class Bytes extends ColumnData {
        private final byte[] data;
        private final int[] offsets;
        private final @Nullable String @Nullable [] texts;

        /** The bytes of row i are those of {@code data} from {@code offsets[i]} to before {@code offsets[i + 1]}. */
        Bytes(byte[] data, int[] offsets, Nulls nulls) {
            this(data, offsets, nulls, null, null);
        }

        private Bytes(byte[] data, int[] offsets, Nulls nulls, int @Nullable [] ids,
                @Nullable String @Nullable [] texts) {
            super(nulls, ids);
            this.data = data;
            this.offsets = offsets;
            this.texts = texts;
        }

        static Bytes entries(byte[] data, int[] offsets) {
            return new Bytes(data, offsets, Nulls.NONE, null, new String[offsets.length - 1]);
        }

        @Override
        Bytes withIds(Nulls rowNulls, int[] rowIds) {
            return new Bytes(data, offsets, rowNulls, rowIds, texts);
        }

        public String text(int row) {
            int at = at(row);
            @Nullable
            String[] known = texts;
            if (known == null) {
                return new String(data, offsets[at], offsets[at + 1] - offsets[at], UTF_8);
            }
            String text = known[at];
            if (text == null) {
                text = new String(data, offsets[at], offsets[at + 1] - offsets[at], UTF_8);
                known[at] = text;
            }
            return text;
        }

        public byte[] bytes(int row) {
            int at = at(row);
            return Arrays.copyOfRange(data, offsets[at], offsets[at + 1]);
        }
    }
}
