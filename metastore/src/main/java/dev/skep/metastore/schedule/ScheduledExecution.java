package dev.skep.metastore.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One run of a scheduled query. Times are whole seconds.
 *
 * @param query the store's number of the query
 * @param updated when the cluster was last heard of; null once it has ended
 * @param executor what the cluster calls it; null where it has not said
 * @param error why it failed; null if it did not
 */
public record ScheduledExecution(long id, long query, ExecutionState state, Instant started,
        @Nullable Instant updated, @Nullable Instant ended, @Nullable String executor, @Nullable String error) {
    private static final int MAX_ERROR = 1_000;

    public ScheduledExecution {
        requireNonNull(state, "state is null");
        requireNonNull(started, "started is null");
    }

    public static ScheduledExecution begun(long id, long query, Instant now) {
        return new ScheduledExecution(id, query, ExecutionState.INITED, now, now, null, null, null);
    }

    /** Returns it with what a cluster reports; null where that does not say. */
    public ScheduledExecution reported(ExecutionState newState, @Nullable String newExecutor,
            @Nullable String newError, Instant now) {
        return new ScheduledExecution(id, query, newState, started, newState.isRunning() ? now : null,
                newState.isRunning() ? null : now, newExecutor == null ? executor : newExecutor,
                newError == null ? error : abbreviated(newError));
    }

    /** Long messages hold stack traces, of which the first line says most. */
    private static String abbreviated(String error) {
        if (error.length() < MAX_ERROR) {
            return error;
        }
        String line = error.lines().findFirst().orElse("");
        return line.length() <= MAX_ERROR ? line : line.substring(0, MAX_ERROR - 3) + "...";
    }
}
