package dev.skep.query.lifecycle;

import java.time.Duration;
import java.time.Instant;

import dev.skep.query.QueryException;
import dev.skep.query.result.Progress;
import org.jspecify.annotations.Nullable;

/** Is told of statements; called by the thread that ended the statement, so it must be quick, and must not throw. */
@FunctionalInterface
public interface QueryListener {
    /** A statement is over: finished, failed or cancelled. Called once for each. */
    void finished(QuerySummary summary);

    /**
     * What a statement was.
     *
     * @param queued how long it waited to be let in
     * @param failure null if it finished; one of reason INTERNAL carries the defect as its cause
     * @param rows that left the engine as a result
     * @param updateCount rows written, -1 where none could be
     */
    record QuerySummary(String id, String user, String database, String sql, QueryState state, Instant started,
            Duration queued, @Nullable QueryException failure, long rows, long updateCount, Progress progress) {}
}
