package dev.skep.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Parameters that are set with the type they shall have. */
final class TypedParameters {
    private TypedParameters() {}

    /** Returns {@code value} as the type with this code of {@link Types}. Fails with an IllegalArgumentException, DateTimeException or ArithmeticException. */
    static Object convert(Object value, int jdbcType, int scale) {
        switch (jdbcType) {
            case Types.BOOLEAN :
            case Types.BIT :
                return value instanceof Boolean ? value : bool(value);
            case Types.TINYINT :
                return whole(value).byteValueExact();
            case Types.SMALLINT :
                return whole(value).shortValueExact();
            case Types.INTEGER :
                return whole(value).intValueExact();
            case Types.BIGINT :
                return whole(value).longValueExact();
            case Types.REAL :
                return value instanceof Number ? ((Number) value).floatValue() : Float.valueOf(value.toString());
            case Types.FLOAT :
            case Types.DOUBLE :
                return value instanceof Number ? ((Number) value).doubleValue() : Double.valueOf(value.toString());
            case Types.DECIMAL :
            case Types.NUMERIC :
                BigDecimal decimal = value instanceof Boolean ? bit((Boolean) value) : new BigDecimal(value.toString());
                return scale < 0 ? decimal : decimal.setScale(scale, RoundingMode.HALF_UP);
            case Types.CHAR :
            case Types.VARCHAR :
            case Types.LONGVARCHAR :
            case Types.NCHAR :
            case Types.NVARCHAR :
            case Types.LONGNVARCHAR :
                return value.toString();
            case Types.DATE :
                return value instanceof String ? LocalDate.parse((String) value) : date(value);
            case Types.TIMESTAMP :
                return value instanceof String ? timestamp((String) value) : value;
            default :
                return value;
        }
    }

    private static BigDecimal bit(boolean value) {
        return value ? BigDecimal.ONE : BigDecimal.ZERO;
    }

    private static Boolean bool(Object value) {
        if (value instanceof Number) {
            return ((Number) value).doubleValue() != 0;
        }
        String text = value.toString();
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return false;
        }
        throw new IllegalArgumentException("expected true or false");
    }

    private static BigInteger whole(Object value) {
        return value instanceof Boolean
                ? bit((Boolean) value).toBigInteger()
                : new BigDecimal(value.toString()).toBigInteger();
    }

    private static Object date(Object value) {
        if (value instanceof LocalDateTime) {
            return ((LocalDateTime) value).toLocalDate();
        }
        return value instanceof java.sql.Timestamp
                ? ((java.sql.Timestamp) value).toLocalDateTime().toLocalDate()
                : value;
    }

    private static LocalDateTime timestamp(String text) {
        return text.indexOf(':') < 0
                ? LocalDate.parse(text).atStartOfDay()
                : LocalDateTime.parse(text.replace(' ', 'T'));
    }
}
