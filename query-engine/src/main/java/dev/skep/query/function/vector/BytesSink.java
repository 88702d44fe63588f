package dev.skep.query.function.vector;

import java.util.Arrays;

import dev.skep.storage.vector.BytesVector;
import org.jspecify.annotations.Nullable;

/** Collects a run of bytes for rows in ascending order; rows left out are empty. Begin, then for each row write bytes and end the row. */
public final class BytesSink {
    private byte[] data = new byte[0];
    private int[] offsets = new int[1];
    private int length;
    private int nextRow;
    private int end;

    public BytesSink begin(int rows) {
        if (offsets.length < rows + 1) {
            offsets = new int[rows + 1];
        }
        length = rows;
        nextRow = 0;
        end = 0;
        return this;
    }

    private void ensure(int more) {
        int needed = Math.addExact(end, more);
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 64 + 2L * data.length)));
        }
    }

    public void write(byte[] from, int start, int stop) {
        int size = stop - start;
        ensure(size);
        System.arraycopy(from, start, data, end, size);
        end += size;
    }

    public void write(byte[] from) {
        write(from, 0, from.length);
    }

    public void write(byte value) {
        ensure(1);
        data[end++] = value;
    }

    /** Ends the run of {@code row}; the bytes since the last end are its own. */
    public void endRow(int row) {
        int start = nextRow == 0 ? 0 : offsets[nextRow];
        for (int i = nextRow; i < row; i++) {
            offsets[i + 1] = start;
        }
        offsets[row + 1] = end;
        nextRow = row + 1;
    }

    public void put(int row, byte[] from, int start, int stop) {
        write(from, start, stop);
        endRow(row);
    }

    public void put(int row, byte[] from) {
        put(row, from, 0, from.length);
    }

    /** Returns the vector; valid until the next begin. */
    public BytesVector finish(boolean @Nullable [] nulls) {
        for (int i = nextRow; i < length; i++) {
            offsets[i + 1] = end;
        }
        offsets[0] = 0;
        return new BytesVector(length, data, offsets, nulls);
    }
}
