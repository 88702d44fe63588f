package dev.skep.storage.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

import dev.skep.storage.type.DecimalType;
import org.jspecify.annotations.Nullable;

/**
 * Reads single values as Hive's text SerDes do; each method returns false, or null, for text that is no such value. Not for several threads:
 * the value is left in a field.
 */
final class TextParser {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final TextSettings settings;
    private long value;

    TextParser(TextSettings settings) {
        this.settings = settings;
    }

    /** The value that the last successful call found. */
    long value() {
        return value;
    }

    /** A whole number; digits behind a point are cut, as Hive does. */
    boolean integer(byte[] bytes, int start, int end, long min, long max) {
        int at = start;
        int stop = end;
        if (settings.csv()) {
            at = trimmedStart(bytes, at, stop);
            stop = trimmedEnd(bytes, at, stop);
        }
        boolean negative = false;
        if (at < stop && (bytes[at] == '-' || bytes[at] == '+')) {
            negative = bytes[at] == '-';
            at++;
        }
        if (at == stop) {
            return false;
        }
        long negated = 0;
        for (; at < stop && bytes[at] != '.'; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || negated < Long.MIN_VALUE / 10) {
                return false;
            }
            negated *= 10;
            if (negated < Long.MIN_VALUE + digit) {
                return false;
            }
            negated -= digit;
        }
        for (at++; at < stop; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        if (!negative && negated == Long.MIN_VALUE) {
            return false;
        }
        value = negative ? negated : -negated;
        return value >= min && value <= max;
    }

    /** The words true and false in any case; the value is 1 or 0. */
    boolean bool(byte[] bytes, int start, int end) {
        int at = settings.csv() ? trimmedStart(bytes, start, end) : start;
        int length = (settings.csv() ? trimmedEnd(bytes, at, end) : end) - at;
        if (length == 4 && isWord(bytes, at, "true")) {
            value = 1;
            return true;
        }
        if (length == 5 && isWord(bytes, at, "false")) {
            value = 0;
            return true;
        }
        return false;
    }

