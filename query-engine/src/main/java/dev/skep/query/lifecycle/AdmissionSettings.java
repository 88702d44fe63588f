package dev.skep.query.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How many queries run and wait.
 *
 * @param running at a time on this server ({@code query.max-concurrent})
 * @param runningPerUser of one user at a time ({@code query.max-concurrent-per-user})
 * @param queued that wait for a place at a time ({@code query.max-queued})
 * @param queuedPerUser of one user that wait ({@code query.max-queued-per-user})
 * @param patience how long a query waits ({@code query.queue-timeout})
 */
public record AdmissionSettings(int running, int runningPerUser, int queued, int queuedPerUser, Duration patience) {
    private static final int USUAL_QUEUE = 1_000;
    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(10);

    public AdmissionSettings {
        requireNonNull(patience, "patience is null");
        if (running < 1 || runningPerUser < 1 || queued < 0 || queuedPerUser < 0 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "Invalid limits of queries: %d running, %d of a user, %d waiting, %d of a user, for %s".formatted(
                            running, runningPerUser, queued, queuedPerUser, patience));
        }
    }

    /** So many at a time, of any user. */
    public static AdmissionSettings of(int running) {
        return new AdmissionSettings(running, running, USUAL_QUEUE, USUAL_QUEUE, USUAL_PATIENCE);
    }
}
