package dev.skep.query.function.scalar;

import java.math.BigInteger;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Int128;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Functions of one number, and of doubles. */
final class NumberKernels {
    private NumberKernels() {}

    private static QueryException outOfRange(DataType type) {
        return new QueryException(Reason.DATA,
                "Cannot negate %s: the result is out of range".formatted(type.sqlName()));
    }

    /** The number with the other sign. */
    static final class Negate extends StrictKernel {
        private final DataType type;

        Negate(DataType type) {
            this.type = type;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            return negateWhere(in[0], rows, count, length, nulls, out, type, false);
        }
    }

    /** The number without its sign. */
    static final class Absolute extends StrictKernel {
        private final DataType type;

        Absolute(DataType type) {
            this.type = type;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            return negateWhere(in[0], rows, count, length, nulls, out, type, true);
        }
    }

    private static ColumnVector negateWhere(ColumnReader in, int[] rows, int count, int length,
            boolean @Nullable [] nulls, Buffers out, DataType type, boolean onlyNegative) {
        return switch (type.physical()) {
            case INT -> {
                int[] from = in.ints(rows, count);
                int[] to = out.ints(length);
                for (int k = 0; k < count; k++) {
                    int value = from[rows[k]];
                    if (value == Integer.MIN_VALUE) {
                        throw outOfRange(type);
                    }
                    to[rows[k]] = onlyNegative && value >= 0 ? value : -value;
                }
                yield new IntVector(length, to, nulls);
            }
            case LONG -> {
                long[] from = in.longs(rows, count);
                long[] to = out.longs(length);
                for (int k = 0; k < count; k++) {
                    long value = from[rows[k]];
                    if (value == Long.MIN_VALUE) {
                        throw outOfRange(type);
                    }
                    to[rows[k]] = onlyNegative && value >= 0 ? value : -value;
                }
                yield new LongVector(length, to, nulls);
            }
            case INT128 -> {
                long[] low = out.longs(length);
                long[] high = out.high(length);
                long[] lowFrom = in.low(rows, count);
                long[] highFrom = in.high(rows, count);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    boolean keep = onlyNegative && highFrom[row] >= 0;
                    low[row] = keep ? lowFrom[row] : -lowFrom[row];
                    high[row] = keep ? highFrom[row] : ~highFrom[row] + (lowFrom[row] == 0 ? 1 : 0);
                }
                yield new Int128Vector(length, high, low, nulls);
            }
            case FLOAT -> {
                float[] from = in.floats(rows, count);
                float[] to = out.floats(length);
                for (int k = 0; k < count; k++) {
                    float value = from[rows[k]];
                    to[rows[k]] = onlyNegative ? Math.abs(value) : -value;
                }
                yield new FloatVector(length, to, nulls);
            }
            case DOUBLE -> {
                double[] from = in.doubles(rows, count);
                double[] to = out.doubles(length);
                for (int k = 0; k < count; k++) {
                    double value = from[rows[k]];
                    to[rows[k]] = onlyNegative ? Math.abs(value) : -value;
                }
                yield new DoubleVector(length, to, nulls);
            }
            case BOOLEAN, BYTES, LIST, MAP, STRUCT -> throw new IllegalStateException("Invalid number: " + type);
        };
    }

    /** How a fraction is dropped. */
    enum Rounding {
        HALF_UP, UP, DOWN, TOWARD_ZERO
    }

    /** round, ceil, floor, truncate; round with a number of digits too. */
    static final class Round extends StrictKernel {
        private final Rounding rounding;
        private final DataType from;
        private final DataType to;

        Round(Rounding rounding, DataType from, DataType to) {
            this.rounding = rounding;
            this.from = from;
            this.to = to;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            int[] digits = in.length > 1 ? in[1].ints(rows, count) : null;
            return switch (from.physical()) {
                case DOUBLE -> {
                    double[] values = in[0].doubles(rows, count);
                    double[] result = out.doubles(length);
                    for (int k = 0; k < count; k++) {
                        result[rows[k]] = round(values[rows[k]], digits == null ? 0 : digits[rows[k]]);
                    }
                    yield new DoubleVector(length, result, nulls);
                }
                case FLOAT -> {
                    float[] values = in[0].floats(rows, count);
                    float[] result = out.floats(length);
                    for (int k = 0; k < count; k++) {
                        result[rows[k]] = (float) round(values[rows[k]], digits == null ? 0 : digits[rows[k]]);
                    }
                    yield new FloatVector(length, result, nulls);
                }
                case INT -> {
                    int[] values = in[0].ints(rows, count);
                    int[] result = out.ints(length);
                    for (int k = 0; k < count; k++) {
                        result[rows[k]] = inRange(round(values[rows[k]], digits == null ? 0 : digits[rows[k]]));
                    }
                    yield new IntVector(length, result, nulls);
                }
                case LONG, INT128 -> exact(in[0], digits, rows, count, length, nulls, out);
                case BOOLEAN, BYTES, LIST, MAP, STRUCT -> throw new IllegalStateException("Invalid number: " + from);
            };
        }

        private int inRange(long value) {
            int bits = from == PrimitiveType.TINYINT
                    ? Byte.SIZE
                    : from == PrimitiveType.SMALLINT ? Short.SIZE : Integer.SIZE;
            if (value != value << Long.SIZE - bits >> Long.SIZE - bits) {
                throw new QueryException(Reason.DATA,
                        "Cannot round to %s: the result is out of range".formatted(from.sqlName()));
            }
            return (int) value;
        }

        private long round(long value, int digits) {
            if (digits >= 0) {
                return value;
            }
            if (digits < -18) {
                return 0;
            }
            long power = Int128.powerOfTen(-digits);
            return rounding == Rounding.TOWARD_ZERO
                    ? value / power * power
                    : Int128.divideHalfUp(value, power) * power;
        }

        private double round(double value, int digits) {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return value;
            }
            double factor = digits == 0 ? 1 : Math.pow(10, digits);
            return switch (rounding) {
                case HALF_UP -> {
                    double scaled = Math.floor(Math.abs(value) * factor + 0.5) / factor;
                    yield Double.isFinite(scaled) ? Math.copySign(scaled, value) : value;
                }
                case UP -> Math.ceil(value);
                case DOWN -> Math.floor(value);
                case TOWARD_ZERO -> Math.copySign(Math.floor(Math.abs(value) * factor) / factor, value);
            };
        }

        private ColumnVector exact(ColumnReader in, int @Nullable [] digits, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            int scale = from instanceof DecimalType decimal ? decimal.scale() : 0;
            int resultScale = to instanceof DecimalType decimal ? decimal.scale() : 0;
            boolean isShort = from.physical() == dev.skep.storage.type.PhysicalType.LONG;
            boolean isShortResult = to.physical() == dev.skep.storage.type.PhysicalType.LONG;
            long[] low = out.longs(length);
            long[] high = isShortResult ? low : out.high(length);
            long[] lowFrom = isShort ? in.longs(rows, count) : in.low(rows, count);
            long[] highFrom = isShort ? null : in.high(rows, count);
            Int128 wide = new Int128();
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                BigInteger value = Int128.big(highFrom == null ? lowFrom[row] >> 63 : highFrom[row], lowFrom[row]);
                int keep = digits == null ? 0 : digits[row];
                if (keep < scale) {
                    BigInteger power = Int128.bigPowerOfTen((int) Math.min(76L, (long) scale - keep));
                    value = quotient(value, power).multiply(power);
                }
                BigInteger scaled = resultScale >= scale
                        ? value.multiply(Int128.bigPowerOfTen(resultScale - scale))
                        : value.divide(Int128.bigPowerOfTen(scale - resultScale));
                wide.set(scaled);
                if (isShortResult && !Int128.fitsLong(wide.high(), wide.low())) {
                    throw outOfRange(to);
                }
                low[row] = wide.low();
                if (!isShortResult) {
                    high[row] = wide.high();
                }
            }
            return isShortResult ? new LongVector(length, low, nulls) : new Int128Vector(length, high, low, nulls);
        }

        private BigInteger quotient(BigInteger value, BigInteger power) {
            BigInteger[] parts = value.divideAndRemainder(power);
            return switch (rounding) {
                case HALF_UP -> Int128.divideHalfUp(value, power);
                case UP -> parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
                case DOWN -> parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
                case TOWARD_ZERO -> parts[0];
            };
        }
    }

    /** sign: -1, 0 or 1 in the type of the number. */
    static final class Sign extends StrictKernel {
        private final DataType from;

        Sign(DataType from) {
            this.from = from;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            return switch (from.physical()) {
                case DOUBLE -> {
                    double[] values = in[0].doubles(rows, count);
                    double[] to = out.doubles(length);
                    for (int k = 0; k < count; k++) {
                        to[rows[k]] = Math.signum(values[rows[k]]);
                    }
                    yield new DoubleVector(length, to, nulls);
                }
                case FLOAT -> {
                    float[] values = in[0].floats(rows, count);
                    float[] to = out.floats(length);
                    for (int k = 0; k < count; k++) {
                        to[rows[k]] = Math.signum(values[rows[k]]);
                    }
                    yield new FloatVector(length, to, nulls);
                }
                case INT -> {
                    int[] values = in[0].ints(rows, count);
                    int[] to = out.ints(length);
                    for (int k = 0; k < count; k++) {
                        to[rows[k]] = Integer.signum(values[rows[k]]);
                    }
                    yield new IntVector(length, to, nulls);
                }
                case LONG, INT128 -> {
                    boolean isShort = from.physical() == dev.skep.storage.type.PhysicalType.LONG;
                    long[] low = isShort ? in[0].longs(rows, count) : in[0].low(rows, count);
                    long[] high = isShort ? low : in[0].high(rows, count);
                    long[] to = out.longs(length);
                    for (int k = 0; k < count; k++) {
                        int row = rows[k];
                        to[row] = (high[row] | low[row]) == 0 ? 0 : high[row] < 0 ? -1 : 1;
                    }
                    yield new LongVector(length, to, nulls);
                }
                case BOOLEAN, BYTES, LIST, MAP, STRUCT -> throw new IllegalStateException("Invalid number: " + from);
            };
        }
    }
}
