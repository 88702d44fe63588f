package dev.skep.server.hiveserver2.rows;

import java.math.BigDecimal;
import java.util.Base64;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;

/**
 * Values as the text in which HiveServer2 sends them:
 *
 * <pre>
 * decimal(5,2)     1.50                      all digits of the scale
 * date             2026-01-31
 * timestamp        2026-01-31 23:59:59.5     no fraction where it is zero, no zeros at its end
 * interval         1-2, 3 04:05:06.000000000
 * array            [1,2,null]
 * map              {"a":1}, {1:"a"}          keys that are numbers stand without quotes
 * struct           {"x":1,"y":"text"}
 * binary inside of these: base64 in quotes
 * </pre>
 */
final class ValueTexts {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private ValueTexts() {}

    static void appendDecimal(TextBuffer text, long unscaled, int scale) {
        if (scale == 0 || unscaled == Long.MIN_VALUE) {
            text.append(scale == 0 ? Long.toString(unscaled) : BigDecimal.valueOf(unscaled, scale).toPlainString());
            return;
        }
        if (unscaled < 0) {
            text.append('-');
        }
        long magnitude = Math.abs(unscaled);
        long power = 1;
        for (int i = 0; i < scale; i++) {
            power *= 10;
        }
        long whole = magnitude / power;
        text.appendPadded(whole, TextBuffer.digits(whole));
        text.append('.');
        text.appendPadded(magnitude % power, scale);
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar. */
    static void appendDate(TextBuffer text, long epochDay) {
        // The algorithm counts in eras of 400 years that begin on March 1st, so that a leap day is the last day of its year.
        long day = epochDay + 719_468;
        long era = Math.floorDiv(day, 146_097L);
        long dayOfEra = day - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long month = (5 * dayOfYear + 2) / 153;
        long year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
        if (year < 0) {
            text.append('-');
        }
        long printed = Math.abs(year);
        text.appendPadded(printed, Math.max(4, TextBuffer.digits(printed)));
        text.append('-');
        text.appendPadded(month < 10 ? month + 3 : month - 9, 2);
        text.append('-');
        text.appendPadded(dayOfYear - (153 * month + 2) / 5 + 1, 2);
    }

    /** Microseconds since 1970-01-01 00:00. */
    static void appendTimestamp(TextBuffer text, long micros) {
        appendDate(text, Math.floorDiv(micros, MICROS_PER_DAY));
        text.append(' ');
        long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
        appendTime(text, ofDay / MICROS_PER_SECOND);
        long fraction = ofDay % MICROS_PER_SECOND;
        if (fraction > 0) {
            int width = 6;
            while (fraction % 10 == 0) {
                fraction /= 10;
                width--;
            }
            text.append('.');
            text.appendPadded(fraction, width);
        }
    }

    private static void appendTime(TextBuffer text, long secondOfDay) {
        text.appendPadded(secondOfDay / 3600, 2);
        text.append(':');
        text.appendPadded(secondOfDay / 60 % 60, 2);
        text.append(':');
        text.appendPadded(secondOfDay % 60, 2);
    }

    static void appendYearMonth(TextBuffer text, int months) {
        if (months < 0) {
            text.append('-');
        }
        long magnitude = Math.abs((long) months);
        text.append(magnitude / 12);
        text.append('-');
        text.append(magnitude % 12);
    }

    static void appendDayTime(TextBuffer text, long micros) {
        if (micros < 0) {
            text.append('-');
        }
        long days = Math.abs(micros / MICROS_PER_DAY);
        long rest = Math.abs(micros % MICROS_PER_DAY);
        text.append(days);
        text.append(' ');
        appendTime(text, rest / MICROS_PER_SECOND);
        text.append('.');
        text.appendPadded(rest % MICROS_PER_SECOND * 1000, 9);
    }

    /** Appends the bytes of a char column's value with blanks up to its length in characters. */
    static void appendChar(TextBuffer text, byte[] data, int start, int end, int length) {
        text.append(data, start, end - start);
        appendBlanks(text, length - characters(data, start, end));
    }

    private static int characters(byte[] utf8, int start, int end) {
        int characters = 0;
        for (int i = start; i < end; i++) {
            characters += (utf8[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    private static void appendBlanks(TextBuffer text, int count) {
        for (int i = 0; i < count; i++) {
            text.append(' ');
        }
    }

    /** Appends a value of any type as it stands inside a nested one. */
    static void appendNested(TextBuffer text, ColumnVector vector, DataType type, int row) {
        if (vector.isNull(row) || type == PrimitiveType.UNKNOWN) {
            text.append("null");
            return;
        }
        switch (vector) {
            case DictionaryVector v -> appendNested(text, v.dictionary(), type, v.ids()[row]);
            case ConstantVector v -> appendNested(text, v.value(), type, 0);
            case BooleanVector v -> text.append(v.values()[row] ? "true" : "false");
            case IntVector v -> appendInt(text, type, v.values()[row]);
            case LongVector v -> appendLong(text, type, v.values()[row]);
            case Int128Vector v ->
                text.append(new BigDecimal(v.bigInteger(row), ((DecimalType) type).scale()).toPlainString());
            case FloatVector v -> text.append(Float.toString(v.values()[row]));
            case DoubleVector v -> text.append(Double.toString(v.values()[row]));
            case BytesVector v -> appendQuoted(text, type, v, row);
            case ListVector v -> appendList(text, v, (ArrayType) type, row);
            case MapVector v -> appendMap(text, v, (MapType) type, row);
            case StructVector v -> appendStruct(text, v, (StructType) type, row);
        }
    }

    private static void appendInt(TextBuffer text, DataType type, int value) {
        if (type == PrimitiveType.DATE) {
            text.append('"');
            appendDate(text, value);
            text.append('"');
        } else if (type == PrimitiveType.INTERVAL_YEAR_MONTH) {
            text.append('"');
            appendYearMonth(text, value);
            text.append('"');
        } else {
            text.append((long) value);
        }
    }

    private static void appendLong(TextBuffer text, DataType type, long value) {
        if (type instanceof DecimalType decimal) {
            appendDecimal(text, value, decimal.scale());
        } else if (type == PrimitiveType.TIMESTAMP) {
            text.append('"');
            appendTimestamp(text, value);
            text.append('"');
        } else if (type == PrimitiveType.INTERVAL_DAY_TIME) {
            text.append('"');
            appendDayTime(text, value);
            text.append('"');
        } else {
            text.append(value);
        }
    }

    private static void appendQuoted(TextBuffer text, DataType type, BytesVector vector, int row) {
        text.append('"');
        int start = vector.offsets()[row];
        int end = vector.offsets()[row + 1];
        if (type == PrimitiveType.BINARY) {
            text.append(Base64.getEncoder().encode(java.util.Arrays.copyOfRange(vector.data(), start, end)));
        } else {
            appendEscaped(text, vector.data(), start, end);
            if (type instanceof CharType character) {
                appendBlanks(text, character.length() - characters(vector.data(), start, end));
            }
        }
        text.append('"');
    }

    private static void appendEscaped(TextBuffer text, byte[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = data[i];
            switch (b) {
                case '"', '\\' -> {
                    text.append('\\');
                    text.append((char) b);
                }
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (b >= 0 && b < ' ') {
                        text.append("\\u%04x".formatted((int) b));
                    } else {
                        text.append(data, i, 1);
                    }
                }
            }
        }
    }

    private static void appendList(TextBuffer text, ListVector vector, ArrayType type, int row) {
        text.append('[');
        for (int i = vector.offsets()[row]; i < vector.offsets()[row + 1]; i++) {
            if (i > vector.offsets()[row]) {
                text.append(',');
            }
            appendNested(text, vector.elements(), type.element(), i);
        }
        text.append(']');
    }

    private static void appendMap(TextBuffer text, MapVector vector, MapType type, int row) {
        text.append('{');
        for (int i = vector.offsets()[row]; i < vector.offsets()[row + 1]; i++) {
            if (i > vector.offsets()[row]) {
                text.append(',');
            }
            appendNested(text, vector.keys(), type.key(), i);
            text.append(':');
            appendNested(text, vector.values(), type.value(), i);
        }
        text.append('}');
    }

    private static void appendStruct(TextBuffer text, StructVector vector, StructType type, int row) {
        text.append('{');
        for (int i = 0; i < type.fields().size(); i++) {
            text.append(i == 0 ? "\"" : ",\"");
            text.append(type.fields().get(i).name());
            text.append("\":");
            appendNested(text, vector.fields().get(i), type.fields().get(i).type(), row);
        }
        text.append('}');
    }
}
