package dev.skep.query.function.scalar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.BytesSink;
import dev.skep.query.function.vector.Calendar;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Int128;
import dev.skep.query.function.vector.Utf8;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.jspecify.annotations.Nullable;

/** CAST by Trino's rules: numbers are rounded half up, text is parsed after trimming, what does not fit fails or is null. */
public final class CastKernel extends StrictKernel {
    private final DataType from;
    private final DataType to;
    private final boolean nullOnFailure;
    private final Int128 wide = new Int128();

    public CastKernel(DataType from, DataType to, boolean nullOnFailure) {
        this.from = from;
        this.to = to;
        this.nullOnFailure = nullOnFailure;
        if (!isPossible(from, to)) {
            throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot cast %s to %s".formatted(from.sqlName(), to.sqlName()));
        }
    }

    /** True if there is a cast between the types. */
    public static boolean isPossible(DataType from, DataType to) {
        if (from == PrimitiveType.UNKNOWN || from.equals(to)) {
            return true;
        }
        if (from instanceof ArrayType a && to instanceof ArrayType b) {
            return isPossible(a.element(), b.element());
        }
        if (from instanceof MapType a && to instanceof MapType b) {
            return isPossible(a.key(), b.key()) && isPossible(a.value(), b.value());
        }
        if (from instanceof StructType a && to instanceof StructType b) {
            if (a.fields().size() != b.fields().size()) {
                return false;
            }
            for (int i = 0; i < a.fields().size(); i++) {
                if (!isPossible(a.fields().get(i).type(), b.fields().get(i).type())) {
                    return false;
                }
            }
            return true;
        }
        if (isNested(from) || isNested(to) || to == PrimitiveType.UNKNOWN) {
            return false;
        }
        if (from == PrimitiveType.BINARY || to == PrimitiveType.BINARY) {
            return from.isText() || to.isText();
        }
        if (to.isText() || from.isText()) {
            return true;
        }
        boolean fromTime = from == PrimitiveType.DATE || from == PrimitiveType.TIMESTAMP;
        boolean toTime = to == PrimitiveType.DATE || to == PrimitiveType.TIMESTAMP;
        return fromTime == toTime && !isInterval(from) && !isInterval(to);
    }

    private static boolean isNested(DataType type) {
        return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
    }

    private static boolean isInterval(DataType type) {
        return type == PrimitiveType.INTERVAL_DAY_TIME || type == PrimitiveType.INTERVAL_YEAR_MONTH;
    }

