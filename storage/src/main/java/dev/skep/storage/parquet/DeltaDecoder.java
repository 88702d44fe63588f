package dev.skep.storage.parquet;

import java.util.Arrays;

/**
 * DELTA_BINARY_PACKED: the first value, then blocks of differences. A block has the least difference and, for each of its parts, the number of
 * bits of what the differences are above it.
 */
final class DeltaDecoder extends ValueDecoder {
    /** Larger blocks than any writer makes are refused; the format sets no bound. */
    private static final int MAX_BLOCK = 1 << 20;

    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int partsPerBlock;
    private int valuesPerPart;
    /** Values of the page that were not yet put into {@link #values}. */
    private int undecoded;
    private long last;
    private boolean firstPending;
    private byte[] partBits = new byte[0];
    private int part;
    private long minDelta;
    private long[] values = new long[0];
    private int valueAt;
    private int valueEnd;

    @Override
    void reset(byte[] bytes, int start, int end, int count) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        long block = unsignedVarint();
        long parts = unsignedVarint();
        long total = unsignedVarint();
        if (block < 1 || block > MAX_BLOCK || block % 128 != 0 || parts < 1 || parts > block || block % parts != 0
                || block / parts % 32 != 0) {
            throw DecodeException.corrupt("blocks of %d differences in %d parts", block, parts);
        }
        if (total < 0 || total > Integer.MAX_VALUE) {
            throw DecodeException.corrupt("%d differences", total);
        }
        partsPerBlock = (int) parts;
        valuesPerPart = (int) (block / parts);
        undecoded = (int) total;
        last = zigZag(unsignedVarint());
        firstPending = true;
        part = partsPerBlock;
        valueAt = 0;
        valueEnd = 0;
        if (values.length < valuesPerPart + 1) {
            values = new long[valuesPerPart + 1];
        }
        if (partBits.length < partsPerBlock) {
            partBits = new byte[partsPerBlock];
        }
    }

    /** The number of values that the page says it has. */
    int total() {
        return undecoded + (valueEnd - valueAt);
    }

    /** Decodes all values into {@code target} and returns the position behind them. Only right after {@link #reset}. */
    int readAll(int[] target) {
        int total = total();
        readInts(target, 0, total);
        // The parts of the last block that have no values may still have a width each, but no bytes.
        return position;
    }

    @Override
    void skip(int count) {
        int left = count;
        while (left > 0) {
            fill();
            int now = Math.min(left, valueEnd - valueAt);
            valueAt += now;
            left -= now;
        }
    }

    @Override
    void readInts(int[] target, int at, int count) {
        int done = 0;
        while (done < count) {
            fill();
            int now = Math.min(count - done, valueEnd - valueAt);
            for (int i = 0; i < now; i++) {
                target[at + done + i] = (int) values[valueAt + i];
            }
            valueAt += now;
            done += now;
        }
    }

    @Override
    void readLongs(long[] target, int at, int count) {
        int done = 0;
        while (done < count) {
            fill();
            int now = Math.min(count - done, valueEnd - valueAt);
            System.arraycopy(values, valueAt, target, at + done, now);
            valueAt += now;
            done += now;
        }
    }

    private void fill() {
        if (valueAt < valueEnd) {
            return;
        }
        if (undecoded == 0) {
            throw endsEarly();
        }
        valueAt = 0;
        if (firstPending) {
            firstPending = false;
            values[0] = last;
            valueEnd = 1;
            undecoded--;
            return;
        }
        if (part == partsPerBlock) {
            startBlock();
        }
        int bits = partBits[part++];
        int count = Math.min(valuesPerPart, undecoded);
        unpack(bits, count);
        long running = last;
        for (int i = 0; i < count; i++) {
            running += values[i] + minDelta;
            values[i] = running;
        }
        last = running;
        valueEnd = count;
        undecoded -= count;
    }

    private void startBlock() {
        minDelta = zigZag(unsignedVarint());
        if (end - position < partsPerBlock) {
            throw endsEarly();
        }
        System.arraycopy(bytes, position, partBits, 0, partsPerBlock);
        position += partsPerBlock;
        part = 0;
    }

    private void unpack(int bits, int count) {
        if (bits < 0 || bits > 64) {
            throw DecodeException.corrupt("differences of %d bits", bits);
        }
        if (bits == 0) {
            Arrays.fill(values, 0, count, 0);
            return;
        }
        long partBytes = (long) bits * valuesPerPart / 8;
        long neededBytes = ((long) bits * count + 7) / 8;
        if (neededBytes > end - position) {
            throw endsEarly();
        }
        long mask = bits == 64 ? -1 : (1L << bits) - 1;
        for (int i = 0; i < count; i++) {
            long bit = (long) i * bits;
            int at = position + (int) (bit >>> 3);
            int shift = (int) (bit & 7);
            long word = LittleEndian.getLongPadded(bytes, at) >>> shift;
            if (shift + bits > 64) {
                word |= (long) (bytes[at + 8] & 0xff) << (64 - shift);
            }
            values[i] = word & mask;
        }
        // A last part may be cut behind its last value.
        position += (int) Math.min(partBytes, end - position);
    }

    private long unsignedVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= end) {
                throw endsEarly();
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw DecodeException.corrupt("a number of a page header is malformed");
    }

    private static long zigZag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
