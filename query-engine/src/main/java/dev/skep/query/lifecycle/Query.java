package dev.skep.query.lifecycle;

import java.time.Duration;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.result.Progress;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import org.jspecify.annotations.Nullable;

/** One statement on its way from text to last row. May be used by several threads. */
public interface Query extends AutoCloseable {

    /** A text that names this query in logs and messages. */
    String id();

    String sql();

    QueryState state();

    /** Waits until the state is no longer QUEUED or PLANNING (then columns are known) or the time is over; returns the state. */
    QueryState awaitPlanned(Duration timeout) throws InterruptedException;

    /** Waits until the first rows are there to be fetched, the statement is done, or the time is over; returns the state. */
    QueryState awaitRows(Duration timeout) throws InterruptedException;

    /** The columns of the result; empty for a statement without one. Fails with the query's failure if planning failed; call it after planning. */
    List<ResultColumn> columns();

    /** The rows, to be read once by one reader at a time. */
    ResultCursor rows();

    /** How many rows an INSERT or CTAS wrote, -1 for other statements or while it runs. */
    long updateCount();

    Progress progress();

    /** Why the query failed; null unless the state is FAILED or CANCELLED. */
    @Nullable
    QueryException failure();

    /** Stops the query as soon as it can; no effect when it is over. */
    void cancel();

    /** Cancels the query if it still runs and frees what it holds. */
    @Override
    void close();
}
