package dev.skep.storage.orc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import dev.skep.storage.orc.ColumnStreams.Positions;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.LongVector;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Decimals: a stream of numbers of variable length, and for each its own scale, as old writers drop zeros at the end. Where all have the column's scale,
 * as those of newer writers do, nothing is left to be done.
 */
abstract sealed class DecimalColumns extends StripeColumn {
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final int scale;
    private final IntegerRuns scaleRuns;
    private int[] scales = new int[0];

    private DecimalColumns(ColumnStreams streams, DataType type, int scale) {
        super(streams, type);
        this.scale = scale;
        this.scaleRuns = new IntegerRuns(streams.stream(Kind.SECONDARY));
    }

    final StreamBytes data() {
        return streams.stream(Kind.DATA);
    }

    @Override
    final void openValues() {
        scaleRuns.open(true, isVersion2());
    }

    @Override
    final void seekValues(Positions positions) {
        positions.seek(data());
        positions.seek(streams.stream(Kind.SECONDARY));
        scaleRuns.seek(positions.next());
    }

    @Override
    final void skipValues(int count) {
        Varints.skip(data(), count);
        scaleRuns.skip(count);
    }

    /**
     * Passes over the scales of the next {@code values} values and returns how many of the first of them have that of the column; the distances of the
     * others, in the order of values, are then what {@link #missing} says.
     */
    final int readScales(int values) {
        int same = scaleRuns.skipWhile(scale, values);
        if (same < values) {
            if (scales.length < values - same) {
                scales = new int[values - same];
            }
            scaleRuns.read(scales, values - same);
        }
        return same;
    }

    /** How many zeros are missing behind the {@code index}th of the values that {@link #readScales} did not count; negative if there are digits too many. */
    final int missing(int index) {
        return scale - scales[index];
    }

    /** Decimals of up to 18 digits. */
    static final class Short extends DecimalColumns {
        private long[] numbers = new long[0];

        Short(ColumnStreams streams, DataType type, int scale) {
            super(streams, type, scale);
        }

        private long[] numbers(int rows) {
            if (numbers.length < rows) {
                numbers = new long[rows];
            }
            return numbers;
        }

        private static long scaled(long number, int missing) {
            if (missing < 0 || missing >= POWERS.length) {
                throw DecodeException.corrupt("a number that lacks %d digits of its column's scale", missing);
            }
            return number * POWERS[missing];
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            long[] to = numbers(rows);
            int same = readScales(values);
            Varints.read(data(), to, values, true);
            for (int i = same; i < values; i++) {
                to[i] = scaled(to[i], missing(i - same));
            }
            if (marks != null) {
                spread(to, values, rows, marks);
            }
            return new LongVector(rows, to, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            long[] out = numbers(rows);
            int same = readScales(values);
            Varints.pick(data(), values, from, to, picks, out);
            if (same < values) {
                for (int i = 0; i < picks; i++) {
                    if (from[i] >= same) {
                        out[to[i]] = scaled(out[to[i]], missing(from[i] - same));
                    }
                }
            }
            return new LongVector(rows, out, marks);
        }
    }

    /** Decimals of 19 to 38 digits. */
    static final class Long128 extends DecimalColumns {
        private static final BigInteger LIMIT = BigInteger.TEN.pow(38);
        private static final int MAX_BYTES = 19;

        private long[] high = new long[0];
        private long[] low = new long[0];
        private long readHigh;
        private long readLow;

        Long128(ColumnStreams streams, DataType type, int scale) {
            super(streams, type, scale);
        }

        private void reserve(int rows) {
            if (high.length < rows) {
                high = new long[rows];
                low = new long[rows];
            }
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            reserve(rows);
            int same = readScales(values);
            for (int i = 0; i < values; i++) {
                readNumber(i < same ? 0 : missing(i - same));
                high[i] = readHigh;
                low[i] = readLow;
            }
            if (marks != null) {
                spread(high, values, rows, marks);
                spread(low, values, rows, marks);
            }
            return new Int128Vector(rows, high, low, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            reserve(rows);
            int same = readScales(values);
            int done = 0;
            for (int i = 0; i < picks; i++) {
                Varints.skip(data(), from[i] - done);
                readNumber(from[i] < same ? 0 : missing(from[i] - same));
                high[to[i]] = readHigh;
                low[to[i]] = readLow;
                done = from[i] + 1;
            }
            Varints.skip(data(), values - done);
            return new Int128Vector(rows, high, low, marks);
        }

        /** Sets {@link #readHigh} and {@link #readLow} to the next number, with {@code missing} zeros more. */
        private void readNumber(int missing) {
            StreamBytes in = data();
            long foldedHigh = 0;
            long foldedLow = 0;
            for (int i = 0;; i++) {
                if (i == MAX_BYTES) {
                    throw DecodeException.corrupt("a number of more than %d bytes", MAX_BYTES);
                }
                int next = in.readByte();
                long bits = next & 0x7F;
                int shift = 7 * i;
                if (shift < 64) {
                    foldedLow |= bits << shift;
                    foldedHigh |= shift > 57 ? bits >>> 64 - shift : 0;
                } else {
                    foldedHigh |= bits << shift - 64;
                    if (shift > 64 + 57 && bits >>> 128 - shift != 0) {
                        throw DecodeException.corrupt("a number of more than 128 bits");
                    }
                }
                if (next < 0x80) {
                    break;
                }
            }
            long sign = -(foldedLow & 1);
            readLow = (foldedLow >>> 1 | foldedHigh << 63) ^ sign;
            readHigh = foldedHigh >>> 1 ^ sign;
            if (missing != 0 || isLarge(readHigh)) {
                rescale(missing);
            }
        }

        /** True if the number may have more than 38 digits. */
        private static boolean isLarge(long high) {
            return high > 0x4B00_0000_0000_0000L || high < -0x4B00_0000_0000_0000L;
        }

        private void rescale(int missing) {
            if (missing >= 0 && missing < POWERS.length && readHigh == readLow >> 63) {
                long factor = POWERS[missing];
                readHigh = Math.multiplyHigh(readLow, factor);
                readLow *= factor;
                return;
            }
            BigInteger number = BigInteger.valueOf(readHigh).shiftLeft(64)
                    .add(new BigInteger(Long.toUnsignedString(readLow)));
            if (missing > 38 || missing < -1000) {
                throw DecodeException.corrupt("a number that lacks %d digits of its column's scale", missing);
            }
            // Writers of Hive 0.11 kept digits behind the scale; they are rounded away as Hive does.
            number = missing < 0
                    ? new BigDecimal(number, -missing).setScale(0, RoundingMode.HALF_UP).unscaledValue()
                    : number.multiply(BigInteger.TEN.pow(missing));
            if (number.abs().compareTo(LIMIT) >= 0) {
                throw DecodeException.corrupt("a number of more than 38 digits");
            }
            readLow = number.longValue();
            readHigh = number.shiftRight(64).longValue();
        }
    }
}
