package dev.skep.query.function.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes of single values; good in all bits, the same in every process. */
public final class Hashing {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private Hashing() {}

    public static long mix(long value) {
        long h = value * PRIME;
        h ^= h >>> 32;
        h *= 0xD6E8FEB86659FD93L;
        return h ^ h >>> 32;
    }

    public static long combine(long hash, long next) {
        return mix(hash * 31 + next);
    }

    public static long bytes(byte[] data, int from, int to) {
        long h = (to - from) * PRIME;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            h = (h ^ (long) LONGS.get(data, at)) * 0xD6E8FEB86659FD93L;
            h ^= h >>> 32;
        }
        if (at + 4 <= to) {
            h = (h ^ (int) INTS.get(data, at)) * 0xD6E8FEB86659FD93L;
            h ^= h >>> 29;
            at += 4;
        }
        for (; at < to; at++) {
            h = (h ^ data[at]) * 0xD6E8FEB86659FD93L;
            h ^= h >>> 31;
        }
        return mix(h);
    }

    /** The bits of a number as grouping sees it: one zero, one NaN. */
    public static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    public static int bits(float value) {
        return Float.floatToIntBits(value + 0.0f);
    }
}
