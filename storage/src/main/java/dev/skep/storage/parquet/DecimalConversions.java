package dev.skep.storage.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Conversions from and to decimals. A value that does not fit the table's precision fails; none is rounded. */
final class DecimalConversions {
    private static final long[] POWERS = new long[19];
    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private DecimalConversions() {}

    static @Nullable Conversion decimal(Type physical, LeafType.Decimal from, DataType type) {
        boolean isNumber = physical == Type.INT32 || physical == Type.INT64;
        if (type == PrimitiveType.DOUBLE) {
            return isNumber
                    ? (source, target) -> numbersToDoubles(source, target, from.scale())
                    : (source, target) -> bytesToDoubles((BytesBuffer) source, target, from.scale());
        }
        if (!(type instanceof DecimalType to) || to.scale() < from.scale()) {
            return null;
        }
        int shift = to.scale() - from.scale();
        if (isNumber) {
            // A writer may have put more digits into the number than it declared; the check costs little.
            return to.isShort()
                    ? (source, target) -> numbersToShort(source, target, shift, to)
                    : (source, target) -> numbersToLong(source, target, shift, to);
        }
        return to.isShort()
                ? (source, target) -> bytesToShort((BytesBuffer) source, target, shift, to)
                : (source, target) -> bytesToLong((BytesBuffer) source, target, shift, to);
    }

    static @Nullable Conversion whole(boolean isInt, LeafType.Whole from, long mask, DecimalType to) {
        int digits = switch (from.bits()) {
            case 8 -> 3;
            case 16 -> 5;
            case 32 -> 10;
            default -> from.signed() ? 19 : 20;
        };
        if (to.precision() - to.scale() < digits) {
            return null;
        }
        if (!isInt && !from.signed()) {
            return (source, target) -> unsignedLongs((ValueBuffer.Longs) source, target, to);
        }
        if (to.isShort()) {
            return (source, target) -> maskedToShort(source, target, mask, to);
        }
        return (source, target) -> {
            ValueBuffer.Int128s values = (ValueBuffer.Int128s) target;
            values.ensure(source.size);
            for (int i = 0; i < source.size; i++) {
                put(values, i,
                        shifted(BigInteger.valueOf(NumberConversions.numberAt(source, i, mask)), to.scale(), to));
            }
            values.size += source.size;
        };
    }

    private static void maskedToShort(ValueBuffer source, ValueBuffer target, long mask, DecimalType to) {
        ValueBuffer.Longs values = (ValueBuffer.Longs) target;
        values.ensure(source.size);
        for (int i = 0; i < source.size; i++) {
            values.values[values.size + i] = NumberConversions.numberAt(source, i, mask) * POWERS[to.scale()];
        }
        values.size += source.size;
    }

    private static void unsignedLongs(ValueBuffer.Longs source, ValueBuffer target, DecimalType to) {
        ValueBuffer.Int128s values = (ValueBuffer.Int128s) target;
        values.ensure(source.size);
        for (int i = 0; i < source.size; i++) {
            BigInteger number = new BigInteger(Long.toUnsignedString(source.values[i]));
            put(values, i, shifted(number, to.scale(), to));
        }
        values.size += source.size;
    }

    private static void numbersToShort(ValueBuffer source, ValueBuffer target, int shift, DecimalType to) {
        ValueBuffer.Longs longs = (ValueBuffer.Longs) target;
        longs.ensure(source.size);
        long power = POWERS[shift];
        long most = (POWERS[to.precision()] - 1) / power;
        long[] values = longs.values;
        int at = longs.size;
        boolean fits = true;
        if (source instanceof ValueBuffer.Ints ints) {
            int[] from = ints.values;
            for (int i = 0; i < source.size; i++) {
                long value = from[i];
                fits &= value <= most & value >= -most;
                values[at + i] = value * power;
            }
        } else {
            long[] from = ((ValueBuffer.Longs) source).values;
            for (int i = 0; i < source.size; i++) {
                long value = from[i];
                fits &= value <= most & value >= -most;
                values[at + i] = value * power;
            }
        }
        if (!fits) {
            throw DecodeException.unsupported("a value has too many digits for %s", to);
        }
        longs.size += source.size;
    }

    private static void numbersToLong(ValueBuffer source, ValueBuffer target, int shift, DecimalType to) {
        ValueBuffer.Int128s values = (ValueBuffer.Int128s) target;
        values.ensure(source.size);
        for (int i = 0; i < source.size; i++) {
            long number = NumberConversions.numberAt(source, i, -1);
            if (shift == 0) {
                values.high[values.size + i] = number >> 63;
                values.low[values.size + i] = number;
            } else {
                put(values, i, shifted(BigInteger.valueOf(number), shift, to));
            }
        }
        values.size += source.size;
    }

