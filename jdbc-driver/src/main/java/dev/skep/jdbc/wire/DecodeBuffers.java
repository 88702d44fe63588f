package dev.skep.jdbc.wire;

/** Arrays that the columns of a result are decoded into, block after block. For one thread at a time. */
public final class DecodeBuffers {
    private final long[][] longs;
    private final int[][] ints;

    public DecodeBuffers(int columns) {
        longs = new long[columns][];
        ints = new int[columns][];
    }

    long[] longs(int column, int length) {
        long[] buffer = longs[column];
        if (buffer == null || buffer.length < length) {
            buffer = new long[length];
            longs[column] = buffer;
        }
        return buffer;
    }

    int[] ints(int column, int length) {
        int[] buffer = ints[column];
        if (buffer == null || buffer.length < length) {
            buffer = new int[length];
            ints[column] = buffer;
        }
        return buffer;
    }
}
