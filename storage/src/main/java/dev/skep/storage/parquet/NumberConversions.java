package dev.skep.storage.parquet;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Conversions of whole numbers, floating-point numbers, dates and timestamps. */
final class NumberConversions {
    static final long MICROS_PER_DAY = 86_400_000_000L;
    /** 1970-01-01 as a Julian day. */
    static final int EPOCH_JULIAN_DAY = 2_440_588;

    private NumberConversions() {}

    static @Nullable Conversion whole(Type physical, LeafType.Whole from, DataType type) {
        boolean isInt = physical == Type.INT32;
        // What an unsigned number of 32 bits and a signed one have in common is their bits.
        long mask = from.signed() || from.bits() == 64 ? -1 : (1L << from.bits()) - 1;
        boolean isUnsignedLong = !from.signed() && from.bits() == 64;
        if (type instanceof DecimalType decimal) {
            return DecimalConversions.whole(isInt, from, mask, decimal);
        }
        if (!(type instanceof PrimitiveType primitive)) {
            return null;
        }
        return switch (primitive) {
            case TINYINT -> isInt ? narrow(from, mask, -128, 127, type) : null;
            case SMALLINT -> isInt ? narrow(from, mask, -32_768, 32_767, type) : null;
            case INT -> isInt
                    ? (from.signed() && from.bits() == 32
                            ? Conversion.NONE
                            : narrow(from, mask, Integer.MIN_VALUE, Integer.MAX_VALUE, type))
                    : null;
            case BIGINT -> isInt
                    ? (source, target) -> intsToLongs(source, target, mask)
                    : isUnsignedLong ? NumberConversions::notNegative : Conversion.NONE;
            case FLOAT -> isUnsignedLong ? null : (source, target) -> toFloats(source, target, mask);
            case DOUBLE -> isUnsignedLong ? null : (source, target) -> toDoubles(source, target, mask);
            case STRING -> (source, target) -> TextConversions.numbers(source, target, mask, isUnsignedLong);
            case BOOLEAN, BINARY, DATE, TIMESTAMP, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> null;
        };
    }

    static @Nullable Conversion date(DataType type) {
        return type == PrimitiveType.DATE
                ? Conversion.NONE
                : type == PrimitiveType.TIMESTAMP
                        ? NumberConversions::daysToMicros
                        : type == PrimitiveType.STRING ? TextConversions::dates : null;
    }

    static @Nullable Conversion timestamp(long unitsPerSecond, DataType type) {
        if (type != PrimitiveType.TIMESTAMP) {
            return null;
        }
        if (unitsPerSecond == 1_000) {
            return NumberConversions::millisToMicros;
        }
        return unitsPerSecond == 1_000_000 ? Conversion.NONE : NumberConversions::nanosToMicros;
    }

    static @Nullable Conversion real(int bits, DataType type) {
        if (type == PrimitiveType.FLOAT) {
            return bits == 32 ? Conversion.NONE : bits == 16 ? NumberConversions::halfToFloat : null;
        }
        if (type == PrimitiveType.DOUBLE) {
            return bits == 64
                    ? Conversion.NONE
                    : bits == 32 ? NumberConversions::floatToDouble : NumberConversions::halfToDouble;
        }
        return null;
    }

    /** Checks that every number is one of the table's type; a file whose annotation says so anyway is not trusted either. */
    private static Conversion narrow(LeafType.Whole from, long mask, int least, int most, DataType type) {
        return (source, target) -> {
            ValueBuffer.Ints ints = (ValueBuffer.Ints) source;
            ValueBuffer.Ints to = (ValueBuffer.Ints) target;
            to.ensure(ints.size);
            for (int i = 0; i < ints.size; i++) {
                long value = ints.values[i] & mask;
                if (value < least || value > most) {
                    throw DecodeException.unsupported("%d cannot be read as %s", value, type);
                }
                to.values[to.size + i] = (int) value;
            }
            to.size += ints.size;
        };
    }

    private static void intsToLongs(ValueBuffer source, ValueBuffer target, long mask) {
        ValueBuffer.Ints ints = (ValueBuffer.Ints) source;
        ValueBuffer.Longs longs = (ValueBuffer.Longs) target;
        longs.ensure(ints.size);
        int[] from = ints.values;
        long[] to = longs.values;
        int at = longs.size;
        for (int i = 0; i < ints.size; i++) {
            to[at + i] = from[i] & mask;
        }
        longs.size += ints.size;
    }

    private static void notNegative(ValueBuffer source, ValueBuffer target) {
        ValueBuffer.Longs from = (ValueBuffer.Longs) source;
        ValueBuffer.Longs to = (ValueBuffer.Longs) target;
        to.ensure(from.size);
        for (int i = 0; i < from.size; i++) {
            if (from.values[i] < 0) {
                throw DecodeException.unsupported("%s cannot be read as bigint",
                        Long.toUnsignedString(from.values[i]));
            }
            to.values[to.size + i] = from.values[i];
        }
        to.size += from.size;
    }