    private static void numbersToDoubles(ValueBuffer source, ValueBuffer target, int scale) {
        ValueBuffer.Doubles values = (ValueBuffer.Doubles) target;
        values.ensure(source.size);
        for (int i = 0; i < source.size; i++) {
            values.values[values.size + i] = BigDecimal.valueOf(NumberConversions.numberAt(source, i, -1), scale)
                    .doubleValue();
        }
        values.size += source.size;
    }

    private static void bytesToDoubles(BytesBuffer source, ValueBuffer target, int scale) {
        ValueBuffer.Doubles values = (ValueBuffer.Doubles) target;
        values.ensure(source.size);
        for (int i = 0; i < source.size; i++) {
            values.values[values.size + i] = new BigDecimal(bigInteger(source, i), scale).doubleValue();
        }
        values.size += source.size;
    }

    private static void bytesToShort(BytesBuffer source, ValueBuffer target, int shift, DecimalType to) {
        ValueBuffer.Longs longs = (ValueBuffer.Longs) target;
        longs.ensure(source.size);
        long power = POWERS[shift];
        long most = (POWERS[to.precision()] - 1) / power;
        for (int i = 0; i < source.size; i++) {
            int from = source.offsets[i];
            int length = source.offsets[i + 1] - from;
            long value;
            if (length <= 8) {
                value = shortValue(source.data, from, length);
            } else {
                BigInteger number = bigInteger(source, i);
                if (number.bitLength() > 63) {
                    throw tooLong(to);
                }
                value = number.longValue();
            }
            if (value > most || value < -most) {
                throw tooLong(to);
            }
            longs.values[longs.size + i] = value * power;
        }
        longs.size += source.size;
    }

    /** A two's complement number of up to 8 bytes, highest byte first. No bytes are zero. */
    private static long shortValue(byte[] data, int from, int length) {
        if (length == 0) {
            return 0;
        }
        if (from + 8 <= data.length) {
            return LittleEndian.getLongBigEndian(data, from) >> (64 - 8 * length);
        }
        long value = data[from];
        for (int i = 1; i < length; i++) {
            value = value << 8 | (data[from + i] & 0xff);
        }
        return value;
    }

    private static void bytesToLong(BytesBuffer source, ValueBuffer target, int shift, DecimalType to) {
        ValueBuffer.Int128s values = (ValueBuffer.Int128s) target;
        values.ensure(source.size);
        BigInteger bound = BigInteger.TEN.pow(to.precision());
        long boundHigh = bound.shiftRight(64).longValue();
        long boundLow = bound.longValue();
        for (int i = 0; i < source.size; i++) {
            int from = source.offsets[i];
            int length = source.offsets[i + 1] - from;
            if (shift == 0 && length <= 16) {
                int highLength = Math.max(0, length - 8);
                long low = shortValue(source.data, from + highLength, length - highLength);
                long high = highLength > 0 ? shortValue(source.data, from, highLength) : low >> 63;
                if (!isBelow(high, low, boundHigh, boundLow)) {
                    throw tooLong(to);
                }
                values.high[values.size + i] = high;
                values.low[values.size + i] = low;
            } else {
                put(values, i, shifted(bigInteger(source, i), shift, to));
            }
        }
        values.size += source.size;
    }

    /** True if the number's absolute value is below the bound, which is positive. */
    private static boolean isBelow(long high, long low, long boundHigh, long boundLow) {
        if (high >= 0) {
            return high < boundHigh || high == boundHigh && Long.compareUnsigned(low, boundLow) < 0;
        }
        // The bound's negative is (~boundHigh, -boundLow), as its low half is not zero.
        long negativeHigh = ~boundHigh;
        return high > negativeHigh || high == negativeHigh && Long.compareUnsigned(low, -boundLow) > 0;
    }

    private static BigInteger bigInteger(BytesBuffer source, int index) {
        int from = source.offsets[index];
        int to = source.offsets[index + 1];
        return from == to ? BigInteger.ZERO : new BigInteger(Arrays.copyOfRange(source.data, from, to));
    }

    private static BigInteger shifted(BigInteger value, int shift, DecimalType to) {
        BigInteger result = shift == 0 ? value : value.multiply(BigInteger.TEN.pow(shift));
        if (result.abs().compareTo(BigInteger.TEN.pow(to.precision())) >= 0) {
            throw tooLong(to);
        }
        return result;
    }

    private static void put(ValueBuffer.Int128s values, int index, BigInteger value) {
        values.high[values.size + index] = value.shiftRight(64).longValue();
        values.low[values.size + index] = value.longValue();
    }

    private static DecodeException tooLong(DecimalType to) {
        return DecodeException.unsupported("a value has too many digits for %s", to);
    }
}
