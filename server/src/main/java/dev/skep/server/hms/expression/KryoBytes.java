package dev.skep.server.hms.expression;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** The bytes of a blob, read from the front. Every length is checked against what is left before anything is made of it. */
final class KryoBytes {
    private static final int MAX_VARINT_BYTES = 5;
    private static final int MAX_VARLONG_BYTES = 9;

    private final byte[] bytes;
    private int position;

    KryoBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return position;
    }

    int remaining() {
        return bytes.length - position;
    }

    int octet() throws UnreadableExpressionException {
        if (position == bytes.length) {
            throw new UnreadableExpressionException("it ends within an object");
        }
        return bytes[position++] & 0xFF;
    }

    boolean truth() throws UnreadableExpressionException {
        int value = octet();
        if (value > 1) {
            throw new UnreadableExpressionException("%d at %d is no boolean".formatted(value, position - 1));
        }
        return value == 1;
    }

    /** A number that is not negative. */
    int count() throws UnreadableExpressionException {
        int value = unsigned();
        if (value < 0) {
            throw new UnreadableExpressionException("the number at %d is out of range".formatted(position));
        }
        return value;
    }

    private int unsigned() throws UnreadableExpressionException {
        int value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            int digit = octet();
            value |= (digit & 0x7F) << (7 * i);
            if (digit < 0x80) {
                return value;
            }
        }
        throw new UnreadableExpressionException("the number at %d does not end".formatted(position));
    }

    int zigzagInt() throws UnreadableExpressionException {
        int value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long zigzagLong() throws UnreadableExpressionException {
        long value = 0;
        for (int i = 0; i < MAX_VARLONG_BYTES; i++) {
            long digit = octet();
            // The ninth byte is whole.
            if (i == MAX_VARLONG_BYTES - 1) {
                value |= digit << 56;
                break;
            }
            value |= (digit & 0x7F) << (7 * i);
            if (digit < 0x80) {
                break;
            }
        }
        return (value >>> 1) ^ -(value & 1);
    }

    /** {@code size} bytes, the highest first. */
    long bigEndian(int size) throws UnreadableExpressionException {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | octet();
        }
        return value;
    }

    long littleEndian(int size) throws UnreadableExpressionException {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) octet() << (8 * i);
        }
        return value;
    }

    /** A number with a flag in the highest bit of its first byte. */
    record Flagged(boolean flag, int number) {}

    Flagged flagged() throws UnreadableExpressionException {
        int first = octet();
        int value = first & 0x3F;
        if ((first & 0x40) != 0) {
            int more = count();
            if (more >= 1 << 25) {
                throw new UnreadableExpressionException("the number at %d is out of range".formatted(position));
            }
            value |= more << 6;
        }
        return new Flagged((first & 0x80) != 0, value);
    }

    byte[] raw(int length) throws UnreadableExpressionException {
        if (length < 0 || length > remaining()) {
            throw new UnreadableExpressionException("it ends within %d bytes".formatted(length));
        }
        byte[] copy = java.util.Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    @Nullable
    String text() throws UnreadableExpressionException {
        if (remaining() > 0 && (bytes[position] & 0x80) != 0) {
            return countedText();
        }
        int start = position;
        while ((octet() & 0x80) == 0) {
            // The last letter has the highest bit.
        }
        byte[] letters = java.util.Arrays.copyOfRange(bytes, start, position);
        letters[letters.length - 1] &= 0x7F;
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private @Nullable String countedText() throws UnreadableExpressionException {
        int length = flagged().number() - 1;
        if (length < 0) {
            return null;
        }
        if (length > remaining()) {
            throw new UnreadableExpressionException("it ends within a text of %d letters".formatted(length));
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(letter());
        }
        return text.toString();
    }

    /** One UTF-16 unit: those of a surrogate pair are written one by one. */
    private char letter() throws UnreadableExpressionException {
        int first = octet();
        return switch (first >> 4) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> (char) first;
            case 12, 13 -> (char) ((first & 0x1F) << 6 | following());
            case 14 -> (char) ((first & 0x0F) << 12 | following() << 6 | following());
            default ->
                throw new UnreadableExpressionException("the byte %d at %d is no text".formatted(first, position));
        };
    }

    private int following() throws UnreadableExpressionException {
        int next = octet();
        if ((next & 0xC0) != 0x80) {
            throw new UnreadableExpressionException("the byte %d at %d is no text".formatted(next, position));
        }
        return next & 0x3F;
    }
}
