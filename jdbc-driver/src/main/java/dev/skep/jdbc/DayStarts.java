package dev.skep.jdbc;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.TimeZone;

/**
 * When days begin in Java's time zone, remembered for those that were asked for lately: java.sql's own ways from a date to milliseconds go through a
 * calendar each time. The answers are the same.
 */
final class DayStarts {
    private static final int KEPT = 4096;
    private static final long NONE = Long.MIN_VALUE;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private TimeZone zone = TimeZone.getDefault();
    /** At {@code day % KEPT}: the day; its first millisecond; whether clocks go on evenly on that day. */
    private long[] days = {};
    private long[] millis = {};
    private boolean[] even = {};

    /** Forgets what it knows if the time zone is another now. */
    void refresh() {
        if (days.length > 0 && !TimeZone.getDefault().equals(zone)) {
            Arrays.fill(days, NONE);
            zone = TimeZone.getDefault();
        }
    }

    /** What {@link Date#valueOf} has for the day. */
    long millis(long day) {
        int place = place(day);
        return millis[place];
    }

    /** What {@link Timestamp#valueOf} has for the microsecond since 1970. */
    Timestamp timestamp(long micros) {
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        int place = place(day);
        if (!even[place]) {
            return Timestamp.valueOf(TimeTexts.dateTime(micros));
        }
        long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
        Timestamp timestamp = new Timestamp(millis[place] + ofDay / 1000);
        timestamp.setNanos((int) (ofDay % 1_000_000 * 1000));
        return timestamp;
    }

    private int place(long day) {
        if (days.length == 0) {
            days = new long[KEPT];
            Arrays.fill(days, NONE);
            millis = new long[KEPT];
            even = new boolean[KEPT];
        }
        int place = (int) day & KEPT - 1;
        if (days[place] != day) {
            long start = Date.valueOf(LocalDate.ofEpochDay(day)).getTime();
            days[place] = day;
            millis[place] = start;
            even[place] = isEven(start);
        }
        return place;
    }

    private boolean isEven(long start) {
        if (start < 0) {
            // Before 1970 java.util's rules and java.time's may differ.
            return false;
        }
        ZoneOffsetTransition next = zone.toZoneId().getRules().nextTransition(Instant.ofEpochMilli(start - 1));
        return next == null || next.getInstant().toEpochMilli() >= start + MILLIS_PER_DAY;
    }
}
