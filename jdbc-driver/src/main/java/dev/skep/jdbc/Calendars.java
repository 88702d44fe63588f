package dev.skep.jdbc;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Calendar;

import org.jspecify.annotations.Nullable;

/** Date and time without a zone, read in the zone of a calendar as JDBC wants it. */
final class Calendars {
    private Calendars() {}

    private static ZoneId zone(@Nullable Calendar calendar) {
        return calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
    }

    /** Milliseconds since 1970 at which a clock in the calendar's zone shows {@code value}. */
    static long millis(LocalDateTime value, @Nullable Calendar calendar) {
        return value.atZone(zone(calendar)).toInstant().toEpochMilli();
    }

    static Timestamp timestamp(LocalDateTime value, @Nullable Calendar calendar) {
        Timestamp timestamp = new Timestamp(millis(value, calendar));
        timestamp.setNanos(value.getNano());
        return timestamp;
    }

    /** What a clock in the calendar's zone shows at {@code value}. */
    static LocalDateTime local(java.util.Date value, @Nullable Calendar calendar) {
        LocalDateTime local = LocalDateTime.ofInstant(java.time.Instant.ofEpochMilli(value.getTime()), zone(calendar));
        return value instanceof Timestamp ? local.withNano(((Timestamp) value).getNanos()) : local;
    }
}
