package dev.skep.storage.parquet;

import org.apache.parquet.format.Type;

/** BYTE_STREAM_SPLIT: the first bytes of all values, then the second bytes of all, and so on. */
final class StreamSplitDecoder extends ValueDecoder {
    private final int width;
    private byte[] bytes = new byte[0];
    private int start;
    private int values;
    private int next;

    StreamSplitDecoder(Type type, int typeLength) {
        this.width = switch (type) {
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case FIXED_LEN_BYTE_ARRAY -> typeLength;
            case BOOLEAN, INT96, BYTE_ARRAY -> throw DecodeException.corrupt("BYTE_STREAM_SPLIT cannot hold %s", type);
        };
    }

    @Override
    void reset(byte[] bytes, int start, int end, int count) {
        this.bytes = bytes;
        this.start = start;
        this.next = 0;
        if ((end - start) % width != 0) {
            throw DecodeException.corrupt("%d bytes for values of %d", end - start, width);
        }
        this.values = (end - start) / width;
    }

    @Override
    void skip(int count) {
        take(count);
    }

    private int take(int count) {
        if (count > values - next) {
            throw endsEarly();
        }
        int first = start + next;
        next += count;
        return first;
    }

    private int intAt(int at) {
        return bytes[at] & 0xff | (bytes[at + values] & 0xff) << 8 | (bytes[at + 2 * values] & 0xff) << 16
                | bytes[at + 3 * values] << 24;
    }

    private long longAt(int at) {
        return intAt(at) & 0xffff_ffffL | (long) intAt(at + 4 * values) << 32;
    }

    @Override
    void readInts(int[] target, int at, int count) {
        int first = take(count);
        for (int i = 0; i < count; i++) {
            target[at + i] = intAt(first + i);
        }
    }

    @Override
    void readLongs(long[] target, int at, int count) {
        int first = take(count);
        for (int i = 0; i < count; i++) {
            target[at + i] = longAt(first + i);
        }
    }

    @Override
    void readFloats(float[] target, int at, int count) {
        int first = take(count);
        for (int i = 0; i < count; i++) {
            target[at + i] = Float.intBitsToFloat(intAt(first + i));
        }
    }

    @Override
    void readDoubles(double[] target, int at, int count) {
        int first = take(count);
        for (int i = 0; i < count; i++) {
            target[at + i] = Double.longBitsToDouble(longAt(first + i));
        }
    }

    @Override
    void readBytes(BytesBuffer target, int count) {
        int first = take(count);
        byte[] value = new byte[width];
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < width; b++) {
                value[b] = bytes[first + i + b * values];
            }
            target.append(value, 0, width);
        }
    }
}
