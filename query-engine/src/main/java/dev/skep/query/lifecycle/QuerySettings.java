package dev.skep.query.lifecycle;

/**
 * What statements may use.
 *
 * @param threads that work on one query at most
 * @param maxMemoryPerQuery bytes
 * @param admission how many queries run at a time; statements on the catalog alone do not count
 * @param planCacheBytes about what plans that are kept for the next time may take of the heap; 0 keeps none
 */
public record QuerySettings(int threads, long maxMemoryPerQuery, AdmissionSettings admission, long planCacheBytes) {
    private static final long PLAN_CACHE = 16L << 20;

    public QuerySettings {
        check("query.threads", threads, 1);
        check("query.max-memory-per-query", maxMemoryPerQuery, 1);
        check("query.plan-cache", planCacheBytes, 0);
    }

    /** So many queries at a time, and the usual size of the plan cache. */
    public QuerySettings(int threads, long maxMemoryPerQuery, int maxConcurrentQueries) {
        this(threads, maxMemoryPerQuery, AdmissionSettings.of(maxConcurrentQueries), PLAN_CACHE);
    }

    private static void check(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "Invalid setting %s: %d (at least %d)".formatted(name, value, least));
        }
    }
}
