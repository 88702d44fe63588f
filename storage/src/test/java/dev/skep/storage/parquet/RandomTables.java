package dev.skep.storage.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** Makes schemas and rows by chance, from a seed. */
final class RandomTables {
    private static final List<PrimitiveType> PRIMITIVES = List.of(PrimitiveType.BOOLEAN, PrimitiveType.TINYINT,
            PrimitiveType.SMALLINT, PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.FLOAT, PrimitiveType.DOUBLE,
            PrimitiveType.STRING, PrimitiveType.BINARY, PrimitiveType.DATE, PrimitiveType.TIMESTAMP);

    private final Random random;

    RandomTables(long seed) {
        random = new Random(seed);
    }

    List<Field> schema(int columns) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            fields.add(new Field("c" + i, type(0)));
        }
        return fields;
    }

    DataType type(int depth) {
        int kind = random.nextInt(depth < 3 ? 20 : 14);
        if (kind < 11) {
            return PRIMITIVES.get(kind);
        }
        return switch (kind) {
            case 11 -> {
                int precision = 1 + random.nextInt(38);
                yield new DecimalType(precision, random.nextInt(precision + 1));
            }
            case 12 -> new VarcharType(1 + random.nextInt(30));
            case 13 -> new CharType(1 + random.nextInt(30));
            case 14, 15 -> new ArrayType(type(depth + 1));
            case 16, 17 -> new MapType(random.nextBoolean() ? PrimitiveType.STRING : PrimitiveType.INT,
                    type(depth + 1));
            default -> {
                List<StructType.Field> fields = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    fields.add(new StructType.Field("f" + i, type(depth + 1)));
                }
                yield new StructType(fields);
            }
        };
    }

    /** Returns {@code count} rows; columns differ in how many nulls and how many different values they have. */
    List<List<@Nullable Object>> rows(List<Field> schema, int count) {
        int[] nullPercent = random.ints(schema.size(), 0, 5).map(i -> new int[]{0, 1, 20, 90, 100}[i]).toArray();
        boolean[] isRepetitive = new boolean[schema.size()];
        for (int i = 0; i < isRepetitive.length; i++) {
            isRepetitive[i] = random.nextBoolean();
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                values.add(random.nextInt(100) < nullPercent[i] ? null : value(schema.get(i).type(), isRepetitive[i]));
            }
            rows.add(values);
        }
        return rows;
    }

    private @Nullable Object nullable(DataType type, boolean isRepetitive) {
        return random.nextInt(6) == 0 ? null : value(type, isRepetitive);
    }

    private Object value(DataType type, boolean isRepetitive) {
        long number = isRepetitive ? random.nextInt(5) : random.nextLong();
        return switch (type) {
            case PrimitiveType primitive -> switch (primitive) {
                case BOOLEAN -> (number & 1) != 0;
                case TINYINT -> (byte) number;
                case SMALLINT -> (short) number;
                case INT -> (int) number;
                case BIGINT -> number;
                case FLOAT -> isRepetitive ? (float) number : Float.intBitsToFloat((int) number & 0xbfff_ffff);
                case DOUBLE -> isRepetitive ? (double) number : random.nextGaussian() * 1e9;
                case STRING -> text(number, isRepetitive, 40);
                case BINARY -> text(number, isRepetitive, 20).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                case DATE -> LocalDate.ofEpochDay(number % 100_000);
                case TIMESTAMP -> LocalDateTime.of(1970, 1, 1, 0, 0).plusNanos(number % 4_000_000_000_000_000L * 1_000);
                case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> throw new IllegalArgumentException();
            };
            case DecimalType decimal -> {
                BigInteger bound = BigInteger.TEN.pow(decimal.precision());
                BigInteger unscaled = isRepetitive
                        ? BigInteger.valueOf(number)
                        : new BigInteger(bound.bitLength() + 8, random);
                unscaled = unscaled.mod(bound);
                yield new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
            }
            case VarcharType varchar -> text(number, isRepetitive, varchar.length());
            case CharType character -> text(number, isRepetitive, character.length()).stripTrailing();
            case ArrayType array -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(nullable(array.element(), isRepetitive));
                }
                yield elements;
            }
            case MapType map -> {
                Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(value(map.key(), isRepetitive), nullable(map.value(), isRepetitive));
                }
                yield entries;
            }
            case StructType struct -> {
                List<@Nullable Object> fields = new ArrayList<>();
                for (StructType.Field field : struct.fields()) {
                    fields.add(nullable(field.type(), isRepetitive));
                }
                yield fields;
            }
        };
    }

    private String text(long number, boolean isRepetitive, int most) {
        if (isRepetitive) {
            return "v".repeat(most > 1 ? 1 : 0) + number % 10;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(random.nextInt(10) == 0 ? 'ü' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** Returns {@code rows[from .. to)} as a batch. */
    static ColumnBatch batch(List<Field> schema, List<List<@Nullable Object>> rows, int from, int to) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            VectorBuilder builder = VectorBuilder.of(schema.get(i).type());
            for (List<@Nullable Object> row : rows.subList(from, to)) {
                builder.append(Values.vector(schema.get(i).type(), row.get(i)), null, 1);
            }
            columns.add(builder.build());
        }
        return new ColumnBatch(to - from, columns);
    }
}
