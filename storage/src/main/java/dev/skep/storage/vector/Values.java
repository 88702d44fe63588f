package dev.skep.storage.vector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.jspecify.annotations.Nullable;

/**
 * Single values as Java objects, for tests, printing and rare paths; never for loops over rows. Boolean, Byte, Short, Integer, Long, Float,
 * Double, BigDecimal, String, byte[], LocalDate, LocalDateTime; an array as a List, a map as a Map in file order, a struct as a List of its fields;
 * intervals as Integer months and Long microseconds.
 */
public final class Values {
    private Values() {}

    /** Returns the value of {@code vector} at {@code row} read as {@code type}, null if it is null. */
    public static @Nullable Object value(ColumnVector vector, DataType type, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector) {
            case DictionaryVector dictionary -> value(dictionary.dictionary(), type, dictionary.ids()[row]);
            case ConstantVector constant -> value(constant.value(), type, 0);
            case StructVector struct -> fields(struct, (StructType) type, row);
            case ListVector list -> elements(list.elements(), ((ArrayType) type).element(), list.offsets(), row);
            case MapVector map -> entries(map, (MapType) type, row);
            case BooleanVector v -> type == PrimitiveType.UNKNOWN ? null : (Object) v.values()[row];
            case IntVector v -> ofInt(v.values()[row], type);
            case LongVector v -> ofLong(v.values()[row], type);
            case Int128Vector v -> new BigDecimal(v.bigInteger(row), ((DecimalType) type).scale());
            case FloatVector v -> v.values()[row];
            case DoubleVector v -> v.values()[row];
            case BytesVector v -> type == PrimitiveType.BINARY
                    ? Arrays.copyOfRange(v.data(), v.offsets()[row], v.offsets()[row + 1])
                    : (Object) v.text(row);
        };
    }

    private static Object ofInt(int value, DataType type) {
        return switch (type) {
            case PrimitiveType.TINYINT -> (Object) (byte) value;
            case PrimitiveType.SMALLINT -> (short) value;
            case PrimitiveType.DATE -> LocalDate.ofEpochDay(value);
            default -> value;
        };
    }

    private static Object ofLong(long value, DataType type) {
        return switch (type) {
            case PrimitiveType.TIMESTAMP -> timestamp(value);
            case DecimalType decimal -> BigDecimal.valueOf(value, decimal.scale());
            default -> value;
        };
    }

    private static LocalDateTime timestamp(long micros) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                (int) Math.floorMod(micros, 1_000_000L) * 1_000, ZoneOffset.UTC);
    }

    private static List<@Nullable Object> fields(StructVector struct, StructType type, int row) {
        List<@Nullable Object> fields = new ArrayList<>();
        for (int i = 0; i < struct.fields().size(); i++) {
            fields.add(value(struct.fields().get(i), type.fields().get(i).type(), row));
        }
        return fields;
    }

    private static List<@Nullable Object> elements(ColumnVector elements, DataType type, int[] offsets, int row) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
            list.add(value(elements, type, i));
        }
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> entries(MapVector map, MapType type, int row) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = map.offsets()[row]; i < map.offsets()[row + 1]; i++) {
            entries.put(value(map.keys(), type.key(), i), value(map.values(), type.value(), i));
        }
        return entries;
    }

    /** Returns a vector of one row that holds {@code value}, an object of the class that {@link #value} returns for {@code type}, or null. */
    public static ColumnVector vector(DataType type, @Nullable Object value) {
        boolean[] nulls = value == null ? new boolean[]{true} : null;
        return switch (type) {
            case ArrayType array -> {
                List<ColumnVector> elements = new ArrayList<>();
                for (Object element : value == null ? List.of() : (List<?>) value) {
                    elements.add(vector(array.element(), element));
                }
                yield new ListVector(1, concatenate(array.element(), elements), new int[]{0, elements.size()}, nulls);
            }
            case MapType map -> {
                List<ColumnVector> keys = new ArrayList<>();
                List<ColumnVector> values = new ArrayList<>();
                for (Map.Entry<?, ?> entry : (value == null ? Map.of() : (Map<?, ?>) value).entrySet()) {
                    keys.add(vector(map.key(), entry.getKey()));
                    values.add(vector(map.value(), entry.getValue()));
                }
                yield new MapVector(1, concatenate(map.key(), keys), concatenate(map.value(), values),
                        new int[]{0, keys.size()}, nulls);
            }
            case StructType struct -> {
                List<ColumnVector> fields = new ArrayList<>();
                for (int i = 0; i < struct.fields().size(); i++) {
                    fields.add(vector(struct.fields().get(i).type(), value == null ? null : ((List<?>) value).get(i)));
                }
                yield new StructVector(1, fields, nulls);
            }
            case PrimitiveType primitive -> primitive(primitive, value, nulls);
            case DecimalType decimal -> decimal(decimal, (BigDecimal) value, nulls);
            case VarcharType ignored -> bytes(value == null ? new byte[0] : ((String) value).getBytes(UTF_8), nulls);
            case CharType ignored -> bytes(value == null ? new byte[0] : ((String) value).getBytes(UTF_8), nulls);
        };
    }

    private static FlatVector primitive(PrimitiveType type, @Nullable Object value, boolean @Nullable [] nulls) {
        return switch (type) {
            case BOOLEAN, UNKNOWN -> new BooleanVector(1, new boolean[]{value != null && (Boolean) value}, nulls);
            case TINYINT, SMALLINT, INT, INTERVAL_YEAR_MONTH ->
                new IntVector(1, new int[]{value == null ? 0 : ((Number) value).intValue()}, nulls);
            case DATE -> new IntVector(1,
                    new int[]{value == null ? 0 : Math.toIntExact(((LocalDate) value).toEpochDay())}, nulls);
            case BIGINT, INTERVAL_DAY_TIME ->
                new LongVector(1, new long[]{value == null ? 0 : ((Number) value).longValue()}, nulls);
            case TIMESTAMP -> new LongVector(1, new long[]{value == null ? 0 : micros((LocalDateTime) value)}, nulls);
            case FLOAT -> new FloatVector(1, new float[]{value == null ? 0 : (Float) value}, nulls);
            case DOUBLE -> new DoubleVector(1, new double[]{value == null ? 0 : (Double) value}, nulls);
            case STRING -> bytes(value == null ? new byte[0] : ((String) value).getBytes(UTF_8), nulls);
            case BINARY -> bytes(value == null ? new byte[0] : (byte[]) value, nulls);
        };
    }

    private static long micros(LocalDateTime value) {
        return Math.addExact(Math.multiplyExact(value.toEpochSecond(ZoneOffset.UTC), 1_000_000L),
                value.getNano() / 1_000);
    }

    private static FlatVector decimal(DecimalType type, @Nullable BigDecimal value, boolean @Nullable [] nulls) {
        BigInteger unscaled = value == null ? BigInteger.ZERO : value.setScale(type.scale()).unscaledValue();
        if (type.isShort()) {
            return new LongVector(1, new long[]{unscaled.longValueExact()}, nulls);
        }
        return new Int128Vector(1, new long[]{unscaled.shiftRight(64).longValue()}, new long[]{unscaled.longValue()},
                nulls);
    }

    private static BytesVector bytes(byte[] bytes, boolean @Nullable [] nulls) {
        return new BytesVector(1, bytes, new int[]{0, bytes.length}, nulls);
    }

    /** Returns one vector with the rows of {@code parts} in order. */
    private static ColumnVector concatenate(DataType type, List<ColumnVector> parts) {
        VectorBuilder builder = VectorBuilder.of(type);
        for (ColumnVector part : parts) {
            builder.append(part, null, part.length());
        }
        return builder.build();
    }
}
