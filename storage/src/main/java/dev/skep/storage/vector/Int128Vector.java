package dev.skep.storage.vector;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/** 128-bit two's complement numbers, as a signed high and an unsigned low half: decimals of 19 to 38 digits. */
public record Int128Vector(int length, long[] high, long[] low, boolean @Nullable [] nulls) implements FlatVector {
    // Spelled out: the compact form loses @Nullable in the class file.
    public Int128Vector(int length, long[] high, long[] low, boolean @Nullable [] nulls) {
        if (length < 0 || high.length < length || low.length < length || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException("Invalid vector: %d rows in %d values".formatted(length, high.length));
        }
        this.length = length;
        this.high = high;
        this.low = low;
        this.nulls = nulls;
    }

    /** The number at {@code row}; for tests and printing. */
    public BigInteger bigInteger(int row) {
        return BigInteger.valueOf(high[row]).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low[row])));
    }
}
