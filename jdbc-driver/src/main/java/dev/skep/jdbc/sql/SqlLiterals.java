package dev.skep.jdbc.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Values as SQL literals that a parser reads back as the same value.
 *
 * <pre>
 * String, char, UUID        'it''s'                       (no other escapes; U+0000 refused)
 * Boolean                   TRUE, FALSE
 * Byte, Short, Integer,
 * Long                      5, (-5)                       (in parentheses: a minus before it must not make a comment of it)
 * Float                     CAST('1.5' AS REAL)           (also NaN, Infinity, -Infinity)
 * Double                    CAST('1.5' AS DOUBLE)
 * BigDecimal                12.50, CAST('100' AS DECIMAL(3,0)) where there are no digits after the point; at most 38 digits
 * LocalDate, java.sql.Date  DATE '2026-01-31'             (years 0001 to 9999)
 * LocalDateTime, Timestamp  TIMESTAMP '2026-01-31 23:59:59.000001'
 * byte[]                    X'00FF'
 * null                      NULL, CAST(NULL AS type) where the type is given
 * </pre>
 *
 * Timestamps have no zone and microseconds; finer digits are refused rather than cut.
 */
public final class SqlLiterals {
    private static final int MAX_DIGITS = 38;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private SqlLiterals() {}

    /** Returns the literal for {@code value}. Fails with an IllegalArgumentException for a class or value that has none. */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof String || value instanceof Character || value instanceof UUID) {
            return text(value.toString());
        }
        if (value instanceof Boolean) {
            return (Boolean) value ? "TRUE" : "FALSE";
        }
        if (value instanceof Number) {
            return number((Number) value);
        }
        if (value instanceof byte[]) {
            return binary((byte[]) value);
        }
        return dateOrTime(value);
    }

    private static String dateOrTime(Object value) {
        if (value instanceof LocalDate) {
            return date((LocalDate) value);
        }
        if (value instanceof LocalDateTime) {
            return timestamp((LocalDateTime) value);
        }
        if (value instanceof java.sql.Timestamp) {
            return timestamp(((java.sql.Timestamp) value).toLocalDateTime());
        }
        if (value instanceof java.sql.Date) {
            return date(((java.sql.Date) value).toLocalDate());
        }
        if (value instanceof java.util.Date && !(value instanceof java.sql.Time)) {
            return timestamp(new java.sql.Timestamp(((java.util.Date) value).getTime()).toLocalDateTime());
        }
        throw new IllegalArgumentException("Invalid parameter: a value of class " + value.getClass().getName()
                + " has no SQL literal");
    }

    /** Returns a null of the type with this code of {@link Types}, a bare NULL where the code names no type that Skep knows. */
    public static String nullOf(int jdbcType) {
        String type = typeName(jdbcType);
        return type == null ? "NULL" : "CAST(NULL AS " + type + ")";
    }

    private static @Nullable String typeName(int jdbcType) {
        switch (jdbcType) {
            case Types.BOOLEAN :
            case Types.BIT :
                return "BOOLEAN";
            case Types.TINYINT :
                return "TINYINT";
            case Types.SMALLINT :
                return "SMALLINT";
            case Types.INTEGER :
                return "INTEGER";
            case Types.BIGINT :
                return "BIGINT";
            case Types.REAL :
                return "REAL";
            case Types.FLOAT :
            case Types.DOUBLE :
                return "DOUBLE";
            case Types.CHAR :
            case Types.NCHAR :
            case Types.VARCHAR :
            case Types.NVARCHAR :
            case Types.LONGVARCHAR :
            case Types.LONGNVARCHAR :
                return "VARCHAR";
            case Types.BINARY :
            case Types.VARBINARY :
            case Types.LONGVARBINARY :
                return "VARBINARY";
            case Types.DATE :
                return "DATE";
            case Types.TIMESTAMP :
                return "TIMESTAMP";
            default :
                return null;
        }
    }

    private static String text(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Invalid parameter: text with the character U+0000");
        }
        return "'" + value.replace("'", "''") + "'";
    }

    private static String number(Number value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return signed(value.toString());
        }
        if (value instanceof Long) {
            // The digits of the least number without their sign are no bigint.
            return (Long) value == Long.MIN_VALUE ? "CAST('" + value + "' AS BIGINT)" : signed(value.toString());
        }
        if (value instanceof BigDecimal) {
            return decimal((BigDecimal) value);
        }
        if (value instanceof BigInteger) {
            return decimal(new BigDecimal((BigInteger) value));
        }
        if (value instanceof Float) {
            return "CAST('" + value + "' AS REAL)";
        }
        if (value instanceof Double) {
            return "CAST('" + value + "' AS DOUBLE)";
        }
        throw new IllegalArgumentException("Invalid parameter: a value of class " + value.getClass().getName()
                + " has no SQL literal");
    }

    private static String decimal(BigDecimal value) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        int precision = Math.max(plain.precision(), plain.scale());
        if (precision > MAX_DIGITS) {
            throw new IllegalArgumentException("Invalid parameter: decimal " + value + " has " + precision
                    + " digits (at most " + MAX_DIGITS + ")");
        }
        if (plain.scale() == 0) {
            return "CAST('" + plain.toPlainString() + "' AS DECIMAL(" + precision + ",0))";
        }
        return signed(plain.toPlainString());
    }

    private static String signed(String digits) {
        return digits.startsWith("-") ? "(" + digits + ")" : digits;
    }

    private static String date(LocalDate value) {
        checkYear(value.getYear(), value);
        return "DATE '" + value + "'";
    }

    private static String timestamp(LocalDateTime value) {
        checkYear(value.getYear(), value);
        if (value.getNano() % 1_000 != 0) {
            throw new IllegalArgumentException("Invalid parameter: timestamp " + value
                    + " is finer than a microsecond");
        }
        return "TIMESTAMP '" + value.toLocalDate() + " " + time(value.toLocalTime()) + "'";
    }

    private static String time(LocalTime value) {
        String seconds = String.format("%02d:%02d:%02d", value.getHour(), value.getMinute(), value.getSecond());
        return value.getNano() == 0 ? seconds : seconds + String.format(".%06d", value.getNano() / 1_000);
    }

    private static void checkYear(int year, Object value) {
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException("Invalid parameter: " + value + " is not in the years 0001 to 9999");
        }
    }

    private static String binary(byte[] value) {
        StringBuilder text = new StringBuilder(2 * value.length + 3).append("X'");
        for (byte b : value) {
            text.append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
        }
        return text.append('\'').toString();
    }
}