    private static void toFloats(ValueBuffer source, ValueBuffer target, long mask) {
        ValueBuffer.Floats to = (ValueBuffer.Floats) target;
        to.ensure(source.size);
        for (int i = 0; i < source.size; i++) {
            to.values[to.size + i] = numberAt(source, i, mask);
        }
        to.size += source.size;
    }

    private static void toDoubles(ValueBuffer source, ValueBuffer target, long mask) {
        ValueBuffer.Doubles to = (ValueBuffer.Doubles) target;
        to.ensure(source.size);
        for (int i = 0; i < source.size; i++) {
            to.values[to.size + i] = numberAt(source, i, mask);
        }
        to.size += source.size;
    }

    /** The number at {@code index} of a buffer of ints or longs. */
    static long numberAt(ValueBuffer source, int index, long mask) {
        return source instanceof ValueBuffer.Ints ints
                ? ints.values[index] & mask
                : ((ValueBuffer.Longs) source).values[index];
    }

    private static void daysToMicros(ValueBuffer source, ValueBuffer target) {
        ValueBuffer.Ints days = (ValueBuffer.Ints) source;
        ValueBuffer.Longs micros = (ValueBuffer.Longs) target;
        micros.ensure(days.size);
        for (int i = 0; i < days.size; i++) {
            long day = days.values[i];
            if (Math.abs(day) > Long.MAX_VALUE / MICROS_PER_DAY) {
                throw DecodeException.unsupported("day %d is beyond the timestamps", day);
            }
            micros.values[micros.size + i] = day * MICROS_PER_DAY;
        }
        micros.size += days.size;
    }

    private static void millisToMicros(ValueBuffer source, ValueBuffer target) {
        ValueBuffer.Longs millis = (ValueBuffer.Longs) source;
        ValueBuffer.Longs micros = (ValueBuffer.Longs) target;
        micros.ensure(millis.size);
        long most = Long.MAX_VALUE / 1_000;
        for (int i = 0; i < millis.size; i++) {
            long value = millis.values[i];
            if (value > most || value < -most) {
                throw DecodeException.unsupported("millisecond %d is beyond the timestamps", value);
            }
            micros.values[micros.size + i] = value * 1_000;
        }
        micros.size += millis.size;
    }

    private static void nanosToMicros(ValueBuffer source, ValueBuffer target) {
        ValueBuffer.Longs nanos = (ValueBuffer.Longs) source;
        ValueBuffer.Longs micros = (ValueBuffer.Longs) target;
        micros.ensure(nanos.size);
        for (int i = 0; i < nanos.size; i++) {
            micros.values[micros.size + i] = Math.floorDiv(nanos.values[i], 1_000L);
        }
        micros.size += nanos.size;
    }

    static void int96(ValueBuffer source, ValueBuffer target) {
        BytesBuffer values = (BytesBuffer) source;
        ValueBuffer.Longs micros = (ValueBuffer.Longs) target;
        micros.ensure(values.size);
        for (int i = 0; i < values.size; i++) {
            int at = values.offsets[i];
            long nanos = LittleEndian.getLong(values.data, at);
            long days = (long) LittleEndian.getInt(values.data, at + 8) - EPOCH_JULIAN_DAY;
            // Spark lets far dates wrap around when it writes, and again, back to the same date, when it reads.
            micros.values[micros.size + i] = days * MICROS_PER_DAY + Math.floorDiv(nanos, 1_000L);
        }
        micros.size += values.size;
    }

    private static void floatToDouble(ValueBuffer source, ValueBuffer target) {
        ValueBuffer.Floats from = (ValueBuffer.Floats) source;
        ValueBuffer.Doubles to = (ValueBuffer.Doubles) target;
        to.ensure(from.size);
        for (int i = 0; i < from.size; i++) {
            to.values[to.size + i] = from.values[i];
        }
        to.size += from.size;
    }

    private static float half(BytesBuffer values, int index) {
        int at = values.offsets[index];
        return Float.float16ToFloat((short) (values.data[at] & 0xff | values.data[at + 1] << 8));
    }

    private static void halfToFloat(ValueBuffer source, ValueBuffer target) {
        BytesBuffer from = (BytesBuffer) source;
        ValueBuffer.Floats to = (ValueBuffer.Floats) target;
        to.ensure(from.size);
        for (int i = 0; i < from.size; i++) {
            to.values[to.size + i] = half(from, i);
        }
        to.size += from.size;
    }

    private static void halfToDouble(ValueBuffer source, ValueBuffer target) {
        BytesBuffer from = (BytesBuffer) source;
        ValueBuffer.Doubles to = (ValueBuffer.Doubles) target;
        to.ensure(from.size);
        for (int i = 0; i < from.size; i++) {
            to.values[to.size + i] = half(from, i);
        }
        to.size += from.size;
    }
}
