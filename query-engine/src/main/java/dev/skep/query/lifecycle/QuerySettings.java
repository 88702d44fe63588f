package dev.skep.query.lifecycle;

/**
 * What statements may use.
 *
 * @param threads that work on one query at most
 * @param maxMemoryPerQuery bytes
 * @param maxConcurrentQueries how many queries run at a time; further ones wait in the order they came. Statements on the catalog alone do not count.
 */
public record QuerySettings(int threads, long maxMemoryPerQuery, int maxConcurrentQueries) {
    public QuerySettings {
        check("query.threads", threads);
        check("query.max-memory-per-query", maxMemoryPerQuery);
        check("query.max-concurrent", maxConcurrentQueries);
    }

    private static void check(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("Invalid setting %s: %d (at least 1)".formatted(name, value));
        }
    }
}
