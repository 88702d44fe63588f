package dev.skep.storage.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import org.jspecify.annotations.Nullable;

/** Reads and makes files with DuckDB, and gives its values the form that ours have. */
final class DuckOracle {
    private DuckOracle() {}

    static void run(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<List<@Nullable Object>> rows(Path path, List<Field> columns) throws SQLException {
        return query("SELECT * FROM read_parquet('" + path + "')", columns.stream().map(Field::type).toList());
    }

    static List<List<@Nullable Object>> query(String sql, List<DataType> types) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute("SET threads=1");
            try (ResultSet result = statement.executeQuery(sql)) {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 0; i < types.size(); i++) {
                        row.add(Rows.comparable(value(result.getObject(i + 1), types.get(i))));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }

    private static @Nullable Object value(@Nullable Object value, DataType type) throws SQLException {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case ArrayType array -> {
                List<@Nullable Object> elements = new ArrayList<>();
                Object[] source = (Object[]) (value instanceof Array sql ? sql.getArray() : value);
                for (Object element : source) {
                    elements.add(value(element, array.element()));
                }
                yield elements;
            }
            case MapType map -> {
                Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    entries.put(Rows.comparable(value(entry.getKey(), map.key())),
                            value(entry.getValue(), map.value()));
                }
                yield entries;
            }
            case StructType struct -> {
                Object[] attributes = ((Struct) value).getAttributes();
                List<@Nullable Object> fields = new ArrayList<>();
                for (int i = 0; i < attributes.length; i++) {
                    fields.add(value(attributes[i], struct.fields().get(i).type()));
                }
                yield fields;
            }
            case DecimalType ignored -> value instanceof BigInteger number ? new BigDecimal(number) : value;
            case PrimitiveType primitive -> primitive(value, primitive);
            default -> value.toString();
        };
    }

    private static Object primitive(Object value, PrimitiveType type) throws SQLException {
        return switch (type) {
            case TINYINT -> ((Number) value).byteValue();
            case SMALLINT -> ((Number) value).shortValue();
            case INT -> value instanceof LocalTime time
                    ? (int) (time.toNanoOfDay() / 1_000_000)
                    : ((Number) value).intValue();
            case BIGINT -> value instanceof LocalTime time ? time.toNanoOfDay() / 1_000 : ((Number) value).longValue();
            case FLOAT -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case DATE -> value instanceof java.sql.Date date ? date.toLocalDate() : (LocalDate) value;
            case TIMESTAMP -> switch (value) {
                case OffsetDateTime time -> time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                case Timestamp time -> time.toLocalDateTime().withNano(time.getNanos() / 1_000 * 1_000);
                default -> (LocalDateTime) value;
            };
            case STRING -> value instanceof UUID uuid ? uuid.toString() : value.toString();
            case BINARY -> switch (value) {
                case Blob blob -> blob.getBytes(1, (int) blob.length());
                case byte[] bytes -> Arrays.copyOf(bytes, bytes.length);
                default -> value;
            };
            case BOOLEAN, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> value;
        };
    }
}
