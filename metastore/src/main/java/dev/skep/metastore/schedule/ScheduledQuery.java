package dev.skep.metastore.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A query that runs by the clock.
 *
 * @param schedule a Quartz cron expression
 * @param user in whose name it runs, and whose it is
 * @param next when it is due; null if never again
 * @param running the number of its execution that has not ended; null if there is none
 */
public record ScheduledQuery(ScheduleName name, boolean enabled, String schedule, String user, String text,
        @Nullable Instant next, @Nullable Long running) {
    public ScheduledQuery {
        requireNonNull(name, "name is null");
        requireNonNull(schedule, "schedule is null");
        requireNonNull(user, "user is null");
        requireNonNull(text, "text is null");
    }

    public ScheduledQuery withNext(@Nullable Instant changed) {
        return new ScheduledQuery(name, enabled, schedule, user, text, changed, running);
    }

    public ScheduledQuery withRunning(@Nullable Long changed) {
        return new ScheduledQuery(name, enabled, schedule, user, text, next, changed);
    }

    public ScheduledQuery ofUser(String changed) {
        return new ScheduledQuery(name, enabled, schedule, changed, text, next, running);
    }

    public ScheduledQuery disabled() {
        return new ScheduledQuery(name, false, schedule, user, text, next, running);
    }

    /** Leaves out the text of the query, which may hold secrets. */
    @Override
    public String toString() {
        return "ScheduledQuery[name=%s, enabled=%s, schedule=%s, user=%s, next=%s]".formatted(name, enabled, schedule,
                user, next);
    }
}
