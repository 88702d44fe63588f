package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.skep.thrift.transport.SignInException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes guessing passwords slow: after some failures a user, and likewise an address, has to wait, twice as long after each further
 * failure; attempts in between are refused without a look at the password. Attempts under way count as failures until they succeed, so
 * that many at once are no way around. Safe for use by many threads.
 */
public final class AttemptLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptLimiter.class);
    private static final int MAX_KEYS = 20_000;
    private static final int MAX_DOUBLINGS = 30;
    private static final Duration MAX_QUEUE = Duration.ofSeconds(10);

    private final AttemptLimits limits;
    private final Clock clock;
    private final Map<Object, Tries> users = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Object, Tries> addresses = new LinkedHashMap<>(16, 0.75f, true);

    /** What is known of one user or address; guarded by the limiter. */
    private static final class Tries {
        int failures;
        int pending;
        long lockedUntilMillis;
        long lastMillis;

        boolean isCrowded(int allowed) {
            return pending > 0 && failures + pending >= allowed;
        }
    }

    public AttemptLimiter(AttemptLimits limits, Clock clock) {
        this.limits = requireNonNull(limits, "limits is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** An attempt under way; close it, and say before if it succeeded or could not be decided. */
    public final class Attempt implements AutoCloseable {
        private final String user;
        private final InetAddress address;
        private Outcome outcome = Outcome.FAILED;

        private enum Outcome {
            SUCCEEDED, UNDECIDED, FAILED
        }

        private Attempt(String user, InetAddress address) {
            this.user = user;
            this.address = address;
        }

        public void succeeded() {
            outcome = Outcome.SUCCEEDED;
        }

        /** Nothing is known of the password, as when a directory does not answer. */
        public void undecided() {
            outcome = Outcome.UNDECIDED;
        }

        @Override
        public void close() {
            end(this);
        }
    }

    /**
     * Begins an attempt; waits while so many are under way that, should all fail, they were more than are allowed. Fails with a
     * SignInException while the user or the address has to wait.
     */
    public synchronized Attempt begin(String user, InetAddress address) throws SignInException {
        // Directories take names in any case: guesses at Ann are guesses at ann.
        String key = user.toLowerCase(Locale.ROOT);
        long deadline = System.nanoTime() + MAX_QUEUE.toNanos();
        while (true) {
            long now = clock.millis();
            Tries ofUser = tries(users, key, now);
            Tries ofAddress = tries(addresses, address, now);
            if (now < ofUser.lockedUntilMillis || now < ofAddress.lockedUntilMillis) {
                throw refused();
            }
            if (!ofUser.isCrowded(limits.attempts()) && !ofAddress.isCrowded(limits.addressAttempts())) {
                ofUser.pending++;
                ofAddress.pending++;
                return new Attempt(key, address);
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw refused();
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SignInException("Cannot sign in: the server is shutting down", e);
            }
        }
    }

    private static SignInException refused() {
        return new SignInException("Cannot sign in: too many failed attempts; try again later");
    }

    private Tries tries(Map<Object, Tries> all, Object key, long now) {
        Tries found = all.get(key);
        if (found != null && found.pending == 0 && now >= found.lockedUntilMillis
                && now - found.lastMillis > limits.maxDelay().toMillis()) {
            found.failures = 0;
        }
        if (found == null) {
            makeRoom(all);
            found = new Tries();
            all.put(key, found);
        }
        found.lastMillis = now;
        return found;
    }

    /** The one that nobody has tried for the longest time goes; made-up names cost no more than this. */
    private static void makeRoom(Map<Object, Tries> all) {
        if (all.size() < MAX_KEYS) {
            return;
        }
        Iterator<Tries> oldest = all.values().iterator();
        while (oldest.hasNext()) {
            if (oldest.next().pending == 0) {
                oldest.remove();
                return;
            }
        }
    }

    private synchronized void end(Attempt attempt) {
        long now = clock.millis();
        Tries ofUser = tries(users, attempt.user, now);
        Tries ofAddress = tries(addresses, attempt.address, now);
        notifyAll();
        ofUser.pending = Math.max(0, ofUser.pending - 1);
        ofAddress.pending = Math.max(0, ofAddress.pending - 1);
        switch (attempt.outcome) {
            case SUCCEEDED -> ofUser.failures = 0;
            case UNDECIDED -> {
            }
            case FAILED -> {
                fail(ofUser, limits.attempts(), now, "user", attempt.user, attempt.address);
                fail(ofAddress, limits.addressAttempts(), now, "address", attempt.user, attempt.address);
            }
        }
    }

    private void fail(Tries tries, int allowed, long now, String what, String user, InetAddress address) {
        tries.failures++;
        int beyond = tries.failures - allowed;
        if (beyond < 0) {
            return;
        }
        long wait = Math.min(limits.maxDelay().toMillis(),
                limits.delay().toMillis() << Math.min(beyond, MAX_DOUBLINGS));
        if (wait <= 0) {
            wait = limits.maxDelay().toMillis();
        }
        tries.lockedUntilMillis = now + wait;
        LOG.warn(
                "Sign-in is slowed down: {} failed attempts of this {}, the last for user '{}' from {}; refused for {}",
                tries.failures, what, UserNames.printable(user), address.getHostAddress(), Duration.ofMillis(wait));
    }
}