    @Override
    protected boolean mayReturnNull() {
        return nullOnFailure;
    }

    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        ColumnReader reader = in[0];
        return switch (to.physical()) {
            case BOOLEAN -> {
                boolean[] values = out.booleans(length);
                each(rows, count, nulls, row -> values[row] = toBoolean(reader, row));
                yield new BooleanVector(length, values, nulls);
            }
            case INT -> toInts(reader, rows, count, length, nulls, out);
            case LONG -> toLongs(reader, rows, count, length, nulls, out);
            case INT128 -> {
                long[] high = out.high(length);
                long[] low = out.longs(length);
                each(rows, count, nulls, row -> {
                    toDecimal(reader, row);
                    high[row] = wide.high();
                    low[row] = wide.low();
                });
                yield new Int128Vector(length, high, low, nulls);
            }
            case FLOAT -> {
                float[] values = out.floats(length);
                each(rows, count, nulls, row -> values[row] = (float) toDouble(reader, row));
                yield new FloatVector(length, values, nulls);
            }
            case DOUBLE -> toDoubles(reader, rows, count, length, nulls, out);
            case BYTES -> {
                BytesSink sink = out.sink(length);
                each(rows, count, nulls, row -> toText(reader, row, sink));
                yield sink.finish(nulls);
            }
            case LIST, MAP, STRUCT -> nested(reader.vector(), length);
        };
    }

    /** Casts one row. */
    @FunctionalInterface
    private interface RowCast {
        void cast(int row);
    }

    private void each(int[] rows, int count, boolean @Nullable [] nulls, RowCast cast) {
        if (!nullOnFailure || nulls == null) {
            for (int k = 0; k < count; k++) {
                cast.cast(rows[k]);
            }
            return;
        }
        for (int k = 0; k < count; k++) {
            try {
                cast.cast(rows[k]);
            } catch (QueryException e) {
                nulls[rows[k]] = true;
            }
        }
    }

    private ColumnVector toInts(ColumnReader reader, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        int[] values = out.ints(length);
        if (to == PrimitiveType.DATE) {
            each(rows, count, nulls, row -> values[row] = toDate(reader, row));
        } else {
            long min = to == PrimitiveType.TINYINT
                    ? Byte.MIN_VALUE
                    : to == PrimitiveType.SMALLINT ? Short.MIN_VALUE : Integer.MIN_VALUE;
            each(rows, count, nulls, row -> {
                long value = toLong(reader, row);
                if (value < min || value > -min - 1) {
                    throw failure(reader, row);
                }
                values[row] = (int) value;
            });
        }
        return new IntVector(length, values, nulls);
    }

    private ColumnVector toLongs(ColumnReader reader, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        long[] values = out.longs(length);
        if (to instanceof DecimalType) {
            each(rows, count, nulls, row -> {
                toDecimal(reader, row);
                values[row] = wide.low();
            });
        } else if (to == PrimitiveType.TIMESTAMP) {
            each(rows, count, nulls, row -> values[row] = toTimestamp(reader, row));
        } else if (reader.base() instanceof IntVector ints && from != PrimitiveType.DATE) {
            int[] source = ints.values();
            for (int k = 0; k < count; k++) {
                values[rows[k]] = source[reader.index(rows[k])];
            }
        } else {
            each(rows, count, nulls, row -> values[row] = toLong(reader, row));
        }
        return new LongVector(length, values, nulls);
    }

    private ColumnVector toDoubles(ColumnReader reader, int[] rows, int count, int length,
            boolean @Nullable [] nulls, Buffers out) {
        double[] values = out.doubles(length);
        if (from instanceof DecimalType decimal && decimal.isShort()) {
            long[] source = reader.longs(rows, count);
            double divisor = Int128.powerOfTen(decimal.scale());
            for (int k = 0; k < count; k++) {
                long unscaled = source[rows[k]];
                // Beyond 2^53 the unscaled number would be rounded twice.
                values[rows[k]] = Math.abs(unscaled) < 1L << 53
                        ? unscaled / divisor
                        : BigDecimal.valueOf(unscaled, decimal.scale()).doubleValue();
            }
        } else {
            each(rows, count, nulls, row -> values[row] = toDouble(reader, row));
        }
        return new DoubleVector(length, values, nulls);
    }

    private QueryException failure(ColumnReader reader, int row) {
        return new QueryException(Reason.DATA, "Cannot cast '%s' to %s".formatted(
                dev.skep.storage.vector.Values.value(reader.base(), from, reader.index(row)), to.sqlName()));
    }

    private String trimmed(ColumnReader reader, int row) {
        return reader.bytes().text(reader.index(row)).trim();
    }

    private boolean toBoolean(ColumnReader reader, int row) {
        if (from.isText()) {
            return switch (trimmed(reader, row).toLowerCase(Locale.ROOT)) {
                case "true", "t", "1" -> true;
                case "false", "f", "0" -> false;
                default -> throw failure(reader, row);
            };
        }
        return toDouble(reader, row) != 0;
    }

    private long toLong(ColumnReader reader, int row) {
        int i = reader.index(row);
        try {
            return switch (reader.base()) {
                case BooleanVector v -> v.values()[i] ? 1 : 0;
                case IntVector v -> v.values()[i];
                case LongVector v -> from instanceof DecimalType decimal
                        ? Int128.divideHalfUp(v.values()[i], Int128.powerOfTen(decimal.scale()))
                        : v.values()[i];
                case Int128Vector v -> Int128
                        .divideHalfUp(v.bigInteger(i), Int128.bigPowerOfTen(((DecimalType) from).scale()))
                        .longValueExact();
                case FloatVector v -> round(reader, row, v.values()[i]);
                case DoubleVector v -> round(reader, row, v.values()[i]);
                case BytesVector ignored -> Long.parseLong(trimmed(reader, row));
                default -> throw failure(reader, row);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw failure(reader, row);
        }
    }

    private long round(ColumnReader reader, int row, double value) {
        double rounded = Math.signum(value) * Math.floor(Math.abs(value) + 0.5);
        if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
            throw failure(reader, row);
        }
        return (long) rounded;
    }

    private double toDouble(ColumnReader reader, int row) {
        int i = reader.index(row);
        return switch (reader.base()) {
            case BooleanVector v -> v.values()[i] ? 1 : 0;
            case IntVector v -> v.values()[i];
            case LongVector v -> from instanceof DecimalType decimal
                    ? BigDecimal.valueOf(v.values()[i], decimal.scale()).doubleValue()
                    : v.values()[i];
            case Int128Vector v -> new BigDecimal(v.bigInteger(i), ((DecimalType) from).scale()).doubleValue();
            case FloatVector v -> v.values()[i];
            case DoubleVector v -> v.values()[i];
            case BytesVector ignored -> {
                try {
                    yield Double.parseDouble(trimmed(reader, row));
                } catch (NumberFormatException e) {
                    throw failure(reader, row);
                }
            }
            default -> throw failure(reader, row);
        };
    }

    private void toDecimal(ColumnReader reader, int row) {
        DecimalType target = (DecimalType) to;
        int i = reader.index(row);
        try {
            switch (reader.base()) {
                case LongVector v -> wide.rescale(v.values()[i] >> 63, v.values()[i],
                        from instanceof DecimalType decimal ? decimal.scale() : 0, target.scale());
                case Int128Vector v ->
                    wide.rescale(v.high()[i], v.low()[i], ((DecimalType) from).scale(), target.scale());
                case IntVector v -> wide.rescale((long) v.values()[i] >> 63, v.values()[i], 0, target.scale());
                case BooleanVector v -> wide.rescale(0, v.values()[i] ? 1 : 0, 0, target.scale());
                case FloatVector v -> decimal(new BigDecimal(Float.toString(v.values()[i])), target);
                case DoubleVector v -> decimal(new BigDecimal(v.values()[i]), target);
                case BytesVector ignored -> decimal(new BigDecimal(trimmed(reader, row)), target);
                default -> throw failure(reader, row);
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw failure(reader, row);
        } catch (QueryException e) {
            throw failure(reader, row);
        }
        if (!wide.hasAtMost(target.precision())) {
            throw failure(reader, row);
        }
    }

    private void decimal(BigDecimal value, DecimalType target) {
        if (value.precision() - value.scale() > DecimalType.MAX_PRECISION) {
            throw Int128.overflow();
        }
        BigInteger unscaled = value.setScale(target.scale(), RoundingMode.HALF_UP).unscaledValue();
        wide.set(unscaled);
    }

    private int toDate(ColumnReader reader, int row) {
        int i = reader.index(row);
        return switch (reader.base()) {
            case LongVector v when from == PrimitiveType.TIMESTAMP -> Calendar.dayOf(v.values()[i]);
            case BytesVector ignored -> {
                try {
                    yield TimeText.parseDate(trimmed(reader, row));
                } catch (IllegalArgumentException e) {
                    throw failure(reader, row);
                }
            }
            default -> throw failure(reader, row);
        };
    }

    private long toTimestamp(ColumnReader reader, int row) {
        int i = reader.index(row);
        return switch (reader.base()) {
            case IntVector v when from == PrimitiveType.DATE -> v.values()[i] * Calendar.MICROS_PER_DAY;
            case BytesVector ignored -> {
                try {
                    yield TimeText.parseTimestamp(trimmed(reader, row));
                } catch (IllegalArgumentException e) {
                    throw failure(reader, row);
                }
            }
            default -> throw failure(reader, row);
        };
    }

    private void toText(ColumnReader reader, int row, BytesSink sink) {
        int i = reader.index(row);
        byte[] data;
        int start = 0;
        int end;
        if (reader.base() instanceof BytesVector v) {
            data = v.data();
            start = v.offsets()[i];
            end = v.offsets()[i + 1];
        } else {
            data = TimeText.bytes(text(reader, i));
            end = data.length;
        }
        int limit = to instanceof VarcharType varchar
                ? varchar.length()
                : to instanceof CharType character ? character.length() : Integer.MAX_VALUE;
        if (end - start > limit) {
            int cut = Utf8.skip(data, start, end, limit);
            if (cut < end && !from.isText()) {
                throw failure(reader, row);
            }
            end = cut;
        }
        if (to instanceof CharType) {
            while (end > start && data[end - 1] == ' ') {
                end--;
            }
        }
        sink.put(row, data, start, end);
    }

    private String text(ColumnReader reader, int i) {
        return switch (reader.base()) {
            case BooleanVector v -> v.values()[i] ? "true" : "false";
            case IntVector v -> switch (from) {
                case PrimitiveType.DATE -> TimeText.date(v.values()[i]);
                case PrimitiveType.INTERVAL_YEAR_MONTH -> TimeText.yearMonth(v.values()[i]);
                default -> Integer.toString(v.values()[i]);
            };
            case LongVector v -> switch (from) {
                case PrimitiveType.TIMESTAMP -> TimeText.timestamp(v.values()[i]);
                case PrimitiveType.INTERVAL_DAY_TIME -> TimeText.dayTime(v.values()[i]);
                case DecimalType decimal -> BigDecimal.valueOf(v.values()[i], decimal.scale()).toPlainString();
                default -> Long.toString(v.values()[i]);
            };
            case Int128Vector v -> new BigDecimal(v.bigInteger(i), ((DecimalType) from).scale()).toPlainString();
            case FloatVector v -> TimeText.floating(Float.toString(v.values()[i]), v.values()[i]);
            case DoubleVector v -> TimeText.floating(Double.toString(v.values()[i]), v.values()[i]);
            default -> throw new IllegalStateException("Invalid text cast from " + from);
        };
    }

    private ColumnVector nested(ColumnVector vector, int length) {
        return switch (vector) {
            case ListVector list -> new ListVector(length, child(list.elements(), ((ArrayType) from).element(),
                    ((ArrayType) to).element()), list.offsets(), list.nulls());
            case MapVector map -> new MapVector(length,
                    child(map.keys(), ((MapType) from).key(), ((MapType) to).key()),
                    child(map.values(), ((MapType) from).value(), ((MapType) to).value()), map.offsets(),
                    map.nulls());
            case StructVector struct -> {
                List<ColumnVector> fields = new ArrayList<>();
                for (int i = 0; i < struct.fields().size(); i++) {
                    fields.add(child(struct.fields().get(i), ((StructType) from).fields().get(i).type(),
                            ((StructType) to).fields().get(i).type()));
                }
                yield new StructVector(length, fields, struct.nulls());
            }
            case dev.skep.storage.vector.ConstantVector constant -> nested(constant.value(), 1);
            default -> throw new IllegalStateException("Invalid nested cast from " + from);
        };
    }

    private ColumnVector child(ColumnVector values, DataType childFrom, DataType childTo) {
        if (childFrom.equals(childTo)) {
            return values;
        }
        ScalarKernel kernel = new CastKernel(childFrom, childTo, nullOnFailure);
        ColumnVector result = kernel.apply(new ColumnVector[]{values}, null, values.length(), values.length());
        return result instanceof dev.skep.storage.vector.ConstantVector && result.isNull(0)
                ? new dev.skep.storage.vector.ConstantVector(values.length(),
                        dev.skep.storage.vector.Values.vector(childTo, null))
                : result;
    }
}
