package dev.skep.query.function.scalar;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.Calendar;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Functions of dates, timestamps and intervals. */
final class TimeKernels {
    private TimeKernels() {}

    /** A date or timestamp plus or minus an interval. */
    static final class Shift extends StrictKernel {
        private final DataType time;
        private final DataType interval;
        private final int timeArgument;
        private final int sign;

        Shift(DataType time, DataType interval, int timeArgument, boolean isMinus) {
            this.time = time;
            this.interval = interval;
            this.timeArgument = timeArgument;
            this.sign = isMinus ? -1 : 1;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            ColumnReader times = in[timeArgument];
            ColumnReader intervals = in[1 - timeArgument];
            boolean isMonths = interval == PrimitiveType.INTERVAL_YEAR_MONTH;
            int[] months = isMonths ? intervals.ints(rows, count) : new int[0];
            long[] micros = isMonths ? new long[0] : intervals.longs(rows, count);
            if (time == PrimitiveType.DATE) {
                int[] days = times.ints(rows, count);
                int[] to = out.ints(length);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    if (isMonths) {
                        to[row] = Calendar.addMonths(days[row], sign * months[row]);
                    } else {
                        if (micros[row] % Calendar.MICROS_PER_DAY != 0) {
                            throw new QueryException(Reason.DATA,
                                    "Cannot add hours, minutes or seconds to a date: cast it to timestamp");
                        }
                        to[row] = Math.toIntExact(days[row] + sign * (micros[row] / Calendar.MICROS_PER_DAY));
                    }
                }
                return new IntVector(length, to, nulls);
            }
            long[] from = times.longs(rows, count);
            long[] to = out.longs(length);
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                to[row] = isMonths
                        ? Calendar.addMonthsToMicros(from[row], sign * months[row])
                        : Math.addExact(from[row], sign * micros[row]);
            }
            return new LongVector(length, to, nulls);
        }
    }

    /** The interval between two dates or two timestamps. */
    static final class Difference extends StrictKernel {
        private final DataType type;

        Difference(DataType type) {
            this.type = type;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            long[] to = out.longs(length);
            if (type == PrimitiveType.DATE) {
                int[] a = in[0].ints(rows, count);
                int[] b = in[1].ints(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = ((long) a[rows[k]] - b[rows[k]]) * Calendar.MICROS_PER_DAY;
                }
            } else {
                long[] a = in[0].longs(rows, count);
                long[] b = in[1].longs(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = Math.subtractExact(a[rows[k]], b[rows[k]]);
                }
            }
            return new LongVector(length, to, nulls);
        }
    }

    /** A part of a date or time. */
    enum Part {
        YEAR, QUARTER, MONTH, WEEK, DAY, DAY_OF_WEEK, DAY_OF_YEAR, YEAR_OF_WEEK, HOUR, MINUTE, SECOND, MILLISECOND;

        boolean isTime() {
            return compareTo(HOUR) >= 0;
        }
    }

    /** year(x), month(x) and so on: bigint. */
    static final class Extract extends StrictKernel {
        private final Part part;
        private final boolean isDate;

        Extract(Part part, DataType type) {
            this.part = part;
            this.isDate = type == PrimitiveType.DATE;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            long[] to = out.longs(length);
            if (isDate) {
                int[] days = in[0].ints(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = ofDay(days[rows[k]]);
                }
            } else {
                long[] micros = in[0].longs(rows, count);
                for (int k = 0; k < count; k++) {
                    long value = micros[rows[k]];
                    long time = Math.floorMod(value, Calendar.MICROS_PER_DAY);
                    to[rows[k]] = part.isTime() ? ofTime(time) : ofDay(Calendar.dayOf(value));
                }
            }
            return new LongVector(length, to, nulls);
        }

        private long ofTime(long micros) {
            return switch (part) {
                case HOUR -> micros / (3600 * Calendar.MICROS_PER_SECOND);
                case MINUTE -> micros / (60 * Calendar.MICROS_PER_SECOND) % 60;
                case SECOND -> micros / Calendar.MICROS_PER_SECOND % 60;
                default -> micros / 1000 % 1000;
            };
        }

        private long ofDay(int day) {
            return switch (part) {
                case YEAR -> Calendar.year(day);
                case QUARTER -> (Calendar.month(day) + 2) / 3;
                case MONTH -> Calendar.month(day);
                case WEEK -> Calendar.isoWeek(day) & 0xFF;
                case YEAR_OF_WEEK -> Calendar.isoWeek(day) >> 8;
                case DAY -> Calendar.dayOfMonth(day);
                case DAY_OF_WEEK -> Calendar.dayOfWeek(day);
                case DAY_OF_YEAR -> Calendar.dayOfYear(day);
                case HOUR, MINUTE, SECOND, MILLISECOND -> 0;
            };
        }
    }

    /** The unit that date_trunc, date_add and date_diff are given as text. */
    private static String unit(ColumnReader reader, int row) {
        return ((BytesVector) reader.base()).text(reader.index(row)).toLowerCase(java.util.Locale.ROOT);
    }

    private static QueryException badUnit(String unit) {
        return new QueryException(Reason.DATA, "Invalid unit of time: '%s'".formatted(unit));
    }

    private static long microsOf(String unit) {
        return switch (unit) {
            case "millisecond" -> 1000L;
            case "second" -> Calendar.MICROS_PER_SECOND;
            case "minute" -> 60 * Calendar.MICROS_PER_SECOND;
            case "hour" -> 3600 * Calendar.MICROS_PER_SECOND;
            case "day" -> Calendar.MICROS_PER_DAY;
            case "week" -> 7 * Calendar.MICROS_PER_DAY;
            default -> 0;
        };
    }

    private static int monthsOf(String unit) {
        return switch (unit) {
            case "month" -> 1;
            case "quarter" -> 3;
            case "year" -> 12;
            default -> 0;
        };
    }

    static int truncate(int day, String unit) {
        return switch (unit) {
            case "day" -> day;
            case "week" -> day - Calendar.dayOfWeek(day) + 1;
            case "month" -> Calendar.daysOf(Calendar.year(day), Calendar.month(day), 1);
            case "quarter" -> Calendar.daysOf(Calendar.year(day), (Calendar.month(day) - 1) / 3 * 3 + 1, 1);
            case "year" -> Calendar.daysOf(Calendar.year(day), 1, 1);
            default -> throw badUnit(unit);
        };
    }

    /** date_trunc(unit, x). */
    static final class Truncate extends StrictKernel {
        private final boolean isDate;

        Truncate(DataType type) {
            this.isDate = type == PrimitiveType.DATE;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            if (isDate) {
                int[] days = in[1].ints(rows, count);
                int[] to = out.ints(length);
                String unit = "";
                for (int k = 0; k < count; k++) {
                    unit = k > 0 && in[0].isConstant() ? unit : unit(in[0], rows[k]);
                    to[rows[k]] = truncate(days[rows[k]], unit);
                }
                return new IntVector(length, to, nulls);
            }
            long[] micros = in[1].longs(rows, count);
            long[] to = out.longs(length);
            String unit = "";
            for (int k = 0; k < count; k++) {
                unit = k > 0 && in[0].isConstant() ? unit : unit(in[0], rows[k]);
                long value = micros[rows[k]];
                long size = microsOf(unit);
                to[rows[k]] = size > 0 && size < Calendar.MICROS_PER_DAY
                        ? value - Math.floorMod(value, size)
                        : truncate(Calendar.dayOf(value), unit) * Calendar.MICROS_PER_DAY;
            }
            return new LongVector(length, to, nulls);
        }
    }

    /** date_add(unit, n, x). */
    static final class Add extends StrictKernel {
        private final boolean isDate;

        Add(DataType type) {
            this.isDate = type == PrimitiveType.DATE;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            long[] amounts = in[1].longs(rows, count);
            int[] days = isDate ? in[2].ints(rows, count) : new int[0];
            long[] micros = isDate ? new long[0] : in[2].longs(rows, count);
            int[] dayTo = isDate ? out.ints(length) : days;
            long[] to = isDate ? micros : out.longs(length);
            String unit = "";
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                unit = k > 0 && in[0].isConstant() ? unit : unit(in[0], row);
                int months = monthsOf(unit);
                long size = microsOf(unit);
                if (months == 0 && (size == 0 || (isDate && size < Calendar.MICROS_PER_DAY))) {
                    throw badUnit(unit);
                }
                if (isDate) {
                    dayTo[row] = months > 0
                            ? Calendar.addMonths(days[row],
                                    Math.toIntExact(Math.multiplyExact(amounts[row], (long) months)))
                            : Math.toIntExact(Math.addExact(days[row],
                                    Math.multiplyExact(amounts[row], size / Calendar.MICROS_PER_DAY)));
                } else {
                    to[row] = months > 0
                            ? Calendar.addMonthsToMicros(micros[row],
                                    Math.toIntExact(Math.multiplyExact(amounts[row], (long) months)))
                            : Math.addExact(micros[row], Math.multiplyExact(amounts[row], size));
                }
            }
            return isDate ? new IntVector(length, dayTo, nulls) : new LongVector(length, to, nulls);
        }
    }

    /** date_diff(unit, x, y): how many whole units from x to y. */
    static final class Between extends StrictKernel {
        private final boolean isDate;

        Between(DataType type) {
            this.isDate = type == PrimitiveType.DATE;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            int[] daysA = isDate ? in[1].ints(rows, count) : new int[0];
            int[] daysB = isDate ? in[2].ints(rows, count) : new int[0];
            long[] microsA = isDate ? new long[0] : in[1].longs(rows, count);
            long[] microsB = isDate ? new long[0] : in[2].longs(rows, count);
            long[] to = out.longs(length);
            String unit = "";
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                unit = k > 0 && in[0].isConstant() ? unit : unit(in[0], row);
                long a = isDate ? daysA[row] * Calendar.MICROS_PER_DAY : microsA[row];
                long b = isDate ? daysB[row] * Calendar.MICROS_PER_DAY : microsB[row];
                int months = monthsOf(unit);
                if (months > 0) {
                    to[row] = monthsBetween(a, b) / months;
                } else {
                    long size = microsOf(unit);
                    if (size == 0) {
                        throw badUnit(unit);
                    }
                    to[row] = (b - a) / size;
                }
            }
            return new LongVector(length, to, nulls);
        }

        private static long monthsBetween(long a, long b) {
            int dayA = Calendar.dayOf(a);
            int dayB = Calendar.dayOf(b);
            long months = (Calendar.year(dayB) - Calendar.year(dayA)) * 12L + Calendar.month(dayB)
                    - Calendar.month(dayA);
            if (months > 0 && Calendar.addMonthsToMicros(a, (int) months) > b) {
                return months - 1;
            }
            if (months < 0 && Calendar.addMonthsToMicros(a, (int) months) < b) {
                return months + 1;
            }
            return months;
        }
    }

    /** date(x) of a timestamp is a cast; to_unixtime and from_unixtime are here. */
    static final class FromUnixTime extends StrictKernel {
        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            double[] seconds = in[0].doubles(rows, count);
            long[] to = out.longs(length);
            for (int k = 0; k < count; k++) {
                to[rows[k]] = Math.round(seconds[rows[k]] * 1e3) * 1000;
            }
            return new LongVector(length, to, nulls);
        }
    }

    /** Seconds since 1970 as a double. */
    static final class ToUnixTime extends StrictKernel {
        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            long[] micros = in[0].longs(rows, count);
            double[] to = out.doubles(length);
            for (int k = 0; k < count; k++) {
                to[rows[k]] = micros[rows[k]] / 1e6;
            }
            return new dev.skep.storage.vector.DoubleVector(length, to, nulls);
        }
    }
}
