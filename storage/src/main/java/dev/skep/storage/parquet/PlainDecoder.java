package dev.skep.storage.parquet;

import org.apache.parquet.format.Type;

/** PLAIN: values one behind the other; byte arrays with their length before them; booleans as bits. */
final class PlainDecoder extends ValueDecoder {
    private final Type type;
    private final int width;
    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int bit;

    PlainDecoder(Type type, int typeLength) {
        this.type = type;
        this.width = switch (type) {
            case BOOLEAN, BYTE_ARRAY -> 0;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case FIXED_LEN_BYTE_ARRAY -> typeLength;
        };
    }

    @Override
    void reset(byte[] bytes, int start, int end, int count) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.bit = 0;
    }

    private int take(int count) {
        long size = (long) count * width;
        if (size > end - position) {
            throw endsEarly();
        }
        int start = position;
        position += (int) size;
        return start;
    }

    @Override
    void skip(int count) {
        if (type == Type.BOOLEAN) {
            takeBits(count);
        } else if (type == Type.BYTE_ARRAY) {
            for (int i = 0; i < count; i++) {
                position += nextLength() + 4;
            }
        } else {
            take(count);
        }
    }

    private int takeBits(int count) {
        long last = position + ((long) bit + count + 7) / 8;
        if (last > end) {
            throw endsEarly();
        }
        int start = bit;
        bit += count;
        return start;
    }

    @Override
    void readBooleans(boolean[] target, int at, int count) {
        int start = takeBits(count);
        for (int i = 0; i < count; i++) {
            int index = start + i;
            target[at + i] = (bytes[position + (index >>> 3)] >>> (index & 7) & 1) != 0;
        }
    }

    @Override
    void readInts(int[] target, int at, int count) {
        LittleEndian.copy(bytes, take(count), target, at, count);
    }

    @Override
    void readInts(int[] target, int at, int[] ordinals, int count, int span) {
        int start = take(span);
        for (int i = 0; i < count; i++) {
            target[at + i] = LittleEndian.getInt(bytes, start + ordinals[i] * Integer.BYTES);
        }
    }

    @Override
    void readLongs(long[] target, int at, int count) {
        LittleEndian.copy(bytes, take(count), target, at, count);
    }

    @Override
    void readLongs(long[] target, int at, int[] ordinals, int count, int span) {
        int start = take(span);
        for (int i = 0; i < count; i++) {
            target[at + i] = LittleEndian.getLong(bytes, start + ordinals[i] * Long.BYTES);
        }
    }

    @Override
    void readFloats(float[] target, int at, int count) {
        LittleEndian.copy(bytes, take(count), target, at, count);
    }

    @Override
    void readFloats(float[] target, int at, int[] ordinals, int count, int span) {
        int start = take(span);
        for (int i = 0; i < count; i++) {
            target[at + i] = Float.intBitsToFloat(LittleEndian.getInt(bytes, start + ordinals[i] * Integer.BYTES));
        }
    }

    @Override
    void readDoubles(double[] target, int at, int count) {
        LittleEndian.copy(bytes, take(count), target, at, count);
    }

    @Override
    void readDoubles(double[] target, int at, int[] ordinals, int count, int span) {
        int start = take(span);
        for (int i = 0; i < count; i++) {
            target[at + i] = Double.longBitsToDouble(LittleEndian.getLong(bytes, start + ordinals[i] * Long.BYTES));
        }
    }

    private int nextLength() {
        if (end - position < 4) {
            throw endsEarly();
        }
        int length = LittleEndian.getInt(bytes, position);
        if (length < 0 || length > end - position - 4) {
            throw DecodeException.corrupt("a value of %d bytes where %d are left", length, end - position - 4);
        }
        return length;
    }

    @Override
    void readBytes(BytesBuffer target, int count) {
        if (type != Type.BYTE_ARRAY) {
            target.appendFixed(bytes, take(count), width, count);
            return;
        }
        // Sized for all values first, so that the loop below need not ask again.
        int from = position;
        long total = 0;
        for (int i = 0; i < count; i++) {
            int length = nextLength();
            total += length;
            position += length + 4;
        }
        target.appendPrefixed(bytes, from, count, total);
    }
}
