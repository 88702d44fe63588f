package dev.skep.storage.parquet;

import java.util.Arrays;

/**
 * DELTA_LENGTH_BYTE_ARRAY (all lengths, then all bytes) and DELTA_BYTE_ARRAY (before that, for each value, how many bytes it shares with the
 * value before).
 */
final class DeltaBytesDecoder extends ValueDecoder {
    private final boolean sharesPrefixes;
    private final int fixedLength;
    private final DeltaDecoder numbers = new DeltaDecoder();
    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int[] prefixes = new int[0];
    private int[] lengths = new int[0];
    private int next;
    private int count;
    private byte[] previous = new byte[0];
    private int previousLength;

    /** @param fixedLength bytes of each value where the column's type says so, else 0 */
    DeltaBytesDecoder(boolean sharesPrefixes, int fixedLength) {
        this.sharesPrefixes = sharesPrefixes;
        this.fixedLength = fixedLength;
    }

    @Override
    void reset(byte[] bytes, int start, int end, int count) {
        this.bytes = bytes;
        this.end = end;
        this.next = 0;
        this.previousLength = 0;
        int at = start;
        if (sharesPrefixes) {
            prefixes = numbers(prefixes, at, count);
            at = position;
        }
        int prefixCount = this.count;
        lengths = numbers(lengths, at, count);
        if (sharesPrefixes && prefixCount != this.count) {
            throw DecodeException.corrupt("%d prefixes for %d values", prefixCount, this.count);
        }
    }

    private int[] numbers(int[] reused, int start, int most) {
        numbers.reset(bytes, start, end, most);
        int total = numbers.total();
        if (total > most) {
            throw DecodeException.corrupt("%d lengths in a page of %d values", total, most);
        }
        // A claim of many values behind few bytes is not worth an array.
        if (total > 1 << 20 && total > (end - start) * 64L) {
            throw DecodeException.corrupt("%d lengths in %d bytes", total, end - start);
        }
        int[] target = reused.length < total ? new int[total] : reused;
        position = numbers.readAll(target);
        count = total;
        return target;
    }

    private int nextLength() {
        if (next >= count) {
            throw endsEarly();
        }
        int length = lengths[next];
        if (length < 0 || length > end - position) {
            throw DecodeException.corrupt("a value of %d bytes where %d are left", length, end - position);
        }
        return length;
    }

    @Override
    void skip(int count) {
        for (int i = 0; i < count; i++) {
            if (sharesPrefixes) {
                advance();
            } else {
                position += nextLength();
                next++;
            }
        }
    }

    @Override
    void readBytes(BytesBuffer target, int count) {
        for (int i = 0; i < count; i++) {
            if (sharesPrefixes) {
                advance();
                target.append(previous, 0, previousLength);
            } else {
                int length = nextLength();
                checkFixed(length);
                target.append(bytes, position, length);
                position += length;
                next++;
            }
        }
    }

    private void advance() {
        int length = nextLength();
        int prefix = prefixes[next];
        if (prefix < 0 || prefix > previousLength) {
            throw DecodeException.corrupt("a value shares %d bytes with one of %d", prefix, previousLength);
        }
        int total = Math.addExact(prefix, length);
        checkFixed(total);
        if (total > previous.length) {
            previous = Arrays.copyOf(previous, Math.max(total, previous.length * 2));
        }
        System.arraycopy(bytes, position, previous, prefix, length);
        previousLength = total;
        position += length;
        next++;
    }

    private void checkFixed(int length) {
        if (fixedLength > 0 && length != fixedLength) {
            throw DecodeException.corrupt("a value of %d bytes in a column of %d", length, fixedLength);
        }
    }
}
