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

import dev.skep.jdbc.wire.ColumnData;
import dev.skep.jdbc.wire.ColumnInfo;
import dev.skep.jdbc.wire.ColumnType;
import dev.skep.jdbc.wire.SqlErrors;

/** Turns cells that are not null into the types of Java. A value that does not fit fails with an SQLDataException. */
final class CellReader {
    private static final int MOST_LONG_DIGITS = 18;
    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final List<ColumnInfo> columns;
    private final ColumnType[] types;
    private final int[] scales;
    private final long[] powers;
    private final DayStarts days = new DayStarts();

    CellReader(List<ColumnInfo> columns) {
        this.columns = columns;
        types = new ColumnType[columns.size()];
        scales = new int[columns.size()];
        powers = new long[columns.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = columns.get(i).type();
            scales[i] = types[i] == ColumnType.DECIMAL ? columns.get(i).scale() : 0;
            powers[i] = 1;
            for (int digit = 0; digit < Math.min(scales[i], MOST_LONG_DIGITS); digit++) {
                powers[i] *= 10;
            }
        }
    }

    private ColumnType type(int column) {
        return types[column];
    }

    /** True for numbers that stand for something else than themselves: a day, a moment. */
    private boolean isTime(ColumnData data, int column) {
        return data instanceof ColumnData.Longs && (types[column] == ColumnType.DATE
                || types[column] == ColumnType.TIMESTAMP);
    }

    /** True for numbers that are themselves, or a decimal without its point. */
    private boolean isNumber(ColumnData data, int column) {
        return data instanceof ColumnData.Longs && !isTime(data, column);
    }

    private SQLDataException cannotRead(int column, Object value, String as) {
        return SqlErrors.invalidValue("Cannot read column '" + columns.get(column).name() + "' of type "
                + columns.get(column).typeName() + " as " + as + ": the value is '" + value + "'");
    }

    String text(ColumnData data, int column, int row) {
        if (data instanceof ColumnData.Bytes) {
            ColumnData.Bytes bytes = (ColumnData.Bytes) data;
            return types[column] == ColumnType.BINARY ? hex(bytes.bytes(row)) : bytes.text(row);
        }
        if (data instanceof ColumnData.Longs) {
            return text((ColumnData.Longs) data, column, row);
        }
        if (data instanceof ColumnData.Booleans) {
            return Boolean.toString(((ColumnData.Booleans) data).value(row));
        }
        if (data instanceof ColumnData.Wide) {
            return ((ColumnData.Wide) data).decimal(row, scales[column]).toPlainString();
        }
        if (data instanceof ColumnData.Floats) {
            return Float.toString(((ColumnData.Floats) data).value(row));
        }
        double value = ((ColumnData.Doubles) data).value(row);
        return types[column] == ColumnType.FLOAT ? Float.toString((float) value) : Double.toString(value);
    }

    private String text(ColumnData.Longs data, int column, int row) {
        switch (types[column]) {
            case BOOLEAN :
                return Boolean.toString(data.value(row) != 0);
            case DECIMAL :
                return data.decimal(row, scales[column]).toPlainString();
            case DATE :
                return TimeTexts.date(data.value(row));
            case TIMESTAMP :
                return TimeTexts.timestamp(data.value(row));
            default :
                return Long.toString(data.value(row));
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte b : bytes) {
            text.append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
        }
        return text.toString();
    }

