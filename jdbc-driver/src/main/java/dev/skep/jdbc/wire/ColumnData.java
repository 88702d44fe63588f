package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The values of one column in a block of rows. What is read at a null row is unspecified. */
public abstract class ColumnData {
    private final byte[] nulls;

    private ColumnData(byte[] nulls) {
        this.nulls = nulls;
    }

    /** True if {@code row} is null: bit {@code row % 8} of byte {@code row / 8}; rows beyond the bytes are not. */
    public final boolean isNull(int row) {
        int index = row >> 3;
        return index < nulls.length && (nulls[index] & 1 << (row & 7)) != 0;
    }

    /** How many values there are. */
    public abstract int length();

    /** Truth values. */
    public static final class Booleans extends ColumnData {
        private final boolean[] values;

        public Booleans(boolean[] values, byte[] nulls) {
            super(nulls);
            this.values = values;
        }

        public boolean value(int row) {
            return values[row];
        }

        @Override
        public int length() {
            return values.length;
        }
    }

    /** Whole numbers of 8 to 64 bits. */
    public static final class Longs extends ColumnData {
        private final long[] values;

        public Longs(long[] values, byte[] nulls) {
            super(nulls);
            this.values = values;
        }

        public long value(int row) {
            return values[row];
        }

        @Override
        public int length() {
            return values.length;
        }
    }

    /** Floating-point numbers. */
    public static final class Doubles extends ColumnData {
        private final double[] values;

        public Doubles(double[] values, byte[] nulls) {
            super(nulls);
            this.values = values;
        }

        public double value(int row) {
            return values[row];
        }

        @Override
        public int length() {
            return values.length;
        }
    }

    /** Runs of bytes: text as UTF-8, and binary. */
    public static final class Bytes extends ColumnData {
        private final byte[] data;
        private final int[] offsets;

        public Bytes(byte[] data, int[] offsets, byte[] nulls) {
            super(nulls);
            this.data = data;
            this.offsets = offsets;
        }

        public String text(int row) {
            return new String(data, offsets[row], offsets[row + 1] - offsets[row], UTF_8);
        }

        public byte[] bytes(int row) {
            return Arrays.copyOfRange(data, offsets[row], offsets[row + 1]);
        }

        @Override
        public int length() {
            return offsets.length - 1;
        }
    }
}
