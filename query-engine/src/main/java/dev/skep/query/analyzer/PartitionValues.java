package dev.skep.query.analyzer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;

import dev.skep.metastore.model.Partition;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.jspecify.annotations.Nullable;

/** Partition values between their text in the catalog and their objects in a plan. */
public final class PartitionValues {
    private PartitionValues() {}

    /** Returns the value that {@code text} means for a key of {@code type}; null for the default partition. Fails with DATA if the text is no such value. */
    public static @Nullable Object parse(String key, DataType type, String text) {
        if (text.equals(Partition.DEFAULT_VALUE)) {
            return null;
        }
        try {
            return switch (type) {
                case PrimitiveType primitive -> primitive(primitive, text);
                case DecimalType decimal -> new BigDecimal(text.trim()).setScale(decimal.scale());
                case VarcharType ignored -> text;
                case CharType ignored -> text.stripTrailing();
                case ArrayType ignored -> throw new IllegalArgumentException("arrays");
                case MapType ignored -> throw new IllegalArgumentException("maps");
                case StructType ignored -> throw new IllegalArgumentException("structs");
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            throw new QueryException(Reason.DATA,
                    "Cannot read partition %s='%s': it is no value of type %s".formatted(key, text, type.sqlName()), e);
        }
    }

    private static Object primitive(PrimitiveType type, String text) {
        return switch (type) {
            case BOOLEAN -> bool(text);
            case TINYINT -> Byte.valueOf(text.trim());
            case SMALLINT -> Short.valueOf(text.trim());
            case INT -> Integer.valueOf(text.trim());
            case BIGINT -> Long.valueOf(text.trim());
            case FLOAT -> Float.valueOf(text.trim());
            case DOUBLE -> Double.valueOf(text.trim());
            case STRING -> text;
            case DATE -> LocalDate.parse(text.trim());
            case TIMESTAMP -> timestamp(text.trim());
            case BINARY -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> throw new IllegalArgumentException(type.sqlName());
        };
    }

    private static boolean bool(String text) {
        return switch (text.trim().toLowerCase(java.util.Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static LocalDateTime timestamp(String text) {
        return text.length() <= 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text.replace(' ', 'T'));
    }
}
