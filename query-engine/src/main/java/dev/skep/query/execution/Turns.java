package dev.skep.query.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn is next. Turns go to queries, not to their jobs: next is always the query that has had the least time so far. A query's time counts for less the
 * younger it is (by the processor time that it has used, in steps of four), so that a short query passes long ones and none stands still; and for more the more
 * queries its user has at work, so that users share evenly. All calls are made under one lock, but for {@link Place#shouldYield}.
 */
final class Turns {
    /** A turn lasts at least so long, unless its job ends: switching more often costs more than it gives. */
    private static final long TURN_NANOS = 8_000_000;
    /** And so long if a younger query waits. */
    private static final long SHORT_TURN_NANOS = 1_000_000;
    /** Up to so much processor time a query is of the youngest class, the next, and so on; each class counts double the one before. */
    private static final long[] AGES = {5_000_000L, 20_000_000L, 80_000_000L, 320_000_000L, 1_280_000_000L,
            5_120_000_000L, 20_480_000_000L};
    /** The oldest class that is young. */
    private static final int YOUNG = 2;
    private static final long NOBODY = Long.MAX_VALUE;

    private final List<Place> waiting = new ArrayList<>();
    /** How many queries each user has that wait or run. */
    private final Map<String, int[]> atWork = new HashMap<>();
    /** No query that waits has had less time than this. */
    private long floor;
    /** The least time of those that wait. */
    private volatile long leastWaiting = NOBODY;
    /** The youngest class of those that wait. */
    private volatile int youngestWaiting = Integer.MAX_VALUE;

    /** Returns the place of a new query of a user. */
    Place place(String user) {
        return new Place(user, floor);
    }

    boolean isNobodyWaiting() {
        return waiting.isEmpty();
    }

    /** Returns the query whose turn is next; null if none waits. */
    @Nullable
    Place next() {
        return next(Integer.MAX_VALUE);
    }

    /** Returns the next among those that have had little time; null if none waits. */
    @Nullable
    Place nextYoung() {
        return next(YOUNG);
    }

    private @Nullable Place next(int oldest) {
        Place best = null;
        for (Place place : waiting) {
            if (place.ageClass() <= oldest && (best == null || place.rank() < best.rank())) {
                best = place;
            }
        }
        return best;
    }

    private void tellWaiting() {
        long least = NOBODY;
        int youngest = Integer.MAX_VALUE;
        for (Place place : waiting) {
            least = Math.min(least, place.rank());
            youngest = Math.min(youngest, place.ageClass());
        }
        youngestWaiting = youngest;
        leastWaiting = least;
    }

    private static int age(long used) {
        int age = 0;
        while (age < AGES.length && used >= AGES[age]) {
            age++;
        }
        return age;
    }

    /** One query's place among the others. */
    final class Place {
        private final String user;
        private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();
        private long used;
        /** Time used, weighed by age, from the floor of its beginning on. */
        private long weighed;
        private int running;
        private int @Nullable [] atWorkOfUser;
        private boolean hurries;
        private boolean isInterruptible;
        private boolean isFinishing;

        private Place(String user, long weighed) {
            this.user = user;
            this.weighed = weighed;
        }

        /** Adds a job, which waits for a turn of this query. */
        void add(Runnable job) {
            if (jobs.isEmpty()) {
                weighed = Math.max(weighed, floor);
                waiting.add(this);
            }
            jobs.add(job);
            if (atWorkOfUser == null) {
                int[] ofUser = atWork.computeIfAbsent(user, key -> new int[1]);
                ofUser[0]++;
                atWorkOfUser = ofUser;
            }
            tellWaiting();
        }

        /** Begins a turn and returns its job. */
        Runnable begin() {
            Runnable job = jobs.removeFirst();
            if (jobs.isEmpty()) {
                waiting.remove(this);
            }
            if (!hurries) {
                floor = Math.max(floor, weighed);
            }
            running++;
            tellWaiting();
            return job;
        }

        /** Ends a turn that has used so many nanoseconds of a processor. */
        void end(long nanos) {
            running--;
            weighed += weighed(nanos, age(used));
            used += nanos;
            int[] ofUser = atWorkOfUser;
            if (ofUser != null && running == 0 && jobs.isEmpty()) {
                atWorkOfUser = null;
                if (--ofUser[0] == 0) {
                    atWork.remove(user);
                }
            }
            tellWaiting();
        }

        /** From here on the query goes before all others, and its jobs may be interrupted until it finishes. */
        void hurry() {
            hurries = true;
            isInterruptible = !isFinishing;
            tellWaiting();
        }

        /** From here on its jobs may not be interrupted. */
        void finish() {
            isFinishing = true;
            isInterruptible = false;
        }

        boolean isInterruptible() {
            return isInterruptible;
        }

        /** True if a job that has worked for so long should let others have a turn. For every thread, without the lock: a value of a moment ago does no harm. */
        boolean shouldYield(long nanos) {
            if (nanos < SHORT_TURN_NANOS || leastWaiting == NOBODY) {
                return false;
            }
            int age = age(used + nanos);
            return (nanos > TURN_NANOS || youngestWaiting < age) && leastWaiting < weighed + weighed(nanos, age);
        }

        /** Whether a query waits that is of a younger class than this one is after so many nanoseconds of its turn. */
        boolean keepsYoungerWaiting(long nanos) {
            return youngestWaiting < age(used + nanos);
        }

        /** As if another job of this query ran: several threads do not take the same turn. */
        private long rank() {
            return hurries ? Long.MIN_VALUE : weighed + running * weighed(TURN_NANOS, age(used));
        }

        private int ageClass() {
            return hurries ? -1 : age(used);
        }

        private long weighed(long nanos, int age) {
            int[] ofUser = atWorkOfUser;
            return nanos * (ofUser == null ? 1 : ofUser[0]) >> AGES.length - age;
        }
    }
}
