package dev.skep.query.function.vector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

import dev.skep.storage.vector.BytesVector;

/** The run of bytes that an argument has at a row: UTF-8 text, or binary. Read again for each row; it copies nothing. */
public final class Span {
    private byte[] data = new byte[0];
    private int start;
    private int end;

    /** Goes to the value of {@code row}, which must not be null. */
    public Span read(ColumnReader reader, int row) {
        BytesVector bytes = reader.bytes();
        int i = reader.index(row);
        data = bytes.data();
        start = bytes.offsets()[i];
        end = bytes.offsets()[i + 1];
        return this;
    }

    /** The array that the bytes are in: from {@link #start} to before {@link #end}. Not to be written. */
    public byte[] data() {
        return data;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    public int size() {
        return end - start;
    }

    public boolean equalTo(byte[] other) {
        return Arrays.equals(data, start, end, other, 0, other.length);
    }

    public byte[] copy() {
        return Arrays.copyOfRange(data, start, end);
    }

    /** The bytes as an object, which costs: prefer the bytes. */
    public String text() {
        return new String(data, start, end - start, UTF_8);
    }
}
