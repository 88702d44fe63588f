package dev.skep.query.lifecycle;

/**
 * Settings of the SQL service.
 *
 * @param threads how many threads work on one query at most
 * @param maxMemoryPerQuery bytes that the operators of one query may hold
 * @param maxRunning how many queries run at a time; others wait in QUEUED
 * @param history how many finished queries are remembered
 */
public record QuerySettings(int threads, long maxMemoryPerQuery, int maxRunning, int history) {
    public QuerySettings {
        check("query.threads", threads, 1);
        check("query.max-memory-per-query", maxMemoryPerQuery, 1 << 20);
        check("query.max-running", maxRunning, 1);
        check("query.history", history, 0);
    }

    private static void check(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("Invalid setting %s: %d (at least %d)".formatted(name, value, least));
        }
    }
}
