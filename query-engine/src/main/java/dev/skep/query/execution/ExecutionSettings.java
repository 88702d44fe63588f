package dev.skep.query.execution;

/**
 * Limits of one run.
 *
 * @param queryId names the query in messages and spill files
 * @param threads how many threads work on it at most
 * @param maxMemoryBytes how much its operators may hold
 */
public record ExecutionSettings(String queryId, int threads, long maxMemoryBytes) {}
