package dev.skep.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.jdbc.wire.ColumnBlock;
import dev.skep.jdbc.wire.ColumnData;
import dev.skep.jdbc.wire.ColumnInfo;
import dev.skep.jdbc.wire.ColumnType;
import dev.skep.jdbc.wire.SqlErrors;

/** Turns cells that are not null into the types of Java. A value that does not fit fails with an SQLDataException. */
final class CellReader {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final List<ColumnInfo> columns;

    CellReader(List<ColumnInfo> columns) {
        this.columns = columns;
    }

    private ColumnType type(int column) {
        return columns.get(column).type();
    }

    private SQLDataException cannotRead(int column, Object value, String as) {
        return SqlErrors.invalidValue("Cannot read column '" + columns.get(column).name() + "' of type "
                + columns.get(column).typeName() + " as " + as + ": the value is '" + value + "'");
    }

    String text(ColumnBlock block, int column, int row) {
        ColumnData data = block.column(column);
        if (data instanceof ColumnData.Bytes) {
            ColumnData.Bytes bytes = (ColumnData.Bytes) data;
            return type(column) == ColumnType.BINARY ? hex(bytes.bytes(row)) : bytes.text(row);
        }
        if (data instanceof ColumnData.Longs) {
            return Long.toString(((ColumnData.Longs) data).value(row));
        }
        if (data instanceof ColumnData.Booleans) {
            return Boolean.toString(((ColumnData.Booleans) data).value(row));
        }
        double value = ((ColumnData.Doubles) data).value(row);
        return type(column) == ColumnType.FLOAT ? Float.toString((float) value) : Double.toString(value);
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte b : bytes) {
            text.append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
        }
        return text.toString();
    }

    boolean bool(ColumnBlock block, int column, int row) throws SQLException {
        ColumnData data = block.column(column);
        if (data instanceof ColumnData.Booleans) {
            return ((ColumnData.Booleans) data).value(row);
        }
        if (data instanceof ColumnData.Longs) {
            return ((ColumnData.Longs) data).value(row) != 0;
        }
        if (data instanceof ColumnData.Doubles) {
            return ((ColumnData.Doubles) data).value(row) != 0;
        }
        String text = text(block, column, row).trim().toLowerCase(Locale.ROOT);
        switch (text) {
            case "true" :
            case "t" :
            case "yes" :
            case "1" :
                return true;
            case "false" :
            case "f" :
            case "no" :
            case "0" :
                return false;
            default :
                if (type(column) == ColumnType.DECIMAL) {
                    return decimal(block, column, row).signum() != 0;
                }
                throw cannotRead(column, text, "boolean");
        }
    }

    long whole(ColumnBlock block, int column, int row, long least, long most) throws SQLException {
        ColumnData data = block.column(column);
        long value;
        if (data instanceof ColumnData.Longs) {
            value = ((ColumnData.Longs) data).value(row);
        } else if (data instanceof ColumnData.Booleans) {
            value = ((ColumnData.Booleans) data).value(row) ? 1 : 0;
        } else {
            BigDecimal decimal = decimal(block, column, row).setScale(0, RoundingMode.DOWN);
            if (decimal.precision() > 19 || decimal.toBigInteger().bitLength() > 63) {
                throw outOfRange(column, decimal);
            }
            value = decimal.longValue();
        }
        if (value < least || value > most) {
            throw outOfRange(column, value);
        }
        return value;
    }

    private SQLDataException outOfRange(int column, Object value) {
        return new SQLDataException("Cannot read column '" + columns.get(column).name() + "': " + value
                + " is out of range", SqlErrors.OUT_OF_RANGE);
    }

    double floating(ColumnBlock block, int column, int row) throws SQLException {
        ColumnData data = block.column(column);
        if (data instanceof ColumnData.Doubles) {
            return ((ColumnData.Doubles) data).value(row);
        }
        if (data instanceof ColumnData.Longs) {
            return ((ColumnData.Longs) data).value(row);
        }
        String text = text(block, column, row);
        try {
            return data instanceof ColumnData.Booleans ? (bool(block, column, row) ? 1 : 0) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw cannotRead(column, text, "double");
        }
    }

    BigDecimal decimal(ColumnBlock block, int column, int row) throws SQLException {
        ColumnData data = block.column(column);
        if (data instanceof ColumnData.Longs) {
            return BigDecimal.valueOf(((ColumnData.Longs) data).value(row));
        }
        if (data instanceof ColumnData.Booleans) {
            return ((ColumnData.Booleans) data).value(row) ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        String text = text(block, column, row);
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            throw cannotRead(column, text, "decimal");
        }
    }

    byte[] bytes(ColumnBlock block, int column, int row) throws SQLException {
        ColumnData data = block.column(column);
        if (data instanceof ColumnData.Bytes && (type(column) == ColumnType.BINARY || type(column).isText())) {
            return ((ColumnData.Bytes) data).bytes(row);
        }
        throw cannotRead(column, text(block, column, row), "bytes");
    }

    /** A date is its first moment. */
    LocalDateTime dateTime(ColumnBlock block, int column, int row) throws SQLException {
        String text = text(block, column, row).trim();
        if (type(column) != ColumnType.DATE && type(column) != ColumnType.TIMESTAMP && !type(column).isText()) {
            throw cannotRead(column, text, "date or timestamp");
        }
        try {
            return text.indexOf(':') < 0
                    ? LocalDate.parse(text).atStartOfDay()
                    : LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException e) {
            throw cannotRead(column, text, "date or timestamp");
        }
    }

    SkepArray array(ColumnBlock block, int column, int row) throws SQLException {
        if (type(column) != ColumnType.ARRAY) {
            throw cannotRead(column, text(block, column, row), "array");
        }
        return new SkepArray(columns.get(column).typeName(), text(block, column, row));
    }

    Object object(ColumnBlock block, int column, int row) throws SQLException {
        ColumnData data = block.column(column);
        switch (type(column)) {
            case BOOLEAN :
                return bool(block, column, row);
            case TINYINT :
            case SMALLINT :
            case INT :
                return (int) whole(block, column, row, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT :
                return whole(block, column, row, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT :
                return (float) floating(block, column, row);
            case DOUBLE :
                return floating(block, column, row);
            case DECIMAL :
                return decimal(block, column, row);
            case BINARY :
                return ((ColumnData.Bytes) data).bytes(row);
            case DATE :
                return Date.valueOf(dateTime(block, column, row).toLocalDate());
            case TIMESTAMP :
                return Timestamp.valueOf(dateTime(block, column, row));
            case ARRAY :
                return array(block, column, row);
            default :
                return text(block, column, row);
        }
    }

    Object object(ColumnBlock block, int column, int row, Class<?> type) throws SQLException {
        if (type == String.class) {
            return text(block, column, row);
        }
        if (type == Boolean.class) {
            return bool(block, column, row);
        }
        if (Number.class.isAssignableFrom(type)) {
            return number(block, column, row, type);
        }
        if (type == byte[].class) {
            return bytes(block, column, row);
        }
        if (type == LocalDate.class) {
            return dateTime(block, column, row).toLocalDate();
        }
        if (type == LocalDateTime.class) {
            return dateTime(block, column, row);
        }
        if (type == LocalTime.class) {
            return dateTime(block, column, row).toLocalTime();
        }
        if (type == Date.class) {
            return Date.valueOf(dateTime(block, column, row).toLocalDate());
        }
        if (type == Timestamp.class || type == java.util.Date.class) {
            return Timestamp.valueOf(dateTime(block, column, row));
        }
        if (type == Time.class) {
            return Time.valueOf(dateTime(block, column, row).toLocalTime());
        }
        if (type == java.sql.Array.class) {
            return array(block, column, row);
        }
        if (type == List.class || type == Map.class) {
            Object value = JsonValues.parse(columns.get(column).typeName(), text(block, column, row));
            if (type.isInstance(value)) {
                return value;
            }
            throw cannotRead(column, text(block, column, row), type.getName());
        }
        Object value = object(block, column, row);
        if (type.isInstance(value)) {
            return value;
        }
        throw SqlErrors.notSupported("read column '" + columns.get(column).name() + "' of type "
                + columns.get(column).typeName() + " as " + type.getName());
    }

    private Object number(ColumnBlock block, int column, int row, Class<?> type) throws SQLException {
        if (type == Integer.class) {
            return (int) whole(block, column, row, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == Long.class) {
            return whole(block, column, row, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == Short.class) {
            return (short) whole(block, column, row, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        if (type == Byte.class) {
            return (byte) whole(block, column, row, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        if (type == Double.class) {
            return floating(block, column, row);
        }
        if (type == Float.class) {
            return (float) floating(block, column, row);
        }
        if (type == BigInteger.class) {
            return decimal(block, column, row).toBigInteger();
        }
        return decimal(block, column, row);
    }
}
