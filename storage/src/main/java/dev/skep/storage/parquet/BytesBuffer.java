package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.FlatVector;
import org.jspecify.annotations.Nullable;

/** Runs of bytes of one column for a batch. */
final class BytesBuffer extends ValueBuffer {
    /** A batch whose values take more is refused. */
    private static final int MAX_BYTES = 1 << 30;
    /** Up to here two moves of eight bytes beat a call that copies. */
    private static final int SHORT = 16;

    byte[] data = new byte[64];
    /** Value {@code i} is {@code data[offsets[i] .. offsets[i + 1])}. */
    int[] offsets = new int[64];

    /** Makes room for {@code count} values of {@code bytes} bytes together, and for what a short copy writes too far. */
    private void ensure(int count, long bytes) {
        long needed = offsets[size] + bytes + SHORT;
        if (needed > MAX_BYTES) {
            throw DecodeException.unsupported("the values of a batch take more than %d bytes", MAX_BYTES);
        }
        if (needed > data.length) {
            data = LargeArrays.grown(data, (int) Math.min(MAX_BYTES, needed + (needed >> 1)));
        }
        ensureRows(size + count);
    }

    private void ensureRows(int rows) {
        if (offsets.length < rows + 1) {
            offsets = Arrays.copyOf(offsets, grown(rows + 1));
        }
    }

    @Override
    long retainedBytes() {
        return data.length + (long) Integer.BYTES * offsets.length;
    }

    @Override
    void append(ValueDecoder decoder, int count) {
        decoder.readBytes(this, count);
    }

    @Override
    void append(ValueDecoder decoder, int[] ordinals, int count, int span) {
        decoder.readBytes(this, ordinals, count, span);
    }

    void append(byte[] source, int from, int length) {
        ensure(1, length);
        int end = offsets[size];
        System.arraycopy(source, from, data, end, length);
        offsets[++size] = end + length;
    }

    /** Appends {@code count} values of {@code width} bytes that follow each other. */
    void appendFixed(byte[] source, int from, int width, int count) {
        long total = (long) width * count;
        ensure(count, total);
        int end = offsets[size];
        System.arraycopy(source, from, data, end, (int) total);
        for (int i = 1; i <= count; i++) {
            offsets[size + i] = end + i * width;
        }
        size += count;
    }

    /** Appends {@code count} values, each behind four bytes of length; they were checked, and take {@code total} bytes without the lengths. */
    void appendPrefixed(byte[] source, int from, int count, long total) {
        ensure(count, total);
        byte[] target = data;
        int end = offsets[size];
        int position = from;
        int lastSafe = source.length - SHORT;
        for (int i = 1; i <= count; i++) {
            int length = LittleEndian.getInt(source, position);
            position += 4;
            if (length <= SHORT && position <= lastSafe) {
                LittleEndian.copy16(source, position, target, end);
            } else {
                System.arraycopy(source, position, target, end, length);
            }
            position += length;
            end += length;
            offsets[size + i] = end;
        }
        size += count;
    }

    @Override
    void append(FlatVector dictionary, int[] ids, int from, int count) {
        BytesVector source = (BytesVector) dictionary;
        int[] starts = source.offsets();
        long total = 0;
        for (int i = 0; i < count; i++) {
            int id = ids[from + i];
            total += starts[id + 1] - starts[id];
        }
        ensure(count, total);
        int end = offsets[size];
        for (int i = 0; i < count; i++) {
            int id = ids[from + i];
            int length = starts[id + 1] - starts[id];
            System.arraycopy(source.data(), starts[id], data, end, length);
            end += length;
            offsets[size + i + 1] = end;
        }
        size += count;
    }

    @Override
    void spread(boolean[] nulls, int rows) {
        int present = size;
        ensureRows(rows);
        for (int row = rows - 1; row >= 0; row--) {
            offsets[row + 1] = offsets[present];
            if (!nulls[row]) {
                present--;
            }
        }
        size = rows;
    }

    @Override
    void spread(int[] rows, int count, boolean @Nullable [] nulls) {
        int present = size;
        int next = count - 1;
        int length = count == 0 ? 0 : rows[count - 1] + 1;
        ensureRows(length);
        for (int row = length - 1; row >= 0; row--) {
            offsets[row + 1] = offsets[present];
            if (rows[next] == row) {
                next = Math.max(0, next - 1);
                if (nulls == null || !nulls[row]) {
                    present--;
                }
            }
        }
        size = length;
    }

    @Override
    void lookUp(FlatVector dictionary, int[] ids, int[] rows, int count) {
        throw new IllegalStateException("Text stays in its dictionary");
    }

    @Override
    FlatVector vector(int length, boolean @Nullable [] nulls) {
        ensureRows(length);
        if (size < length) {
            Arrays.fill(offsets, size + 1, length + 1, offsets[size]);
        }
        return new BytesVector(length, data, offsets, nulls);
    }
}
