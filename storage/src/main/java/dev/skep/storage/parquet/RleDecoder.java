package dev.skep.storage.parquet;

import java.util.Arrays;

/**
 * Small whole numbers in Parquet's mix of runs and packed bits: levels, dictionary ids, booleans; and the older packed form of levels. The
 * numbers of a run are checked to lie within the bytes of the page before they are unpacked.
 */
final class RleDecoder {
    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int width;
    private long mask;
    private int runLeft;
    private boolean packed;
    private int runValue;
    /** Where the packed run began, and how many of its values were taken. */
    private int packedStart;
    private int packedTaken;
    private boolean mostSignificantFirst;

    /** Starts at {@code start}; {@code width} bits a value (0 to 32). With no bits every value is 0 and no byte is looked at. */
    void reset(byte[] bytes, int start, int end, int width) {
        if (width < 0 || width > 32) {
            throw DecodeException.corrupt("numbers of %d bits", width);
        }
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.width = width;
        this.mask = (1L << width) - 1;
        this.runLeft = 0;
        this.packed = false;
        this.mostSignificantFirst = false;
    }

    /** Starts on {@code count} values in the older form, which has no runs and fills bytes from the highest bit. */
    void resetLegacy(byte[] bytes, int start, int end, int width, int count) {
        reset(bytes, start, end, width);
        mostSignificantFirst = true;
        packed = true;
        packedStart = start;
        packedTaken = 0;
        runLeft = count;
    }

    /** Reads {@code count} values into {@code target}. */
    void read(int[] target, int at, int count) {
        if (width == 0) {
            Arrays.fill(target, at, at + count, 0);
            return;
        }
        int done = 0;
        while (done < count) {
            startRun();
            int now = Math.min(runLeft, count - done);
            if (packed) {
                unpack(target, at + done, now);
            } else {
                Arrays.fill(target, at + done, at + done + now, runValue);
            }
            runLeft -= now;
            done += now;
        }
    }

    /** True if every value is below {@code bound}, as its bits allow no more. */
    boolean isBelow(int bound) {
        return width < 31 && 1 << width <= bound;
    }

    /** Reads {@code count} levels of one bit as marks of nulls (a level of 0 is null) and returns how many are null. */
    int readNulls(boolean[] nulls, int at, int count) {
        int nullCount = 0;
        int done = 0;
        while (done < count) {
            startRun();
            int now = Math.min(runLeft, count - done);
            if (packed) {
                nullCount += unpackNulls(nulls, at + done, now);
            } else {
                boolean isNull = runValue == 0;
                Arrays.fill(nulls, at + done, at + done + now, isNull);
                nullCount += isNull ? now : 0;
            }
            runLeft -= now;
            done += now;
        }
        return nullCount;
    }

    /** Leaves out {@code count} values. */
    void skip(int count) {
        if (width == 0) {
            return;
        }
        int left = count;
        while (left > 0) {
            startRun();
            int now = Math.min(runLeft, left);
            if (packed) {
                checkPacked(now);
                packedTaken += now;
            }
            runLeft -= now;
            left -= now;
        }
    }

    private void startRun() {
        while (runLeft == 0) {
            if (mostSignificantFirst) {
                throw DecodeException.corrupt("the levels of a page end early");
            }
            long header = unsignedVarint();
            if ((header & 1) == 0) {
                packed = false;
                runLeft = (int) Math.min(header >>> 1, Integer.MAX_VALUE);
                runValue = runValue();
            } else {
                long values = (header >>> 1) * 8;
                packed = true;
                packedStart = position;
                packedTaken = 0;
                long runBytes = (header >>> 1) * width;
                long available = Math.min(runBytes, end - position);
                // The last run of a page may leave out the bytes that would only hold padding.
                runLeft = (int) Math.min(Math.min(values, Integer.MAX_VALUE), available * 8 / width);
                position += (int) available;
                if (runLeft == 0 && values > 0) {
                    throw DecodeException.corrupt("the levels or ids of a page end early");
                }
            }
        }
    }

