package dev.skep.query.function.vector;

import java.util.Arrays;

/** Arrays for results, used again for each batch. One object belongs to one kernel of one thread; an array is valid until it is asked for again. */
public final class Buffers {
    private boolean[] booleans = new boolean[0];
    private boolean[] nulls = new boolean[0];
    private int[] ints = new int[0];
    private int[] rows = new int[0];
    private long[] longs = new long[0];
    private long[] high = new long[0];
    private float[] floats = new float[0];
    private double[] doubles = new double[0];
    private final BytesSink sink = new BytesSink();

    public boolean[] booleans(int length) {
        if (booleans.length < length) {
            booleans = new boolean[size(length)];
        }
        return booleans;
    }

    /** An array of null flags, all false. */
    public boolean[] clearNulls(int length) {
        if (nulls.length < length) {
            nulls = new boolean[size(length)];
        } else {
            Arrays.fill(nulls, 0, length, false);
        }
        return nulls;
    }

    public int[] ints(int length) {
        if (ints.length < length) {
            ints = new int[size(length)];
        }
        return ints;
    }

    public int[] rows(int length) {
        if (rows.length < length) {
            rows = new int[size(length)];
        }
        return rows;
    }

    public long[] longs(int length) {
        if (longs.length < length) {
            longs = new long[size(length)];
        }
        return longs;
    }

    public long[] high(int length) {
        if (high.length < length) {
            high = new long[size(length)];
        }
        return high;
    }

    public float[] floats(int length) {
        if (floats.length < length) {
            floats = new float[size(length)];
        }
        return floats;
    }

    public double[] doubles(int length) {
        if (doubles.length < length) {
            doubles = new double[size(length)];
        }
        return doubles;
    }

    /** A sink that has begun. */
    public BytesSink sink(int length) {
        return sink.begin(length);
    }

    private static int size(int length) {
        return Math.max(16, length);
    }
}
