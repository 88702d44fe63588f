package dev.skep.storage.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads files with parquet-java's row reader and gives the rows the form that ours have. */
final class GroupOracle {
    private GroupOracle() {}

    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(InputFile file, ParquetConfiguration configuration) {
            super(file, configuration);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    static List<List<@Nullable Object>> rows(Path path, List<Field> columns) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new Builder(new LocalInputFile(path), new PlainParquetConfiguration())
                .build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.add(Rows.comparable(field(group, i, columns.get(i).type())));
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static @Nullable Object field(Group group, int index, DataType type) {
        Type file = group.getType().getType(index);
        int count = group.getFieldRepetitionCount(index);
        if (file.isRepetition(Type.Repetition.REPEATED)) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                elements.add(value(group, index, i, file, ((ArrayType) type).element()));
            }
            return elements;
        }
        return count == 0 ? null : value(group, index, 0, file, type);
    }

    private static @Nullable Object value(Group group, int index, int at, Type file, DataType type) {
        if (file.isPrimitive()) {
            return primitive(group, index, at, file, type);
        }
        Group inner = group.getGroup(index, at);
        GroupType schema = file.asGroupType();
        return switch (type) {
            case StructType struct -> {
                List<@Nullable Object> fields = new ArrayList<>();
                for (int i = 0; i < struct.fields().size(); i++) {
                    fields.add(field(inner, i, struct.fields().get(i).type()));
                }
                yield fields;
            }
            case MapType map -> {
                Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
                for (int i = 0; i < inner.getFieldRepetitionCount(0); i++) {
                    Group entry = inner.getGroup(0, i);
                    entries.put(Rows.comparable(field(entry, 0, map.key())),
                            entry.getType().getFieldCount() < 2 ? null : field(entry, 1, map.value()));
                }
                yield entries;
            }
            case ArrayType array -> {
                Type repeated = schema.getType(0);
                boolean isElement = repeated.isPrimitive() || repeated.asGroupType().getFieldCount() > 1
                        || repeated.getName().equals("array") || repeated.getName().equals(file.getName() + "_tuple");
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = 0; i < inner.getFieldRepetitionCount(0); i++) {
                    elements.add(isElement
                            ? value(inner, 0, i, repeated, array.element())
                            : field(inner.getGroup(0, i), 0, array.element()));
                }
                yield elements;
            }
            default -> throw new IllegalArgumentException("A group as " + type);
        };
    }

    private static @Nullable Object primitive(Group group, int index, int at, Type file, DataType type) {
        PrimitiveTypeName physical = file.asPrimitiveType().getPrimitiveTypeName();
        LogicalTypeAnnotation logical = file.getLogicalTypeAnnotation();
        boolean isUnsigned = logical instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer
                && !integer.isSigned();
        Object value = switch (physical) {
            case BOOLEAN -> group.getBoolean(index, at);
            case INT32 -> isUnsigned
                    ? (Object) (group.getInteger(index, at) & 0xffff_ffffL)
                    : (Object) (long) group.getInteger(index, at);
            case INT64 -> group.getLong(index, at);
            case FLOAT -> group.getFloat(index, at);
            case DOUBLE -> group.getDouble(index, at);
            case INT96 -> group.getInt96(index, at).getBytes();
            case BINARY, FIXED_LEN_BYTE_ARRAY -> group.getBinary(index, at).getBytes();
        };
        return switch (logical) {
            case LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal -> new BigDecimal(
                    value instanceof byte[] bytes
                            ? bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes)
                            : BigInteger.valueOf((Long) value),
                    decimal.getScale());
            case LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp -> micros(switch (timestamp.getUnit()) {
                case MILLIS -> (Long) value * 1_000;
                case MICROS -> (Long) value;
                case NANOS -> Math.floorDiv((Long) value, 1_000L);
            });
            case LogicalTypeAnnotation.DateLogicalTypeAnnotation ignored -> LocalDate.ofEpochDay((Long) value);
            case LogicalTypeAnnotation.Float16LogicalTypeAnnotation ignored -> {
                byte[] bytes = (byte[]) value;
                yield Float.float16ToFloat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort());
            }
            case LogicalTypeAnnotation.UUIDLogicalTypeAnnotation ignored -> {
                ByteBuffer bytes = ByteBuffer.wrap((byte[]) value);
                yield new UUID(bytes.getLong(), bytes.getLong()).toString();
            }
            case null, default -> plain(value, physical, type);
        };
    }

    private static Object plain(Object value, PrimitiveTypeName physical, DataType type) {
        if (physical == PrimitiveTypeName.INT96) {
            ByteBuffer bytes = ByteBuffer.wrap((byte[]) value).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = bytes.getLong();
            return micros((bytes.getInt() - 2_440_588L) * 86_400_000_000L + nanos / 1_000);
        }
        if (value instanceof Long number) {
            return switch (type) {
                case PrimitiveType.TINYINT -> (Object) number.byteValue();
                case PrimitiveType.SMALLINT -> number.shortValue();
                case PrimitiveType.INT -> number.intValue();
                case PrimitiveType.BIGINT -> number;
                default -> new BigDecimal(Long.toUnsignedString(number));
            };
        }
        return value instanceof byte[] bytes && type.isText() ? new String(bytes, UTF_8) : value;
    }

    private static LocalDateTime micros(long micros) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                (int) Math.floorMod(micros, 1_000_000L) * 1_000, ZoneOffset.UTC);
    }
}
