package dev.skep.query.function.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.skep.query.function.vector.Calendar;

/** The text of dates, timestamps, intervals and floating-point numbers, as Trino writes and reads it. */
final class TimeText {
    private static final Pattern TIMESTAMP = Pattern.compile(
            "([+-]?\\d{1,6})-(\\d{1,2})-(\\d{1,2})(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,12}))?)?)?");

    private TimeText() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static int parseDate(String text) {
        Matcher matcher = match(text);
        if (matcher.group(4) != null) {
            throw new IllegalArgumentException("Invalid date: '" + text + "'");
        }
        return day(matcher, text);
    }

    static long parseTimestamp(String text) {
        Matcher matcher = match(text);
        long micros = day(matcher, text) * Calendar.MICROS_PER_DAY;
        if (matcher.group(4) != null) {
            int hour = Integer.parseInt(matcher.group(4));
            int minute = Integer.parseInt(matcher.group(5));
            int second = matcher.group(6) == null ? 0 : Integer.parseInt(matcher.group(6));
            if (hour > 23 || minute > 59 || second > 59) {
                throw new IllegalArgumentException("Invalid timestamp: '" + text + "'");
            }
            micros += (hour * 3600L + minute * 60L + second) * Calendar.MICROS_PER_SECOND;
            String fraction = matcher.group(7);
            if (fraction != null) {
                String six = (fraction + "000000").substring(0, 6);
                micros += Long.parseLong(six);
            }
        }
        return micros;
    }

    private static Matcher match(String text) {
        Matcher matcher = TIMESTAMP.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Invalid date or timestamp: '" + text + "'");
        }
        return matcher;
    }

    private static int day(Matcher matcher, String text) {
        int year = Integer.parseInt(matcher.group(1));
        int month = Integer.parseInt(matcher.group(2));
        int day = Integer.parseInt(matcher.group(3));
        if (month < 1 || month > 12 || day < 1 || day > Calendar.monthLength(year, month)) {
            throw new IllegalArgumentException("Invalid date: '" + text + "'");
        }
        return Calendar.daysOf(year, month, day);
    }

    static String date(int days) {
        int civil = Calendar.civil(days);
        int year = civil >> 16;
        String digits = year >= 0 && year <= 9999 ? "%04d".formatted(year) : Integer.toString(year);
        return digits + "-%02d-%02d".formatted(civil >> 8 & 0xFF, civil & 0xFF);
    }

    /** Milliseconds are always written, as a timestamp(3) is; microseconds only where there are any. */
    static String timestamp(long micros) {
        long time = Math.floorMod(micros, Calendar.MICROS_PER_DAY);
        long fraction = time % Calendar.MICROS_PER_SECOND;
        return date(Calendar.dayOf(micros)) + " " + clock(time / Calendar.MICROS_PER_SECOND)
                + (fraction % 1000 == 0 ? ".%03d".formatted(fraction / 1000) : ".%06d".formatted(fraction));
    }

    private static String clock(long seconds) {
        return "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    static String yearMonth(int months) {
        int size = Math.abs(months);
        return (months < 0 ? "-" : "") + size / 12 + "-" + size % 12;
    }

    static String dayTime(long micros) {
        long size = Math.abs(micros);
        long time = size % Calendar.MICROS_PER_DAY;
        return (micros < 0 ? "-" : "") + size / Calendar.MICROS_PER_DAY + " "
                + clock(time / Calendar.MICROS_PER_SECOND) + ".%03d".formatted(time % 1_000_000 / 1000);
    }

    /** A number as Trino casts it to text: {@code 1.5E0}. */
    static String floating(String shortest, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }
        BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
        if (exact.signum() == 0) {
            return 1 / value < 0 ? "-0.0E0" : "0.0E0";
        }
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String rest = digits.length() == 1 ? "0" : digits.substring(1);
        return (exact.signum() < 0 ? "-" : "") + digits.charAt(0) + "." + rest + "E" + exponent;
    }
}
