package dev.skep.storage.vector;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/** 128-bit two's complement numbers, as a signed high and an unsigned low half: decimals of 19 to 38 digits. */
public record Int128Vector(int length, long[] high, long[] low, boolean @Nullable [] nulls) implements FlatVector {
    public Int128Vector {
        if (length < 0 || high.length < length || low.length < length || (nulls != null && nulls.length < length)) {
            throw new IllegalArgumentException("Invalid vector: %d rows in %d values".formatted(length, high.length));
        }
    }

    /** The number at {@code row}; for tests and printing. */
    public BigInteger bigInteger(int row) {
        return BigInteger.valueOf(high[row]).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low[row])));
    }
}
