package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How many wrong passwords are taken.
 *
 * @param attempts failures in a row for one user after which the user has to wait
 * @param addressAttempts failures from one address, of whatever users, after which the address has to wait
 * @param delay the first wait; each further failure doubles it
 * @param maxDelay the longest wait, and how long failures are remembered
 */
public record AttemptLimits(int attempts, int addressAttempts, Duration delay, Duration maxDelay) {
    /** Five a user, fifty an address; waits of one second to fifteen minutes. */
    public static final AttemptLimits DEFAULT = new AttemptLimits(5, 50, Duration.ofSeconds(1),
            Duration.ofMinutes(15));

    public AttemptLimits {
        requireNonNull(delay, "delay is null");
        requireNonNull(maxDelay, "maxDelay is null");
        if (attempts < 1 || addressAttempts < 1 || !delay.isPositive() || maxDelay.compareTo(delay) < 0) {
            throw new IllegalArgumentException(
                    "Invalid limits of sign-in attempts: %d a user, %d an address, delay %s up to %s"
                            .formatted(attempts, addressAttempts, delay, maxDelay));
        }
    }
}
