package dev.skep.metastore.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How scheduled queries are kept.
 *
 * @param enabled whether calls about them are answered
 * @param timeout after how long without news an execution counts as ended
 * @param maxAge how long executions are remembered
 * @param failuresToDisable after how many failures in a row a query is disabled; 0 never
 * @param failuresToSkip up to how many failures in a row make a query wait longer, by one time less than there were; 0 never
 */
public record ScheduleSettings(boolean enabled, Duration timeout, Duration maxAge, int failuresToDisable,
        int failuresToSkip) {
    public static final ScheduleSettings DEFAULTS = new ScheduleSettings(true, Duration.ofSeconds(120),
            Duration.ofDays(30), 0, 0);

    public ScheduleSettings {
        requireNonNull(timeout, "timeout is null");
        requireNonNull(maxAge, "maxAge is null");
    }

    /** How many of a query's last executions decide about the next. */
    public int remembered() {
        return Math.max(0, Math.max(failuresToDisable, failuresToSkip));
    }
}
