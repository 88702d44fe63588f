package dev.skep.query.lifecycle;

import java.time.Duration;
import java.time.Instant;

import dev.skep.query.result.Progress;

/**
 * A statement that is not over.
 *
 * @param queued how long it waited, or waits, for a place among those that run
 */
public record QueryStatus(String id, String user, String database, String sql, QueryState state, Instant started,
        Duration queued, Progress progress) {}
