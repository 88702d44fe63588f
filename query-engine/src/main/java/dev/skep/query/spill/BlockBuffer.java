package dev.skep.query.spill;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of a block as they are made or read. Reading beyond the end fails with an IndexOutOfBoundsException. */
final class BlockBuffer {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[64 << 10];
    private MemorySegment segment = MemorySegment.ofArray(bytes);
    private int position;
    private int end;

    /** Begins to write. */
    void clear() {
        position = 0;
        end = bytes.length;
    }

    /** Makes room for {@code size} bytes that someone else writes to {@link #array}, and begins to read them. */
    byte[] expect(int size) {
        position = 0;
        ensure(size);
        end = size;
        return bytes;
    }

    byte[] array() {
        return bytes;
    }

    int position() {
        return position;
    }

    private void ensure(long more) {
        long needed = position + more;
        if (needed > bytes.length) {
            if (needed > MAX_ARRAY) {
                throw new IndexOutOfBoundsException("a block of %,d bytes".formatted(needed));
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_ARRAY, Math.max(needed, 2L * bytes.length)));
            segment = MemorySegment.ofArray(bytes);
            end = bytes.length;
        }
    }

    private int advance(long size) {
        if (size < 0 || position + size > end) {
            throw new IndexOutOfBoundsException("a block ends too soon");
        }
        int at = position;
        position += (int) size;
        return at;
    }

    void putByte(int value) {
        ensure(1);
        bytes[position++] = (byte) value;
    }

    int takeByte() {
        return bytes[advance(1)];
    }

    void putInt(int value) {
        ensure(4);
        segment.set(INT, position, value);
        position += 4;
    }

    int takeInt() {
        return segment.get(INT, advance(4));
    }

    void putBytes(byte[] from, int start, int count) {
        ensure(count);
        System.arraycopy(from, start, bytes, position, count);
        position += count;
    }

    byte[] takeBytes(int count) {
        int at = advance(count);
        return Arrays.copyOfRange(bytes, at, at + count);
    }

    void putBooleans(boolean[] from, int start, int count) {
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[position + i] = (byte) (from[start + i] ? 1 : 0);
        }
        position += count;
    }

    boolean[] takeBooleans(int count) {
        int at = advance(count);
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes[at + i] != 0;
        }
        return values;
    }

    void putInts(int[] from, int start, int count) {
        ensure(4L * count);
        MemorySegment.copy(from, start, segment, INT, position, count);
        position += 4 * count;
    }

    int[] takeInts(int count) {
        int at = advance(4L * count);
        int[] values = new int[count];
        MemorySegment.copy(segment, INT, at, values, 0, count);
        return values;
    }

    /** Writes how long each of the runs is that begin at {@code offsets[start .. start + count)}. */
    void putLengths(int[] offsets, int start, int count) {
        ensure(4L * count);
        for (int i = 0; i < count; i++) {
            segment.set(INT, position + 4L * i, offsets[start + i + 1] - offsets[start + i]);
        }
        position += 4 * count;
    }

    /** Reads lengths as offsets from 0, one more than there are lengths. */
    int[] takeOffsets(int count) {
        int at = advance(4L * count);
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], segment.get(INT, at + 4L * i));
        }
        return offsets;
    }

    void putLongs(long[] from, int start, int count) {
        ensure(8L * count);
        MemorySegment.copy(from, start, segment, LONG, position, count);
        position += 8 * count;
    }

    long[] takeLongs(int count) {
        int at = advance(8L * count);
        long[] values = new long[count];
        MemorySegment.copy(segment, LONG, at, values, 0, count);
        return values;
    }

    void putFloats(float[] from, int start, int count) {
        ensure(4L * count);
        MemorySegment.copy(from, start, segment, FLOAT, position, count);
        position += 4 * count;
    }

    float[] takeFloats(int count) {
        int at = advance(4L * count);
        float[] values = new float[count];
        MemorySegment.copy(segment, FLOAT, at, values, 0, count);
        return values;
    }

    void putDoubles(double[] from, int start, int count) {
        ensure(8L * count);
        MemorySegment.copy(from, start, segment, DOUBLE, position, count);
        position += 8 * count;
    }

    double[] takeDoubles(int count) {
        int at = advance(8L * count);
        double[] values = new double[count];
        MemorySegment.copy(segment, DOUBLE, at, values, 0, count);
        return values;
    }
}
