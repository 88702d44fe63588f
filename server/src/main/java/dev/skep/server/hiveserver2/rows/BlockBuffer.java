package dev.skep.server.hiveserver2.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of a block that grow at the end, with little-endian numbers. */
final class BlockBuffer {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    BlockBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Makes room for {@code more} bytes, which hold anything, and returns where they begin. */
    private int extend(int more) {
        int at = size;
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.clamp(2L * bytes.length, needed, Integer.MAX_VALUE - 8));
        }
        size = needed;
        return at;
    }

    void addByte(int value) {
        int at = extend(1);
        bytes[at] = (byte) value;
    }

    void addInt(int value) {
        int at = extend(4);
        INTS.set(bytes, at, value);
    }

    void setInt(int at, int value) {
        INTS.set(bytes, at, value);
    }

    void addLong(long value) {
        int at = extend(8);
        LONGS.set(bytes, at, value);
    }

    void add(byte[] from, int offset, int length) {
        int at = extend(length);
        System.arraycopy(from, offset, bytes, at, length);
    }

    /** Adds a bit per row of {@code from} to before {@code to}. */
    void addBits(boolean[] values, int from, int to) {
        int at = extend((to - from + 7) / 8);
        Arrays.fill(bytes, at, size, (byte) 0);
        for (int row = from; row < to; row++) {
            if (values[row]) {
                int bit = row - from;
                bytes[at + (bit >> 3)] |= (byte) (1 << (bit & 7));
            }
        }
    }

    /** How many bytes a number has that counts from 0 to {@code range}, unsigned: 0, 1, 2, 4 or 8. */
    static int width(long range) {
        if (range == 0) {
            return 0;
        }
        if ((range & ~0xFFL) == 0) {
            return 1;
        }
        if ((range & ~0xFFFFL) == 0) {
            return 2;
        }
        return (range & ~0xFFFF_FFFFL) == 0 ? 4 : 8;
    }

    /** Adds {@code count} numbers less {@code base}, each in {@code width} bytes. */
    void addNumbers(long[] values, int count, long base, int width) {
        int at = extend(Math.multiplyExact(count, width));
        byte[] to = bytes;
        switch (width) {
            case 0 -> {
            }
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = (byte) (values[i] - base);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    SHORTS.set(to, at + 2 * i, (short) (values[i] - base));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    INTS.set(to, at + 4 * i, (int) (values[i] - base));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    LONGS.set(to, at + 8 * i, values[i] - base);
                }
            }
        }
    }
}
