package dev.skep.query.function;

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
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.jspecify.annotations.Nullable;

/** Values that functions are tried with: mostly small ones, on which they agree, with words that some functions know, and now and then extremes. */
final class RandomValues {
    private static final List<String> TEXTS = List.of("", "a", "b", "ab", "abc", "aabbaa", " a b ", "A-b-C", "x,y,,z",
            ",",
            "-", "Ünïcödé", "日本語", "😀a😀", "\\", "%a_", "a%", "_", "[ab]+", "(a)(b)?", "[", "$1", "year", "month",
            "day",
            "hour", "MINUTE", "week", "2020-02-29", "1969-12-31", "no date", "1", "-7", "3.25");
    private static final List<DataType> NUMBERS = List.of(PrimitiveType.TINYINT, PrimitiveType.SMALLINT,
            PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.FLOAT, PrimitiveType.DOUBLE);
    private static final List<DataType> DECIMALS = List.of(new DecimalType(9, 2), new DecimalType(18, 0),
            new DecimalType(18, 18), new DecimalType(38, 10));
    private static final List<DataType> ANY_TYPES = List.of(PrimitiveType.BOOLEAN, PrimitiveType.INT,
            PrimitiveType.BIGINT, PrimitiveType.DOUBLE, PrimitiveType.STRING, PrimitiveType.BINARY, PrimitiveType.DATE,
            PrimitiveType.TIMESTAMP, new DecimalType(9, 2), new DecimalType(38, 10),
            PrimitiveType.INTERVAL_YEAR_MONTH, PrimitiveType.INTERVAL_DAY_TIME);

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    DataType decimal() {
        return oneOf(DECIMALS);
    }

    DataType type(TypePattern.Kind kind) {
        return switch (kind) {
            case ANY, ORDERABLE -> oneOf(ANY_TYPES);
            case NUMBER -> random.nextInt(3) == 0 ? decimal() : oneOf(NUMBERS);
            case TIME -> random.nextBoolean() ? PrimitiveType.DATE : PrimitiveType.TIMESTAMP;
            case TEXT -> oneOf(List.of(PrimitiveType.STRING, new VarcharType(10), new CharType(12)));
            case INTERVAL ->
                random.nextBoolean() ? PrimitiveType.INTERVAL_YEAR_MONTH : PrimitiveType.INTERVAL_DAY_TIME;
        };
    }

    @Nullable
    Object value(DataType type) {
        boolean extreme = random.nextInt(25) == 0;
        return switch (type) {
            case PrimitiveType.BOOLEAN -> random.nextBoolean();
            case PrimitiveType.TINYINT -> (byte) number(extreme, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case PrimitiveType.SMALLINT -> (short) number(extreme, Short.MIN_VALUE, Short.MAX_VALUE);
            case PrimitiveType.INT -> (int) number(extreme, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case PrimitiveType.BIGINT -> number(extreme, Long.MIN_VALUE, Long.MAX_VALUE);
            case PrimitiveType.FLOAT -> extreme ? Float.NaN : random.nextInt(400) / 16f - 5;
            case PrimitiveType.DOUBLE -> extreme
                    ? oneOf(List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e300))
                    : random.nextInt(4000) / 128d - 5;
            case PrimitiveType.STRING -> oneOf(TEXTS);
            case VarcharType ignored -> oneOf(TEXTS);
            case CharType ignored -> oneOf(TEXTS).stripTrailing();
            case PrimitiveType.BINARY -> {
                byte[] bytes = new byte[random.nextInt(5)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case PrimitiveType.DATE -> LocalDate.ofEpochDay(random.nextInt(30_000) - 8_000);
            case PrimitiveType.TIMESTAMP ->
                LocalDateTime.of(1940 + random.nextInt(120), 1, 1, 0, 0).plusSeconds(random.nextInt(31_000_000))
                        .plusNanos(1000L * random.nextInt(1_000_000));
            case DecimalType decimal -> {
                BigInteger digits = new BigInteger(extreme ? 126 : 9, random)
                        .mod(BigInteger.TEN.pow(decimal.precision()));
                yield new BigDecimal(random.nextBoolean() ? digits : digits.negate(), decimal.scale());
            }
            case PrimitiveType.INTERVAL_YEAR_MONTH -> random.nextInt(60) - 20;
            case PrimitiveType.INTERVAL_DAY_TIME -> 1_000_000L * (random.nextInt(1_000_000) - 300_000);
            case PrimitiveType.UNKNOWN -> null;
            case ArrayType array -> list(array);
            case MapType map -> map(map);
            case StructType struct -> {
                List<@Nullable Object> fields = new ArrayList<>();
                struct.fields().forEach(field -> fields.add(value(field.type())));
                yield fields;
            }
        };
    }

    private long number(boolean extreme, long least, long most) {
        return extreme ? random.nextBoolean() ? least : most : random.nextInt(24) - 6;
    }

    private List<@Nullable Object> list(ArrayType type) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(random.nextInt(5) == 0 ? null : value(type.element()));
        }
        return elements;
    }

    private Map<Object, @Nullable Object> map(MapType type) {
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Object key = value(type.key());
            if (key != null) {
                entries.put(key, random.nextInt(5) == 0 ? null : value(type.value()));
            }
        }
        return entries;
    }
}
