package dev.skep.query.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.command.CommandControl;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many queries run at a time. Of those that wait, the one is next whose user has the fewest running, and of these the one that came first. An eighth of the
 * places is only for users who have nothing running, so that one who sends many queries does not keep others waiting for the end of one. None begins while the
 * memory has no room for it, but the first. What is known to be short, as the same plan was when it ran last, has a few places of its own beside all others.
 */
final class Admission {
    /** Memory becomes free without a word. */
    private static final long LOOK_MILLIS = 50;
    private static final int SHARE_OF_NEWCOMERS = 8;
    private static final int SHARE_OF_SHORT = 4;
    private static final int LEAST_SHORT = 2;

    private final AdmissionSettings settings;
    private final BooleanSupplier hasRoom;
    private final List<Place> waiting = new ArrayList<>();
    private final Map<String, Integer> runningOf = new HashMap<>();
    private int running;
    private int runningShort;

    /** A place to run, or to wait for one. */
    static final class Place {
        private final String user;
        private final boolean isShort;
        private boolean isAdmitted;

        private Place(String user, boolean isShort) {
            this.user = user;
            this.isShort = isShort;
        }
    }

    /** @param hasRoom whether one more query would find memory to work with; any thread may be asked */
    Admission(AdmissionSettings settings, BooleanSupplier hasRoom) {
        this.settings = settings;
        this.hasRoom = hasRoom;
    }

    /**
     * Waits for a place, to be given back by {@link #leave}. Fails with CANCELLED if {@code control} says so, and with LIMIT_EXCEEDED if too many wait already or it waited too long; whoever cancels calls
     * {@link #wake}.
     *
     * @param isShort whether it is known to take little time and memory
     */
    synchronized Place enter(String user, boolean isShort, CommandControl control) throws InterruptedException {
        Place one = new Place(user, isShort);
        waiting.add(one);
        long begin = System.nanoTime();
        try {
            admit();
            if (!one.isAdmitted) {
                checkQueue(user);
            }
            while (!one.isAdmitted) {
                control.check();
                if (System.nanoTime() - begin > settings.patience().toNanos()) {
                    throw new QueryException(Reason.LIMIT_EXCEEDED,
                            "Cannot run the query: it waited %s for a place, the time that query.queue-timeout allows; %d queries are running"
                                    .formatted(settings.patience(), running));
                }
                wait(LOOK_MILLIS);
                admit();
            }
            if (control.isCancelled()) {
                leave(one);
                control.check();
            }
            return one;
        } catch (InterruptedException e) {
            if (one.isAdmitted) {
                // It was given a place before it came to see that it does not want one.
                leave(one);
            }
            throw e;
        } finally {
            waiting.remove(one);
        }
    }

    private void checkQueue(String user) {
        long own = waiting.stream().filter(other -> other.user.equals(user)).count();
        if (waiting.size() > settings.queued()) {
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot run the query: %d others wait already, as many as query.max-queued allows"
                            .formatted(waiting.size() - 1));
        }
        if (own > settings.queuedPerUser()) {
            throw new QueryException(Reason.LIMIT_EXCEEDED,
                    "Cannot run the query: %d others of user '%s' wait already, as many as query.max-queued-per-user allows"
                            .formatted(own - 1, user));
        }
    }

    /** Gives away the places that are free. */
    private void admit() {
        boolean changed = false;
        int shortPlaces = Math.max(LEAST_SHORT, settings.running() / SHARE_OF_SHORT);
        Iterator<Place> all = waiting.iterator();
        while (runningShort < shortPlaces && all.hasNext()) {
            Place one = all.next();
            if (one.isShort) {
                one.isAdmitted = true;
                runningShort++;
                all.remove();
                changed = true;
            }
        }
        while (running < settings.running() && (running == 0 || hasRoom.getAsBoolean())) {
            Place next = next();
            if (next == null) {
                break;
            }
            next.isAdmitted = true;
            waiting.remove(next);
            running++;
            runningOf.merge(next.user, 1, Integer::sum);
            changed = true;
        }
        if (changed) {
            notifyAll();
        }
    }

    private @Nullable Place next() {
        int open = settings.running() - settings.running() / SHARE_OF_NEWCOMERS;
        Place best = null;
        int least = Integer.MAX_VALUE;
        for (Place one : waiting) {
            int of = runningOf.getOrDefault(one.user, 0);
            if (!one.isShort && of < least && of < settings.runningPerUser() && (of == 0 || running < open)) {
                best = one;
                least = of;
            }
        }
        return best;
    }

    synchronized void leave(Place place) {
        if (place.isShort) {
            runningShort--;
        } else {
            running--;
            runningOf.computeIfPresent(place.user, (key, of) -> of == 1 ? null : of - 1);
        }
        admit();
    }

    /** How many places are taken. */
    synchronized int taken() {
        return running + runningShort;
    }

    /** How many wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    synchronized void wake() {
        notifyAll();
    }
}
