package dev.skep.storage.parquet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in arrays of bytes, lowest byte first, as Parquet stores them. */
final class LittleEndian {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int getInt(byte[] bytes, int position) {
        return (int) INTS.get(bytes, position);
    }

    static long getLong(byte[] bytes, int position) {
        return (long) LONGS.get(bytes, position);
    }

    static long getLongBigEndian(byte[] bytes, int position) {
        return (long) BIG_LONGS.get(bytes, position);
    }

    static void putInt(byte[] bytes, int position, int value) {
        INTS.set(bytes, position, value);
    }

    static void putLong(byte[] bytes, int position, long value) {
        LONGS.set(bytes, position, value);
    }

    /** As {@link #getLong}, with zeros for the bytes behind the end of the array. */
    static long getLongPadded(byte[] bytes, int position) {
        if (position + 8 <= bytes.length) {
            return getLong(bytes, position);
        }
        long value = 0;
        for (int i = bytes.length - 1; i >= position; i--) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    /** Copies 16 bytes; both arrays must have them. */
    static void copy16(byte[] from, int position, byte[] to, int at) {
        long first = (long) LONGS.get(from, position);
        long second = (long) LONGS.get(from, position + 8);
        LONGS.set(to, at, first);
        LONGS.set(to, at + 8, second);
    }

    static void copy(byte[] from, int position, int[] to, int at, int count) {
        MemorySegment.copy(MemorySegment.ofArray(from), INT, position, to, at, count);
    }

    static void copy(byte[] from, int position, long[] to, int at, int count) {
        MemorySegment.copy(MemorySegment.ofArray(from), LONG, position, to, at, count);
    }

    static void copy(byte[] from, int position, float[] to, int at, int count) {
        MemorySegment.copy(MemorySegment.ofArray(from), FLOAT, position, to, at, count);
    }

    static void copy(byte[] from, int position, double[] to, int at, int count) {
        MemorySegment.copy(MemorySegment.ofArray(from), DOUBLE, position, to, at, count);
    }
}
