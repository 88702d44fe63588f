package dev.skep.query.execution;

/**
 * Limits of one run.
 *
 * @param queryId names the query in messages and spill files
 * @param user whose query it is: users share the threads evenly
 * @param threads how many threads work on it at most
 * @param maxMemoryBytes how much its operators may hold
 */
public record ExecutionSettings(String queryId, String user, int threads, long maxMemoryBytes) {}
