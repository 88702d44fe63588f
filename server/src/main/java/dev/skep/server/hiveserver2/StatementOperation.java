package dev.skep.server.hiveserver2;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.skep.query.QueryException;
import dev.skep.query.lifecycle.Query;
import dev.skep.query.lifecycle.QueryState;
import dev.skep.query.result.ResultColumn;
import dev.skep.server.hiveserver2.rows.ResultReader;
import dev.skep.query.result.ResultCursor;
import dev.skep.server.hiveserver2.HiveServer2Errors.Failure;
import dev.skep.thrift.hs2.TOperationState;
import dev.skep.thrift.hs2.TOperationType;
import org.jspecify.annotations.Nullable;

/** A statement that the engine runs. */
final class StatementOperation implements CliOperation {
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final HandleId id = HandleId.random();
    private final Query query;
    private final long timeoutSeconds;
    private final long started = System.currentTimeMillis();
    private final OperationLog log;
    /** Held by whoever reads rows: one reader at a time. */
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable ResultReader reader;
    private volatile @Nullable QueryException failure;
    private volatile boolean timedOut;
    private volatile boolean closed;
    private volatile boolean rowsAtHand;
    private volatile boolean fetched;
    private volatile long completed;

    /** @param timeoutSeconds how long the statement may take, 0 for ever; who opens the operation ends it by {@link #timeOut} */
    StatementOperation(Query query, long timeoutSeconds) {
        this.query = query;
        this.timeoutSeconds = timeoutSeconds;
        this.log = new OperationLog(query);
    }

    @Override
    public HandleId id() {
        return id;
    }

    @Override
    public TOperationType type() {
        return TOperationType.EXECUTE_STATEMENT;
    }

    @Override
    public String queryId() {
        return query.id();
    }

    /** Waits until the columns are known, at most {@code wait}. */
    Status awaitPlanned(Duration wait) throws InterruptedException {
        query.awaitPlanned(wait);
        return status();
    }

    @Override
    public Status await(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        QueryState state = query.awaitPlanned(wait);
        if (state == QueryState.RUNNING || state == QueryState.FINISHED) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            if (state == QueryState.RUNNING) {
                query.awaitRows(left);
            }
            if (hasResultSet()) {
                lookForRows();
            }
        }
        return status();
    }

    /** Rows at hand make the statement finished for a client: it may fetch. */
    private void lookForRows() throws InterruptedException {
        if (rowsAtHand || !reading.tryLock()) {
            return;
        }
        try {
            ResultReader open = openReader();
            rowsAtHand = open != null && open.awaitRows(Duration.ZERO);
        } catch (QueryException e) {
            failure = e;
        } finally {
            reading.unlock();
        }
    }

    /** The reader of the rows; null while there are none to read, as those of a command come when it is done. */
    private @Nullable ResultReader openReader() {
        ResultReader open = reader;
        if (open == null) {
            ResultCursor rows;
            try {
                rows = query.rows();
            } catch (IllegalStateException e) {
                return null;
            }
            open = new ResultReader(query.columns(), rows);
            reader = open;
        }
        return open;
    }

    private ResultReader awaitReader() throws InterruptedException {
        ResultReader open = openReader();
        while (open == null) {
            query.awaitRows(SLICE);
            throwFailure();
            open = openReader();
        }
        return open;
    }

    private boolean hasResultSet() {
        return !query.columns().isEmpty();
    }

    private Status status() {
        QueryState state = query.state();
        Failure failed = failure(state);
        boolean planned = failed == null && state != QueryState.QUEUED && state != QueryState.PLANNING;
        boolean rows = planned && hasResultSet();
        if (completed == 0 && (state.isDone() || failed != null)) {
            completed = System.currentTimeMillis();
        }
        log.update(state, failed);
        return new Status(thriftState(state, failed, rows), rows, failed,
                state == QueryState.FINISHED ? query.updateCount() : -1, started, completed,
                ProgressReport.of(query.progress(), state, started));
    }

    private @Nullable Failure failure(QueryState state) {
        QueryException known = failure == null && (state == QueryState.FAILED || state == QueryState.CANCELLED)
                ? query.failure()
                : failure;
        if (timedOut && (known != null || state == QueryState.CANCELLED)) {
            return new Failure(HiveServer2Errors.TIMED_OUT, 0,
                    "Cannot finish statement: it took longer than %d seconds".formatted(timeoutSeconds));
        }
        if (known != null) {
            return HiveServer2Errors.failure(known);
        }
        return state == QueryState.CANCELLED || state == QueryState.FAILED
                ? HiveServer2Errors.failure(new QueryException(QueryException.Reason.CANCELLED, "Query was cancelled"))
                : null;
    }

    private TOperationState thriftState(QueryState state, @Nullable Failure failed, boolean hasResultSet) {
        if (closed) {
            return TOperationState.CLOSED_STATE;
        }
        if (failed != null) {
            if (failed.sqlState().equals(HiveServer2Errors.TIMED_OUT)) {
                return TOperationState.TIMEDOUT_STATE;
            }
            return state == QueryState.CANCELLED ? TOperationState.CANCELED_STATE : TOperationState.ERROR_STATE;
        }
        return switch (state) {
            case QUEUED -> TOperationState.PENDING_STATE;
            case PLANNING -> TOperationState.RUNNING_STATE;
            case RUNNING -> hasResultSet && (rowsAtHand || reading.isLocked())
                    ? TOperationState.FINISHED_STATE
                    : TOperationState.RUNNING_STATE;
            case FINISHED -> TOperationState.FINISHED_STATE;
            case FAILED -> TOperationState.ERROR_STATE;
            case CANCELLED -> TOperationState.CANCELED_STATE;
        };
    }

    @Override
    public List<ResultColumn> columns() throws InterruptedException {
        query.awaitPlanned(FOR_EVER);
        throwFailure();
        return query.columns();
    }

    private void throwFailure() {
        Failure failed = failure(query.state());
        if (failed != null) {
            throw new FailedOperationException(failed);
        }
    }

    @Override
    public ResultReader.Fetch fetch(long maxRows, long maxBytes) throws InterruptedException {
        ResultReader known = reader;
        if (known == null || query.state() != QueryState.FAILED || timedOut) {
            // Else the failure comes after the rows that were there before it.
            if (columns().isEmpty()) {
                throw new RefusedException("24000", "Cannot fetch rows: the statement has no result");
            }
        }
        reading.lockInterruptibly();
        try {
            ResultReader.Fetch fetch = awaitReader().fetch(maxRows, maxBytes);
            rowsAtHand = true;
            fetched |= fetch.rows() > 0;
            return fetch;
        } catch (QueryException e) {
            failure = e;
            throwFailure();
            throw e;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public boolean hasFetched() {
        return fetched;
    }

    @Override
    public List<String> logLines(int from) {
        log.update(query.state(), failure(query.state()));
        return log.lines(from);
    }

    @Override
    public boolean isRunning() {
        return !query.state().isDone();
    }

    @Override
    public void cancel() {
        query.cancel();
    }

    /** Ends the statement because its time is over; one that is done, or whose rows are already fetched, ends too. */
    void timeOut() {
        if (!query.state().isDone()) {
            timedOut = true;
            query.cancel();
        }
    }

    /** Rows that nobody wants any more are no cancellation. */
    @Override
    public void close() {
        closed = true;
        ResultReader open = reader;
        if (open != null) {
            open.close();
        }
        query.close();
    }
}