    private long unsignedVarint() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (position >= end) {
                throw DecodeException.corrupt("the levels or ids of a page end early");
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value & 0xffff_ffffL;
            }
        }
        throw DecodeException.corrupt("the length of a run is malformed");
    }

    private int runValue() {
        int count = (width + 7) >>> 3;
        if (count > end - position) {
            throw DecodeException.corrupt("the levels or ids of a page end early");
        }
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[position++] & 0xff) << (8 * i);
        }
        if ((value & ~mask) != 0 && width < 32) {
            throw DecodeException.corrupt("a run of %d does not fit %d bits", value, width);
        }
        return value;
    }

    private void checkPacked(int count) {
        long lastByte = packedStart + (((long) packedTaken + count) * width + 7) / 8;
        if (lastByte > end) {
            throw DecodeException.corrupt("the levels or ids of a page end early");
        }
    }

    private int packedValue(int index) {
        long bit = (long) index * width;
        int at = packedStart + (int) (bit >>> 3);
        if (mostSignificantFirst) {
            long word = Long.reverseBytes(LittleEndian.getLongPadded(bytes, at));
            return (int) (word << (bit & 7) >>> (64 - width));
        }
        return (int) (LittleEndian.getLongPadded(bytes, at) >>> (bit & 7) & mask);
    }

    private int unpackNulls(boolean[] nulls, int at, int count) {
        checkPacked(count);
        int nullCount = 0;
        int index = packedTaken;
        int i = 0;
        while (i < count && (mostSignificantFirst || (index & 7) != 0)) {
            boolean isNull = packedValue(index++) == 0;
            nulls[at + i++] = isNull;
            nullCount += isNull ? 1 : 0;
        }
        while (i + 8 <= count) {
            int eight = bytes[packedStart + (index >>> 3)];
            int to = at + i;
            nulls[to] = (eight & 1) == 0;
            nulls[to + 1] = (eight & 2) == 0;
            nulls[to + 2] = (eight & 4) == 0;
            nulls[to + 3] = (eight & 8) == 0;
            nulls[to + 4] = (eight & 16) == 0;
            nulls[to + 5] = (eight & 32) == 0;
            nulls[to + 6] = (eight & 64) == 0;
            nulls[to + 7] = (eight & 128) == 0;
            nullCount += 8 - Integer.bitCount(eight & 0xff);
            i += 8;
            index += 8;
        }
        while (i < count) {
            boolean isNull = packedValue(index++) == 0;
            nulls[at + i++] = isNull;
            nullCount += isNull ? 1 : 0;
        }
        packedTaken = index;
        return nullCount;
    }

    private void unpack(int[] target, int at, int count) {
        checkPacked(count);
        int index = packedTaken;
        int i = 0;
        while (i < count && (mostSignificantFirst || (index & 7) != 0)) {
            target[at + i++] = packedValue(index++);
        }
        int groups = (count - i) >>> 3;
        // Eight values are taken with reads of eight bytes that may reach beyond their own bytes.
        int safe = (int) Math.max(0, Math.min(groups,
                ((long) bytes.length - 8 - packedStart - (long) (index >>> 3) * width) / width));
        if (safe > 0 && width <= 28) {
            unpackGroups(bytes, packedStart + (index >>> 3) * width, width, (int) mask, target, at + i, safe);
            i += safe * 8;
            index += safe * 8;
        }
        while (i < count) {
            target[at + i++] = packedValue(index++);
        }
        packedTaken = index;
    }

    private static void unpackGroups(byte[] bytes, int start, int width, int mask, int[] target, int at, int groups) {
        if (width <= 8) {
            unpackNarrow(bytes, start, width, mask, target, at, groups);
        } else if (width <= 16) {
            unpackMiddle(bytes, start, width, mask, target, at, groups);
        } else {
            unpackWide(bytes, start, width, mask, target, at, groups);
        }
    }

    private static void unpackNarrow(byte[] bytes, int start, int width, int mask, int[] target, int at, int groups) {
        int from = start;
        int to = at;
        for (int group = 0; group < groups; group++) {
            long word = LittleEndian.getLong(bytes, from);
            target[to] = (int) word & mask;
            target[to + 1] = (int) (word >>> width) & mask;
            target[to + 2] = (int) (word >>> 2 * width) & mask;
            target[to + 3] = (int) (word >>> 3 * width) & mask;
            target[to + 4] = (int) (word >>> 4 * width) & mask;
            target[to + 5] = (int) (word >>> 5 * width) & mask;
            target[to + 6] = (int) (word >>> 6 * width) & mask;
            target[to + 7] = (int) (word >>> 7 * width) & mask;
            from += width;
            to += 8;
        }
    }

    private static void unpackMiddle(byte[] bytes, int start, int width, int mask, int[] target, int at, int groups) {
        int from = start;
        int to = at;
        int secondAt = width >>> 1;
        int secondShift = (width & 1) << 2;
        for (int group = 0; group < groups; group++) {
            long first = LittleEndian.getLong(bytes, from);
            long second = LittleEndian.getLong(bytes, from + secondAt) >>> secondShift;
            target[to] = (int) first & mask;
            target[to + 1] = (int) (first >>> width) & mask;
            target[to + 2] = (int) (first >>> 2 * width) & mask;
            target[to + 3] = (int) (first >>> 3 * width) & mask;
            target[to + 4] = (int) second & mask;
            target[to + 5] = (int) (second >>> width) & mask;
            target[to + 6] = (int) (second >>> 2 * width) & mask;
            target[to + 7] = (int) (second >>> 3 * width) & mask;
            from += width;
            to += 8;
        }
    }

    private static void unpackWide(byte[] bytes, int start, int width, int mask, int[] target, int at, int groups) {
        int from = start;
        int to = at;
        for (int group = 0; group < groups; group++) {
            for (int pair = 0; pair < 4; pair++) {
                int bit = 2 * width * pair;
                long word = LittleEndian.getLong(bytes, from + (bit >>> 3)) >>> (bit & 7);
                target[to + 2 * pair] = (int) word & mask;
                target[to + 2 * pair + 1] = (int) (word >>> width) & mask;
            }
            from += width;
            to += 8;
        }
    }
}
