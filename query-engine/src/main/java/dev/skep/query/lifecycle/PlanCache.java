package dev.skep.query.lifecycle;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import dev.skep.query.translate.QueryPlanner.PlannedQuery;
import org.jspecify.annotations.Nullable;

/**
 * Plans of statements that were planned before, the ones used last up to a number of bytes. What is found here is to be asked whether it holds before it is run. Files are no part of
 * the catalog, and a plan's order of joins may rest on their sizes; so a plan is made anew now and then. Any thread may call.
 */
final class PlanCache {
    private static final Duration MAX_AGE = Duration.ofMinutes(10);
    /** One plan may take this part of all at most. */
    private static final int SHARE = 8;

    private final long maxBytes;
    private final Map<PlanKey, CachedPlan> plans = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();

    /** @param maxBytes about what all plans may take of the heap; 0 keeps none */
    PlanCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns the plan for a statement, or null. */
    @Nullable
    CachedPlan find(PlanKey key) {
        if (maxBytes == 0) {
            return null;
        }
        synchronized (plans) {
            CachedPlan found = plans.get(key);
            if (found != null && found.ageNanos() > MAX_AGE.toNanos()) {
                remove(key, found);
                return null;
            }
            return found;
        }
    }

    /** A plan that was found is run. */
    void used() {
        hits.increment();
    }

    /** A plan that was found does not hold any more. */
    void outdated(PlanKey key, CachedPlan plan) {
        stale.increment();
        synchronized (plans) {
            remove(key, plan);
        }
    }

    private void remove(PlanKey key, CachedPlan plan) {
        if (plans.remove(key, plan)) {
            bytes -= plan.bytes();
        }
    }

    /** A statement had to be planned; its plan is kept if it can be used again, and then returned. */
    @Nullable
    CachedPlan add(PlanKey key, PlannedQuery planned) {
        misses.increment();
        if (maxBytes == 0 || !planned.reads().isReusable() || !key.isComparable()) {
            return null;
        }
        CachedPlan plan = new CachedPlan(key, planned);
        if (plan.bytes() > maxBytes / SHARE) {
            return null;
        }
        synchronized (plans) {
            CachedPlan before = plans.put(key, plan);
            bytes += plan.bytes() - (before == null ? 0 : before.bytes());
            Iterator<CachedPlan> oldest = plans.values().iterator();
            while (bytes > maxBytes) {
                bytes -= oldest.next().bytes();
                oldest.remove();
            }
        }
        return plan;
    }

    Figures figures() {
        synchronized (plans) {
            return new Figures(hits.sum(), misses.sum(), stale.sum(), plans.size(), bytes);
        }
    }

    /**
     * What the cache did since the start.
     *
     * @param hits statements that ran with a plan from here
     * @param misses statements that were planned
     * @param stale plans that no longer held when they were asked for; their statements are among the misses
     * @param plans how many are kept
     * @param bytes about what those take
     */
    record Figures(long hits, long misses, long stale, int plans, long bytes) {}
}
