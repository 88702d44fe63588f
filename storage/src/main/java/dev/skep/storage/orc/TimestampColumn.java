package dev.skep.storage.orc;

import java.time.LocalDate;
import java.util.TimeZone;

import dev.skep.storage.orc.ColumnStreams.Positions;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;
import org.apache.orc.OrcProto.Stream.Kind;
import org.apache.orc.impl.SerializationUtils;
import org.apache.orc.storage.common.type.CalendarUtils;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps: seconds since the beginning of 2015 in the writer's time zone, and nanoseconds with their zeros counted. They become microseconds of the
 * wall clock that the writer saw, or of UTC where the type is an instant.
 */
final class TimestampColumn extends StripeColumn {
    private static final LocalDate BASE = LocalDate.of(2015, 1, 1);
    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
    private static final int[] ZEROS = {1, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private final boolean isInstant;
    private final boolean isHybrid;
    private final IntegerRuns seconds;
    private final IntegerRuns nanos;
    private TimeZone zone = UTC;
    private boolean isUtc;
    private long base;
    private long[] micros = new long[0];
    private long[] fractions = new long[0];

    /** @param isHybrid true if times before October 1582 are Julian */
    TimestampColumn(ColumnStreams streams, DataType type, boolean isInstant, boolean isHybrid) {
        super(streams, type);
        this.isInstant = isInstant;
        this.isHybrid = isHybrid;
        this.seconds = new IntegerRuns(streams.stream(Kind.DATA));
        this.nanos = new IntegerRuns(streams.stream(Kind.SECONDARY));
    }

    @Override
    void openValues() {
        boolean isVersion2 = isVersion2();
        seconds.open(true, isVersion2);
        nanos.open(false, isVersion2);
        if (isInstant) {
            zone = UTC;
        } else {
            // Writers before Hive 1.2 did not say; they are taken to be where the reader is.
            zone = streams.timeZone().isEmpty() ? TimeZone.getDefault() : TimeZone.getTimeZone(streams.timeZone());
        }
        isUtc = zone.hasSameRules(UTC);
        base = BASE.atStartOfDay(zone.toZoneId()).toEpochSecond();
    }

    @Override
    void seekValues(Positions positions) {
        positions.seek(streams.stream(Kind.DATA));
        seconds.seek(positions.next());
        positions.seek(streams.stream(Kind.SECONDARY));
        nanos.seek(positions.next());
    }

    @Override
    void skipValues(int count) {
        seconds.skip(count);
        nanos.skip(count);
    }

    private void reserve(int rows) {
        if (micros.length < rows) {
            micros = new long[rows];
            fractions = new long[rows];
        }
    }

    @Override
    ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
        reserve(rows);
        seconds.read(micros, values);
        nanos.read(fractions, values);
        for (int i = 0; i < values; i++) {
            micros[i] = micros(micros[i], fractions[i]);
        }
        if (marks != null) {
            spread(micros, values, rows, marks);
        }
        return new LongVector(rows, micros, marks);
    }

    @Override
    ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
        reserve(rows);
        seconds.pick(values, from, to, picks, micros);
        nanos.pick(values, from, to, picks, fractions);
        for (int i = 0; i < picks; i++) {
            micros[to[i]] = micros(micros[to[i]], fractions[to[i]]);
        }
        return new LongVector(rows, micros, marks);
    }

    /** The writer cuts seconds towards zero, which before 1970 is the second above unless there are no milliseconds. */
    private long micros(long second, long fraction) {
        int nanos = (int) (fraction >>> 3) * ZEROS[(int) fraction & 7];
        long millis = (second + base) * 1000 + nanos / 1_000_000;
        if (millis < 0 && nanos > 999_999) {
            millis -= 1000;
        }
        if (!isUtc) {
            millis += SerializationUtils.convertBetweenTimezones(zone, UTC, millis);
        }
        if (isHybrid) {
            millis = CalendarUtils.convertTimeToProleptic(millis);
        }
        return Math.floorDiv(millis, 1000L) * 1_000_000L + nanos / 1000;
    }
}
