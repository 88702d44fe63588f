package dev.skep.storage.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** An immutable run of bytes, ordered byte by byte without sign, as files order text and binary values. */
public record ByteString(byte[] bytes) implements Comparable<ByteString> {
    public ByteString {
        bytes = bytes.clone();
    }

    public static ByteString of(String text) {
        return new ByteString(text.getBytes(UTF_8));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(ByteString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, UTF_8);
    }
}
