package dev.skep.query;

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
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** Vectors of random values in any encoding, with nulls. */
public final class RandomVectors {
    private RandomVectors() {}

    /** Returns {@code length} values of about {@code distinct} different ones: flat, a dictionary or a constant, as chance will have it. */
    public static ColumnVector vector(Random random, DataType type, int length, int distinct, boolean nulls) {
        int kind = random.nextInt(10);
        boolean isNested = type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
        if (kind == 0 && length > 0) {
            return new ConstantVector(length, Values.vector(type, nulls && random.nextInt(4) == 0
                    ? null
                    : value(random, type, distinct)));
        }
        if (kind < 5 && length > 0 && !isNested) {
            VectorBuilder dictionary = VectorBuilder.of(type);
            int size = 1 + random.nextInt(Math.max(1, distinct));
            for (int i = 0; i < size; i++) {
                dictionary.append(Values.vector(type, value(random, type, distinct)), null, 1);
            }
            int[] ids = new int[length];
            boolean[] absent = nulls ? new boolean[length] : null;
            for (int i = 0; i < length; i++) {
                ids[i] = random.nextInt(size);
                if (absent != null && random.nextInt(5) == 0) {
                    absent[i] = true;
                    ids[i] = 0;
                }
            }
            return new DictionaryVector(length, (FlatVector) dictionary.build(), ids, absent);
        }
        return flat(random, type, length, distinct, nulls);
    }

    public static ColumnVector flat(Random random, DataType type, int length, int distinct, boolean nulls) {
        VectorBuilder builder = VectorBuilder.of(type);
        for (int i = 0; i < length; i++) {
            builder.append(Values.vector(type, nulls && random.nextInt(5) == 0 ? null : value(random, type, distinct)),
                    null, 1);
        }
        return builder.build();
    }

    public static Object value(Random random, DataType type, int distinct) {
        int n = random.nextInt(Math.max(1, distinct)) - distinct / 2;
        return switch (type) {
            case PrimitiveType.BOOLEAN -> n % 2 == 0;
            case PrimitiveType.TINYINT -> (byte) n;
            case PrimitiveType.SMALLINT -> (short) n;
            case PrimitiveType.INT -> n;
            case PrimitiveType.BIGINT -> n * 1_000_000_007L;
            case PrimitiveType.FLOAT -> n / 4f;
            case PrimitiveType.DOUBLE -> n / 8.0;
            case PrimitiveType.DATE -> LocalDate.ofEpochDay(n * 17L);
            case PrimitiveType.TIMESTAMP -> LocalDateTime.of(2020, 2, 29, 1, 2, 3).plusSeconds(n * 7_777L);
            case PrimitiveType.STRING -> n % 7 == 0 ? "" : n % 5 == 0 ? "ü€" + n : "text" + n;
            case DecimalType decimal -> decimal.isShort()
                    ? BigDecimal.valueOf(n * 37L, decimal.scale())
                    : new BigDecimal(BigInteger.valueOf(n).multiply(BigInteger.TEN.pow(n % 2 == 0 ? 1 : 20)),
                            decimal.scale());
            case PrimitiveType.BINARY -> new byte[]{(byte) n, (byte) (n >> 8)};
            case ArrayType array -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = Math.floorMod(n, 4); i > 0; i--) {
                    elements.add(i == 2 ? null : value(random, array.element(), distinct));
                }
                yield elements;
            }
            case MapType map -> {
                Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
                for (int i = Math.floorMod(n, 3); i > 0; i--) {
                    entries.put(value(random, map.key(), distinct),
                            i == 2 ? null : value(random, map.value(), distinct));
                }
                yield entries;
            }
            case StructType struct -> {
                List<@Nullable Object> fields = new ArrayList<>();
                for (StructType.Field field : struct.fields()) {
                    fields.add(random.nextInt(4) == 0 ? null : value(random, field.type(), distinct));
                }
                yield fields;
            }
            default -> throw new IllegalArgumentException("Cannot make values of " + type);
        };
    }

    /** The values as objects; null for null. */
    public static List<@Nullable Object> values(ColumnVector vector, DataType type) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < vector.length(); i++) {
            values.add(Values.value(vector, type, i));
        }
        return values;
    }
}
