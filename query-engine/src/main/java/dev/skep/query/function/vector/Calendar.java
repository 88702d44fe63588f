package dev.skep.query.function.vector;

/** Arithmetic of the proleptic Gregorian calendar on days and microseconds since 1970-01-01, without objects. */
public final class Calendar {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    private Calendar() {}

    /** Year, month and day packed as {@code year << 16 | month << 8 | day}. */
    public static int civil(int days) {
        long z = days + 719_468L;
        long era = Math.floorDiv(z, 146_097L);
        int doe = (int) (z - era * 146_097L);
        int yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        int mp = (5 * doy + 2) / 153;
        int day = doy - (153 * mp + 2) / 5 + 1;
        int month = mp < 10 ? mp + 3 : mp - 9;
        int year = (int) (yoe + era * 400) + (month <= 2 ? 1 : 0);
        return year << 16 | month << 8 | day;
    }

    public static int year(int days) {
        return civil(days) >> 16;
    }

    public static int month(int days) {
        return civil(days) >> 8 & 0xFF;
    }

    public static int dayOfMonth(int days) {
        return civil(days) & 0xFF;
    }

    /** Monday is 1. */
    public static int dayOfWeek(int days) {
        return Math.floorMod(days + 3, 7) + 1;
    }

    public static int dayOfYear(int days) {
        return days - daysOf(year(days), 1, 1) + 1;
    }

    /** The ISO week's year and number, packed as {@code year << 8 | week}. */
    public static int isoWeek(int days) {
        int thursday = days - dayOfWeek(days) + 4;
        return year(thursday) << 8 | (dayOfYear(thursday) - 1) / 7 + 1;
    }

    public static int daysOf(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400L);
        int yoe = (int) (y - era * 400);
        int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        return Math.toIntExact(era * 146_097L + doe - 719_468L);
    }

    public static int monthLength(int year, int month) {
        return switch (month) {
            case 2 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** The date so many months later, its day cut to the length of the month. */
    public static int addMonths(int days, int months) {
        int civil = civil(days);
        long total = (civil >> 16) * 12L + (civil >> 8 & 0xFF) - 1 + months;
        int year = Math.toIntExact(Math.floorDiv(total, 12L));
        int month = (int) Math.floorMod(total, 12L) + 1;
        return daysOf(year, month, Math.min(civil & 0xFF, monthLength(year, month)));
    }

    public static long addMonthsToMicros(long micros, int months) {
        int days = dayOf(micros);
        return addMonths(days, months) * MICROS_PER_DAY + Math.floorMod(micros, MICROS_PER_DAY);
    }

    public static int dayOf(long micros) {
        return (int) Math.floorDiv(micros, MICROS_PER_DAY);
    }
}
