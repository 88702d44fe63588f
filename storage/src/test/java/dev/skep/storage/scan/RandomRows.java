package dev.skep.storage.scan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** Random schemas and rows, the same for the same seed; batches of them in every form that vectors have. */
public final class RandomRows {
    private static final List<PrimitiveType> PRIMITIVES = List.of(PrimitiveType.BOOLEAN, PrimitiveType.TINYINT,
            PrimitiveType.SMALLINT, PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.FLOAT, PrimitiveType.DOUBLE,
            PrimitiveType.STRING, PrimitiveType.BINARY, PrimitiveType.DATE, PrimitiveType.TIMESTAMP);
    private static final long FIRST_SECOND = LocalDateTime.of(1583, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final long LAST_SECOND = LocalDateTime.of(9999, 12, 31, 23, 59).toEpochSecond(ZoneOffset.UTC);

    private final Random random;

    public RandomRows(long seed) {
        this.random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    /** One to {@code most} columns, nested up to {@code depth} times. */
    public List<Field> fields(int most, int depth) {
        List<Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            fields.add(new Field("c" + i, type(depth)));
        }
        return fields;
    }

    public DataType type(int depth) {
        int kind = random.nextInt(depth > 0 ? 20 : 15);
        if (kind < PRIMITIVES.size()) {
            return PRIMITIVES.get(kind);
        }
        return switch (kind) {
            case 11 -> shortDecimal();
            case 12 -> new DecimalType(19 + random.nextInt(20), random.nextInt(20));
            case 13 -> new VarcharType(1 + random.nextInt(40));
            case 14 -> new CharType(1 + random.nextInt(40));
            case 15, 16 -> new ArrayType(type(depth - 1));
            case 17, 18 -> new MapType(keyType(), type(depth - 1));
            default -> {
                List<StructType.Field> fields = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    fields.add(new StructType.Field("f" + i, type(depth - 1)));
                }
                yield new StructType(fields);
            }
        };
    }

    private DecimalType shortDecimal() {
        int precision = 1 + random.nextInt(18);
        return new DecimalType(precision, random.nextInt(precision + 1));
    }

    private DataType keyType() {
        return List.of(PrimitiveType.STRING, PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.DATE)
                .get(random.nextInt(4));
    }

