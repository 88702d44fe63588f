package dev.skep.server.hiveserver2;

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
import java.util.Random;

import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.HiveTypeParser;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.VarcharType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** Batches of all types in all kinds of vectors, with nulls, small and large numbers, and dictionaries that several batches share. */
public final class RandomBatches {
    /** A column of each type. */
    public static final List<ResultColumn> COLUMNS = columns("boolean", "tinyint", "smallint", "int", "bigint", "float",
            "double", "string", "varchar(10)", "char(5)", "binary", "date", "timestamp", "decimal(9,2)",
            "decimal(18,0)",
            "decimal(18,18)", "decimal(38,10)", "decimal(20,3)", "interval_year_month", "interval_day_time", "void",
            "array<int>", "map<string,decimal(4,1)>", "struct<x:int,y:string>");

    private final Random random;
    private final FlatVector[] dictionaries = new FlatVector[COLUMNS.size()];

    public RandomBatches(long seed) {
        random = new Random(seed);
    }

    private static List<ResultColumn> columns(String... types) {
        List<ResultColumn> columns = new ArrayList<>();
        for (String type : types) {
            DataType parsed = switch (type) {
                case "void" -> PrimitiveType.UNKNOWN;
                case "interval_year_month" -> PrimitiveType.INTERVAL_YEAR_MONTH;
                case "interval_day_time" -> PrimitiveType.INTERVAL_DAY_TIME;
                default -> HiveTypeParser.parse(type);
            };
            columns.add(new ResultColumn("c" + columns.size(), parsed));
        }
        return List.copyOf(columns);
    }

    public ColumnBatch next() {
        int rows = random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 1 + random.nextInt(70);
        List<ColumnVector> vectors = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            vectors.add(vector(i, rows));
        }
        return new ColumnBatch(rows, vectors);
    }

    private ColumnVector vector(int column, int rows) {
        DataType type = COLUMNS.get(column).type();
        boolean nested = switch (type.physical()) {
            case LIST, MAP, STRUCT -> true;
            default -> type == PrimitiveType.UNKNOWN;
        };
        boolean small = random.nextBoolean();
        return switch (random.nextInt(nested ? 2 : 5)) {
            case 0 -> new ConstantVector(rows, Values.vector(type, random.nextBoolean() ? null : value(type, small)));
            case 1, 2 -> flat(type, rows, random.nextInt(4) * 30, small);
            default -> dictionary(column, type, rows, small);
        };
    }

    private ColumnVector flat(DataType type, int rows, int nullPercent, boolean small) {
        VectorBuilder builder = VectorBuilder.of(type);
        for (int row = 0; row < rows; row++) {
            builder.append(Values.vector(type, random.nextInt(100) < nullPercent ? null : value(type, small)), null, 1);
        }
        return builder.build();
    }

    private ColumnVector dictionary(int column, DataType type, int rows, boolean small) {
        FlatVector entries = dictionaries[column];
        if (entries == null || random.nextInt(3) == 0) {
            entries = (FlatVector) flat(type, 1 + random.nextInt(random.nextBoolean() ? 5 : 60), 0, small);
            dictionaries[column] = entries;
        }
        int[] ids = new int[rows];
        boolean[] nulls = random.nextBoolean() ? new boolean[rows] : null;
        for (int row = 0; row < rows; row++) {
            ids[row] = random.nextInt(entries.length());
            if (nulls != null && random.nextInt(3) == 0) {
                nulls[row] = true;
                ids[row] = 1 << 30;
            }
        }
        return dictionary(rows, entries, ids, nulls);
    }

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    private static DictionaryVector dictionary(int rows, FlatVector entries, int[] ids, boolean @Nullable [] nulls) {
        return new DictionaryVector(rows, entries, ids, nulls);
    }

    private @Nullable Object value(DataType type, boolean small) {
        return switch (type) {
            case PrimitiveType.BOOLEAN -> random.nextBoolean();
            case PrimitiveType.TINYINT -> (byte) random.nextInt();
            case PrimitiveType.SMALLINT -> (short) number(small, 16);
            case PrimitiveType.INT -> (int) number(small, 32);
            case PrimitiveType.BIGINT -> number(small, 64);
            case PrimitiveType.FLOAT -> small ? random.nextInt(100) / 4f : Float.intBitsToFloat(random.nextInt());
            case PrimitiveType.DOUBLE -> small ? random.nextInt(100) / 8d : Double.longBitsToDouble(random.nextLong());
            case PrimitiveType.STRING -> text(small ? 5 : 300);
            case VarcharType varchar -> text(varchar.length());
            case CharType character -> text(character.length()).stripTrailing();
            case PrimitiveType.BINARY -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case PrimitiveType.DATE -> date(small);
            case PrimitiveType.TIMESTAMP -> LocalDateTime.ofEpochSecond(date(small).toEpochDay() * 86_400
                    + random.nextInt(86_400), small ? 0 : 1000 * random.nextInt(1_000_000), ZoneOffset.UTC);
            case DecimalType decimal -> {
                BigInteger digits = new BigInteger(small ? 10 : 126, random)
                        .mod(BigInteger.TEN.pow(decimal.precision()));
                yield new BigDecimal(random.nextBoolean() ? digits : digits.negate(), decimal.scale());
            }
            case PrimitiveType.INTERVAL_YEAR_MONTH -> random.nextInt(2000) - 1000;
            case PrimitiveType.INTERVAL_DAY_TIME -> number(small, 50);
            case PrimitiveType.UNKNOWN -> null;
            default -> nested(type);
        };
    }

    private Object nested(DataType type) {
        return switch (type.physical()) {
            case LIST -> random.nextBoolean() ? List.of() : Arrays.asList(random.nextInt(), null);
            case MAP -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                map.put(text(3), new BigDecimal("1.5"));
                yield map;
            }
            default -> Arrays.asList(random.nextInt(), text(9));
        };
    }

    private LocalDate date(boolean small) {
        return LocalDate.ofEpochDay(small ? random.nextInt(30_000) - 8_000 : random.nextInt(3_652_000) - 719_000);
    }

    private long number(boolean small, int bits) {
        return small ? random.nextInt(200) - 100 : random.nextLong() >> 64 - bits;
    }

    private String text(int most) {
        int length = random.nextInt(most + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(20) == 0 ? 0x1F600 + random.nextInt(20) : 'a' + random.nextInt(26));
        }
        return text.toString();
    }
}