    boolean bool(ColumnData data, int column, int row) throws SQLException {
        if (data instanceof ColumnData.Booleans) {
            return ((ColumnData.Booleans) data).value(row);
        }
        if (isNumber(data, column)) {
            return ((ColumnData.Longs) data).value(row) != 0;
        }
        if (data instanceof ColumnData.Doubles) {
            return ((ColumnData.Doubles) data).value(row) != 0;
        }
        if (data instanceof ColumnData.Floats) {
            return ((ColumnData.Floats) data).value(row) != 0;
        }
        String text = text(data, column, row).trim().toLowerCase(Locale.ROOT);
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
                    return decimal(data, column, row).signum() != 0;
                }
                throw cannotRead(column, text, "boolean");
        }
    }

    long whole(ColumnData data, int column, int row, long least, long most) throws SQLException {
        long value;
        if (isNumber(data, column)) {
            // The digits behind a decimal's point are cut.
            value = ((ColumnData.Longs) data).value(row) / powers[column];
        } else if (data instanceof ColumnData.Booleans) {
            value = ((ColumnData.Booleans) data).value(row) ? 1 : 0;
        } else {
            BigDecimal decimal = decimal(data, column, row).setScale(0, RoundingMode.DOWN);
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

    double floating(ColumnData data, int column, int row) throws SQLException {
        if (data instanceof ColumnData.Doubles) {
            return ((ColumnData.Doubles) data).value(row);
        }
        if (data instanceof ColumnData.Floats) {
            return ((ColumnData.Floats) data).widened(row);
        }
        if (isNumber(data, column)) {
            long value = ((ColumnData.Longs) data).value(row);
            if (scales[column] == 0) {
                return value;
            }
            if (Math.abs(value) <= EXACT_IN_DOUBLE && powers[column] <= EXACT_IN_DOUBLE) {
                // Both are exact, so that the quotient is the double that is nearest.
                return (double) value / powers[column];
            }
        }
        String text = text(data, column, row);
        try {
            return data instanceof ColumnData.Booleans ? (bool(data, column, row) ? 1 : 0) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw cannotRead(column, text, "double");
        }
    }

    BigDecimal decimal(ColumnData data, int column, int row) throws SQLException {
        if (isNumber(data, column)) {
            return ((ColumnData.Longs) data).decimal(row, scales[column]);
        }
        if (data instanceof ColumnData.Wide) {
            return ((ColumnData.Wide) data).decimal(row, scales[column]);
        }
        if (data instanceof ColumnData.Booleans) {
            return ((ColumnData.Booleans) data).value(row) ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        String text = text(data, column, row);
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            throw cannotRead(column, text, "decimal");
        }
    }

    byte[] bytes(ColumnData data, int column, int row) throws SQLException {
        if (data instanceof ColumnData.Bytes && (type(column) == ColumnType.BINARY || type(column).isText())) {
            return ((ColumnData.Bytes) data).bytes(row);
        }
        throw cannotRead(column, text(data, column, row), "bytes");
    }

    /** A date is its first moment. */
    LocalDateTime dateTime(ColumnData data, int column, int row) throws SQLException {
        if (isTime(data, column)) {
            long value = ((ColumnData.Longs) data).value(row);
            return types[column] == ColumnType.DATE
                    ? LocalDate.ofEpochDay(value).atStartOfDay()
                    : TimeTexts.dateTime(value);
        }
        String text = text(data, column, row).trim();
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

    Date date(ColumnData data, int column, int row) throws SQLException {
        if (data instanceof ColumnData.Longs && types[column] == ColumnType.DATE) {
            return new Date(days.millis(((ColumnData.Longs) data).value(row)));
        }
        return Date.valueOf(dateTime(data, column, row).toLocalDate());
    }

    Timestamp timestamp(ColumnData data, int column, int row) throws SQLException {
        if (data instanceof ColumnData.Longs && types[column] == ColumnType.TIMESTAMP) {
            return days.timestamp(((ColumnData.Longs) data).value(row));
        }
        return Timestamp.valueOf(dateTime(data, column, row));
    }

    /** Called between blocks: Java's time zone may have been set to another. */
    void refresh() {
        days.refresh();
    }

    SkepArray array(ColumnData data, int column, int row) throws SQLException {
        if (type(column) != ColumnType.ARRAY) {
            throw cannotRead(column, text(data, column, row), "array");
        }
        return new SkepArray(columns.get(column).typeName(), text(data, column, row));
    }

    Object object(ColumnData data, int column, int row) throws SQLException {
        switch (type(column)) {
            case BOOLEAN :
                return bool(data, column, row);
            case TINYINT :
            case SMALLINT :
            case INT :
                return (int) whole(data, column, row, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT :
                return whole(data, column, row, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT :
                return (float) floating(data, column, row);
            case DOUBLE :
                return floating(data, column, row);
            case DECIMAL :
                return decimal(data, column, row);
            case BINARY :
                return ((ColumnData.Bytes) data).bytes(row);
            case DATE :
                return date(data, column, row);
            case TIMESTAMP :
                return timestamp(data, column, row);
            case ARRAY :
                return array(data, column, row);
            default :
                return text(data, column, row);
        }
    }

    Object object(ColumnData data, int column, int row, Class<?> type) throws SQLException {
        if (type == String.class) {
            return text(data, column, row);
        }
        if (type == Boolean.class) {
            return bool(data, column, row);
        }
        if (Number.class.isAssignableFrom(type)) {
            return number(data, column, row, type);
        }
        if (type == byte[].class) {
            return bytes(data, column, row);
        }
        if (type == LocalDate.class) {
            return dateTime(data, column, row).toLocalDate();
        }
        if (type == LocalDateTime.class) {
            return dateTime(data, column, row);
        }
        if (type == LocalTime.class) {
            return dateTime(data, column, row).toLocalTime();
        }
        if (type == Date.class) {
            return date(data, column, row);
        }
        if (type == Timestamp.class || type == java.util.Date.class) {
            return timestamp(data, column, row);
        }
        if (type == Time.class) {
            return Time.valueOf(dateTime(data, column, row).toLocalTime());
        }
        if (type == java.sql.Array.class) {
            return array(data, column, row);
        }
        if (type == List.class || type == Map.class) {
            Object value = JsonValues.parse(columns.get(column).typeName(), text(data, column, row));
            if (type.isInstance(value)) {
                return value;
            }
            throw cannotRead(column, text(data, column, row), type.getName());
        }
        Object value = object(data, column, row);
        if (type.isInstance(value)) {
            return value;
        }
        throw SqlErrors.notSupported("read column '" + columns.get(column).name() + "' of type "
                + columns.get(column).typeName() + " as " + type.getName());
    }

    private Object number(ColumnData data, int column, int row, Class<?> type) throws SQLException {
        if (type == Integer.class) {
            return (int) whole(data, column, row, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == Long.class) {
            return whole(data, column, row, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == Short.class) {
            return (short) whole(data, column, row, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        if (type == Byte.class) {
            return (byte) whole(data, column, row, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        if (type == Double.class) {
            return floating(data, column, row);
        }
        if (type == Float.class) {
            return (float) floating(data, column, row);
        }
        if (type == BigInteger.class) {
            return decimal(data, column, row).toBigInteger();
        }
        return decimal(data, column, row);
    }
}