    public List<List<@Nullable Object>> rows(List<Field> fields, int count) {
        List<List<@Nullable Object>> rows = new ArrayList<>(count);
        List<Integer> nullPercents = fields.stream().map(field -> List.of(0, 0, 10, 90).get(random.nextInt(4)))
                .toList();
        List<Integer> distinct = fields.stream().map(field -> List.of(0, 0, 3, 100).get(random.nextInt(4))).toList();
        List<List<@Nullable Object>> pools = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            List<@Nullable Object> pool = new ArrayList<>();
            for (int j = 0; j < distinct.get(i); j++) {
                pool.add(value(fields.get(i).type()));
            }
            pools.add(pool);
        }
        for (int row = 0; row < count; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                List<@Nullable Object> pool = pools.get(i);
                values.add(random.nextInt(100) < nullPercents.get(i)
                        ? null
                        : pool.isEmpty() ? value(fields.get(i).type()) : pool.get(random.nextInt(pool.size())));
            }
            rows.add(values);
        }
        return rows;
    }

    /** A value of {@code type}, not null; values inside it may be. */
    public Object value(DataType type) {
        return switch (type) {
            case PrimitiveType primitive -> primitive(primitive);
            case DecimalType decimal -> new BigDecimal(
                    new BigInteger(random.nextInt(decimal.precision() * 3 + 1), random)
                            .mod(BigInteger.TEN.pow(decimal.precision()))
                            .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                    decimal.scale());
            case VarcharType varchar -> text(random.nextInt(varchar.length() + 1), true);
            case CharType character -> text(random.nextInt(character.length() + 1), true).stripTrailing();
            case ArrayType array -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    elements.add(nullable(array.element()));
                }
                yield elements;
            }
            case MapType map -> {
                Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    entries.put(value(map.key()), nullable(map.value()));
                }
                yield entries;
            }
            case StructType struct -> {
                List<@Nullable Object> fields = new ArrayList<>();
                struct.fields().forEach(field -> fields.add(nullable(field.type())));
                yield fields;
            }
        };
    }

    private @Nullable Object nullable(DataType type) {
        return random.nextInt(5) == 0 ? null : value(type);
    }

    private Object primitive(PrimitiveType type) {
        return switch (type) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) random.nextInt();
            case INT -> random.nextInt() >> random.nextInt(32);
            case BIGINT -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian();
            case DOUBLE -> random.nextInt(20) == 0 ? Double.POSITIVE_INFINITY : random.nextGaussian();
            case STRING -> text(random.nextInt(30), random.nextBoolean());
            case BINARY -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case DATE -> LocalDate.ofEpochDay(random.nextLong(FIRST_SECOND, LAST_SECOND) / 86400);
            case TIMESTAMP -> {
                long second = random.nextLong(FIRST_SECOND, LAST_SECOND);
                // ORC cannot tell the second before 1970 from the one after it.
                yield LocalDateTime.ofEpochSecond(second == -1 ? 1 : second, random.nextInt(1_000_000) * 1000,
                        ZoneOffset.UTC);
            }
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> throw new IllegalArgumentException(type.hiveName());
        };
    }

    private String text(int length, boolean ascii) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(ascii
                    ? 'a' + random.nextInt(26)
                    : List.of((int) 'x', (int) ' ', 0xE9, 0x20AC, 0x1F600, (int) '\\', (int) ',', (int) '"')
                            .get(random.nextInt(8)));
        }
        return text.toString();
    }

    /** {@code rows} as batches: of random sizes, some columns as dictionaries or constants, some batches with a selection that leaves out junk. */
    public List<ColumnBatch> batches(List<Field> fields, List<List<@Nullable Object>> rows) {
        List<ColumnBatch> batches = new ArrayList<>();
        int next = 0;
        while (next < rows.size()) {
            int size = Math.min(rows.size() - next, 1 + random.nextInt(3000));
            List<List<@Nullable Object>> part = rows.subList(next, next + size);
            boolean junk = random.nextInt(3) == 0;
            int stretch = junk ? 2 : 1;
            int[] selected = new int[size];
            List<ColumnVector> columns = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int row = 0; row < size; row++) {
                    selected[row] = row * stretch;
                    for (int copy = 0; copy < stretch; copy++) {
                        values.add(part.get(copy == 0 ? row : random.nextInt(size)).get(i));
                    }
                }
                columns.add(vector(fields.get(i).type(), values));
            }
            ColumnBatch batch = new ColumnBatch(size * stretch, columns);
            batches.add(junk ? batch.select(new SelectionVector(size, selected)) : batch);
            next += size;
        }
        return batches;
    }

    private ColumnVector vector(DataType type, List<@Nullable Object> values) {
        Object first = values.getFirst();
        if (values.stream().allMatch(value -> value == first)) {
            return new ConstantVector(values.size(), Values.vector(type, first));
        }
        boolean flat = !(type instanceof ArrayType) && !(type instanceof MapType) && !(type instanceof StructType);
        if (flat && random.nextInt(3) == 0) {
            Map<Object, Integer> ids = new LinkedHashMap<>();
            int[] idOfRow = new int[values.size()];
            boolean[] nulls = new boolean[values.size()];
            for (int i = 0; i < idOfRow.length; i++) {
                Object value = values.get(i);
                nulls[i] = value == null;
                idOfRow[i] = value == null ? -1 : ids.computeIfAbsent(value, key -> ids.size());
            }
            if (ids.size() > 0) {
                return new DictionaryVector(idOfRow.length,
                        (FlatVector) flat(type, new ArrayList<>(ids.keySet())), idOfRow, nulls);
            }
        }
        return flat(type, values);
    }

    private static ColumnVector flat(DataType type, List<? extends @Nullable Object> values) {
        VectorBuilder builder = VectorBuilder.of(type);
        for (Object value : values) {
            builder.append(Values.vector(type, value), null, 1);
        }
        return builder.build();
    }
}