    private static boolean isWord(byte[] bytes, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if ((bytes[start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A floating-point number as Java reads it. */
    @Nullable
    Double number(byte[] bytes, int start, int end) {
        try {
            return Double.valueOf(new String(bytes, start, end - start, ISO_8859_1));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Nullable
    Float shortNumber(byte[] bytes, int start, int end) {
        try {
            return Float.valueOf(new String(bytes, start, end - start, ISO_8859_1));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The unscaled value of a decimal of up to 18 digits, rounded half up to the type's scale. */
    boolean shortDecimal(byte[] bytes, int start, int end, DecimalType type) {
        if (simpleDecimal(bytes, start, end, type.scale())) {
            return value > -POWERS[type.precision()] && value < POWERS[type.precision()];
        }
        BigInteger unscaled = longDecimal(bytes, start, end, type);
        if (unscaled == null) {
            return false;
        }
        value = unscaled.longValueExact();
        return true;
    }

    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    /** Digits with at most a sign and a point, few enough for a long and none to round. */
    private boolean simpleDecimal(byte[] bytes, int start, int end, int scale) {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative || (at < end && bytes[at] == '+')) {
            at++;
        }
        if (at == end || end - at > 18) {
            return false;
        }
        long digits = 0;
        int fraction = -1;
        int seen = 0;
        for (; at < end; at++) {
            int c = bytes[at];
            if (c == '.' && fraction < 0) {
                fraction = 0;
                continue;
            }
            if (c < '0' || c > '9') {
                return false;
            }
            digits = digits * 10 + c - '0';
            seen++;
            fraction += fraction < 0 ? 0 : 1;
        }
        int missing = scale - Math.max(fraction, 0);
        if (seen == 0 || missing < 0 || seen + missing > 18) {
            return false;
        }
        value = (negative ? -digits : digits) * POWERS[missing];
        return true;
    }

    /** The unscaled value of a decimal, rounded half up to the type's scale, or null if it is none or does not fit. */
    @Nullable
    BigInteger longDecimal(byte[] bytes, int start, int end, DecimalType type) {
        int at = settings.csv() ? trimmedStart(bytes, start, end) : start;
        int stop = settings.csv() ? trimmedEnd(bytes, at, end) : end;
        if (stop - at > 1000) {
            return null;
        }
        try {
            BigDecimal decimal = new BigDecimal(new String(bytes, at, stop - at, ISO_8859_1));
            if (Math.abs((long) decimal.scale()) > 1000) {
                return null;
            }
            BigDecimal rounded = decimal.setScale(type.scale(), RoundingMode.HALF_UP);
            return rounded.precision() > type.precision() ? null : rounded.unscaledValue();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A day; what follows a blank is cut. In OpenCSVSerde a bare number is days since 1970, as Athena takes it. */
    boolean date(byte[] bytes, int start, int end) {
        int at = trimmedStart(bytes, start, end);
        int stop = trimmedEnd(bytes, at, end);
        if (settings.csv() && integer(bytes, at, stop, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            return true;
        }
        int day = day(bytes, at, stop);
        return day == stop || (day > 0 && (bytes[day] == ' ' || bytes[day] == 'T'));
    }

    /** A day with or without a time. In OpenCSVSerde a bare number is milliseconds since 1970, as Athena takes it. */
    boolean timestamp(byte[] bytes, int start, int end) {
        int at = trimmedStart(bytes, start, end);
        int stop = trimmedEnd(bytes, at, end);
        for (DateTimeFormatter format : settings.timestampFormats()) {
            if (formatted(format, new String(bytes, at, stop - at, ISO_8859_1))) {
                return true;
            }
        }
        if (settings.csv() && integer(bytes, at, stop, Long.MIN_VALUE / 1000, Long.MAX_VALUE / 1000)) {
            value *= 1000;
            return true;
        }
        int next = day(bytes, at, stop);
        if (next < 0) {
            return false;
        }
        long micros = value * MICROS_PER_DAY;
        if (next < stop) {
            long time = time(bytes, next, stop);
            if (time < 0) {
                return false;
            }
            micros += time;
        }
        value = micros;
        return true;
    }

    private boolean formatted(DateTimeFormatter format, String text) {
        try {
            TemporalAccessor parsed = format.parse(text);
            LocalDateTime time = parsed.isSupported(ChronoField.SECOND_OF_DAY)
                    ? LocalDateTime.from(parsed)
                    : LocalDate.from(parsed).atStartOfDay();
            value = time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000;
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Reads year, month and day, sets the value to the day and returns where they end, -1 if there are none. */
    private int day(byte[] bytes, int start, int end) {
        int at = digits(bytes, start, end, 4);
        if (at - start != 4 || at >= end || bytes[at] != '-') {
            return -1;
        }
        int year = (int) value;
        int monthStart = at + 1;
        at = digits(bytes, monthStart, end, 2);
        if (at == monthStart || at >= end || bytes[at] != '-') {
            return -1;
        }
        int month = (int) value;
        int dayStart = at + 1;
        at = digits(bytes, dayStart, end, 2);
        int day = (int) value;
        if (at == dayStart || month < 1 || month > 12 || day < 1 || day > 31) {
            return -1;
        }
        try {
            value = LocalDate.of(year, month, day).toEpochDay();
            return at;
        } catch (DateTimeException e) {
            return -1;
        }
    }

    /** Microseconds of the day behind a blank or T: hours, minutes, seconds, up to nine digits of a fraction; -1 if there are none. */
    private long time(byte[] bytes, int start, int end) {
        if (bytes[start] != ' ' && bytes[start] != 'T') {
            return -1;
        }
        long micros = 0;
        int at = start;
        for (int part = 0; part < 3; part++) {
            if (at >= end || (part > 0 && bytes[at] != ':')) {
                return -1;
            }
            int next = digits(bytes, at + 1, end, 2);
            if (next == at + 1 || value > (part == 0 ? 23 : 59)) {
                return -1;
            }
            micros = micros * 60 + value;
            at = next;
        }
        micros *= 1_000_000;
        if (at == end) {
            return micros;
        }
        int fractionStart = at + 1;
        int next = digits(bytes, fractionStart, end, 9);
        if (bytes[at] != '.' || next != end) {
            return -1;
        }
        long fraction = value;
        for (int i = next - fractionStart; i < 9; i++) {
            fraction *= 10;
        }
        return micros + fraction / 1000;
    }

    /** Reads up to {@code most} digits and returns where they end. */
    private int digits(byte[] bytes, int start, int end, int most) {
        int at = start;
        long number = 0;
        while (at < end && at - start < most && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at] - '0';
            at++;
        }
        value = number;
        return at;
    }

    private static int trimmedStart(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] >= 0 && bytes[at] <= ' ') {
            at++;
        }
        return at;
    }

    private static int trimmedEnd(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && bytes[at - 1] >= 0 && bytes[at - 1] <= ' ') {
            at--;
        }
        return at;
    }
}
