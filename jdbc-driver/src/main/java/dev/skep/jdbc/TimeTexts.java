package dev.skep.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Days and microseconds since 1970 as the texts that HiveServer2 has for them. */
final class TimeTexts {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final int DATE_LENGTH = 10;
    private static final int MOMENT_LENGTH = 19;

    private TimeTexts() {}

    /** {@code 2026-01-31}; years of more than four digits as they are. */
    static String date(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        if (date.getYear() < 0 || date.getYear() > 9999) {
            return longDate(date);
        }
        byte[] text = new byte[DATE_LENGTH];
        putDate(text, date);
        return new String(text, ISO_8859_1);
    }

    private static String longDate(LocalDate date) {
        String text = date.toString();
        return text.startsWith("+") ? text.substring(1) : text;
    }

    private static void putDate(byte[] text, LocalDate date) {
        put(text, 0, date.getYear(), 4);
        text[4] = '-';
        put(text, 5, date.getMonthValue(), 2);
        text[7] = '-';
        put(text, 8, date.getDayOfMonth(), 2);
    }

    private static void put(byte[] text, int at, long value, int width) {
        long rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** {@code 2026-01-31 23:59:59.5}: no fraction where it is zero, no zeros at its end. */
    static String timestamp(long micros) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY));
        long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
        long second = ofDay / MICROS_PER_SECOND;
        long fraction = ofDay % MICROS_PER_SECOND;
        int digits = fraction == 0 ? 0 : 6;
        while (digits > 0 && fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        byte[] text = new byte[MOMENT_LENGTH + (digits == 0 ? 0 : 1 + digits)];
        boolean isLong = date.getYear() < 0 || date.getYear() > 9999;
        if (!isLong) {
            putDate(text, date);
        }
        text[10] = ' ';
        put(text, 11, second / 3600, 2);
        text[13] = ':';
        put(text, 14, second / 60 % 60, 2);
        text[16] = ':';
        put(text, 17, second % 60, 2);
        if (digits > 0) {
            text[MOMENT_LENGTH] = '.';
            put(text, MOMENT_LENGTH + 1, fraction, digits);
        }
        return isLong
                ? longDate(date) + new String(text, DATE_LENGTH, text.length - DATE_LENGTH, ISO_8859_1)
                : new String(text, ISO_8859_1);
    }

    static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000, ZoneOffset.UTC);
    }
}
