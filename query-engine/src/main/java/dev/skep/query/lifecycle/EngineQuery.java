package dev.skep.query.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.command.CommandControl;
import dev.skep.query.command.CommandResult;
import dev.skep.query.execution.Execution;
import dev.skep.query.lifecycle.QueryListener.QuerySummary;
import dev.skep.query.result.Progress;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import org.jspecify.annotations.Nullable;

/**
 * A statement and where it stands. What it holds (a place among the running queries, an execution) is given back once, before it is told to be over: whoever
 * has seen its end finds nothing of it left, and may begin the next. Only one that was cancelled tells so at once.
 */
final class EngineQuery implements Query {
    private static final Duration PLANNER_PATIENCE = Duration.ofMillis(300);

    private final String id;
    private final String sql;
    private final String user;
    private final String database;
    private final Owner owner;
    private final CommandControl control = new CommandControl();
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private final AtomicLong rowsDelivered = new AtomicLong();
    private QueryState state = QueryState.QUEUED;
    /** How it ends is known; nothing changes that. */
    private boolean isEnding;
    private Duration queued = Duration.ZERO;
    private Admission.@Nullable Place place;
    private @Nullable CachedPlan plan;
    /** The thread that plans a query, as long as it does. */
    private @Nullable Thread planner;
    private boolean isAbandonable = true;
    private long updateCount = -1;
    private @Nullable List<ResultColumn> columns;
    private @Nullable ResultCursor cursor;
    private @Nullable Execution execution;
    private @Nullable QueryException failure;

    /** Whom a query tells that it is over or was cancelled. */
    interface Owner {
        void cancelled(EngineQuery query);

        /**
         * @param place to be given back; null if it had none
         * @param plan that it ran by if that is kept
         */
        void ended(QuerySummary summary, Admission.@Nullable Place place, @Nullable CachedPlan plan);
    }

    EngineQuery(String id, String sql, String user, String database, Owner owner) {
        this.id = id;
        this.sql = sql;
        this.user = user;
        this.database = database;
        this.owner = owner;
    }

    String user() {
        return user;
    }

    CommandControl control() {
        return control;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public synchronized QueryState state() {
        return state;
    }

    /** The statement leaves the queue. Fails if it was cancelled there; then the caller still has the place it was given. */
    synchronized void admitted(Admission.Place given) {
        if (isEnding) {
            throw failureOr(CommandControl.cancellation());
        }
        place = given;
        queued = Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** The plan is kept, and learns how the query went. */
    synchronized void ranBy(@Nullable CachedPlan kept) {
        plan = kept;
    }

    /** @param abandonable whether a cancelled statement may be called over while it is still at work, as it changes nothing */
    synchronized void planning(boolean abandonable) {
        if (!isEnding && (state == QueryState.QUEUED || state == QueryState.PLANNING)) {
            // What EXECUTE runs may be of another kind than EXECUTE itself.
            state = QueryState.PLANNING;
            isAbandonable = abandonable;
            planner = abandonable ? Thread.currentThread() : null;
        }
        checkFailure();
        notifyAll();
    }

    /** The thread that leads the statement does nothing more of it that waits. */
    synchronized void planned() {
        if (planner == Thread.currentThread()) {
            planner = null;
            Thread.interrupted();
        }
    }

    private synchronized void interruptPlanner() {
        if (planner != null) {
            planner.interrupt();
        }
    }

    /** A statement that writes runs its plan; its columns are known. */
    synchronized void running(List<ResultColumn> known) {
        if (!isEnding && state == QueryState.PLANNING) {
            columns = known;
            state = QueryState.RUNNING;
            notifyAll();
        }
    }

    /** A query runs; the execution is closed when the query is over. */
    void streams(List<ResultColumn> known, Execution running) {
        boolean late;
        synchronized (this) {
            late = isEnding;
            if (!late) {
                columns = known;
                execution = running;
                cursor = new ExecutionCursor(running.rows(), this);
                state = QueryState.RUNNING;
                notifyAll();
            }
        }
        if (late) {
            control.ended(running);
            running.close();
        }
    }

    /** A command is done. */
    void completed(CommandResult result) {
        synchronized (this) {
            if (isEnding) {
                return;
            }
            columns = result.columns();
            cursor = new RowsCursor(result.columns(), result.rows());
            updateCount = result.updateCount();
            rowsDelivered.set(result.rows().size());
        }
        end(QueryState.FINISHED, null);
    }

    void delivered(int rows) {
        rowsDelivered.addAndGet(rows);
    }

    /** The last row was taken. */
    void exhausted() {
        end(QueryState.FINISHED, null);
    }

    /** The reader gave up on further rows. */
    void abandoned() {
        end(QueryState.FINISHED, null);
    }

    /** Ends the query for {@code cause} unless it is over; returns what it failed for. */
    QueryException failed(Throwable cause) {
        QueryException translated = Failures.of(cause, id);
        boolean isCancellation = control.isCancelled() || translated.reason() == Reason.CANCELLED;
        if (isCancellation && translated.reason() != Reason.CANCELLED) {
            translated = new QueryException(Reason.CANCELLED, "Query was cancelled", translated);
        }
        end(isCancellation ? QueryState.CANCELLED : QueryState.FAILED, translated);
        return failureOr(translated);
    }

    private synchronized QueryException failureOr(QueryException other) {
        return failure == null ? other : failure;
    }

    /** Fails with the query's failure if it has one. */
    synchronized void checkFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void end(QueryState last, @Nullable QueryException cause) {
        Execution running;
        Admission.Place held;
        CachedPlan by;
        synchronized (this) {
            if (isEnding) {
                return;
            }
            isEnding = true;
            failure = cause;
            control.finish();
            running = execution;
            execution = null;
            held = place;
            place = null;
            by = plan;
        }
        try {
            if (running != null) {
                control.ended(running);
            }
        } finally {
            release(last, running, held, by);
        }
    }

    /** Closing waits for threads, so one who cancels does not wait with it. */
    private void release(QueryState last, @Nullable Execution running, Admission.@Nullable Place held,
            @Nullable CachedPlan by) {
        QuerySummary summary = summary(last);
        Runnable release = () -> {
            try {
                if (running != null) {
                    running.close();
                }
            } finally {
                owner.ended(summary, held, by);
            }
        };
        if (running != null && last == QueryState.CANCELLED) {
            over(last);
            Thread.ofVirtual().name("close-" + id).start(release);
        } else {
            try {
                release.run();
            } finally {
                over(last);
            }
        }
    }

    private synchronized void over(QueryState last) {
        state = last;
        notifyAll();
    }

    synchronized QueryStatus status() {
        Duration waited = state == QueryState.QUEUED ? Duration.ofNanos(System.nanoTime() - startNanos) : queued;
        return new QueryStatus(id, user, database, sql, state, started, waited, control.progress());
    }

    private synchronized QuerySummary summary(QueryState last) {
        return new QuerySummary(id, user, database, sql, last, started, queued, failure, rowsDelivered.get(),
                updateCount, control.progress());
    }

    @Override
    public QueryState awaitPlanned(Duration timeout) throws InterruptedException {
        return await(timeout, false);
    }

    private synchronized QueryState await(Duration timeout, boolean done) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!(done ? state.isDone() : state.isDone() || state == QueryState.RUNNING)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return state;
    }

    @Override
    public QueryState awaitRows(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        awaitPlanned(timeout);
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        ResultCursor rows;
        synchronized (this) {
            rows = cursor;
        }
        if (rows instanceof ExecutionCursor running) {
            running.await(left);
            return state();
        }
        return await(left, true);
    }

    @Override
    public synchronized List<ResultColumn> columns() {
        List<ResultColumn> known = columns;
        if (known == null) {
            checkFailure();
            throw new IllegalStateException("Cannot tell the columns of query %s: it is not planned".formatted(id));
        }
        return known;
    }

    @Override
    public synchronized ResultCursor rows() {
        ResultCursor rows = cursor;
        if (rows == null) {
            checkFailure();
            throw new IllegalStateException("Cannot read rows of query %s: it has none yet".formatted(id));
        }
        return rows;
    }

    @Override
    public synchronized long updateCount() {
        return updateCount;
    }

    @Override
    public Progress progress() {
        return control.progress();
    }

    @Override
    public synchronized @Nullable QueryException failure() {
        return failure;
    }

    @Override
    public void cancel() {
        boolean over;
        synchronized (this) {
            if (isEnding) {
                return;
            }
            over = isAbandonable || execution != null;
            if (planner != null) {
                // It sees the end by itself, unless it stands in a read.
                Thread.ofVirtual().name("cancel-" + id).start(this::awaitPlanner);
            }
        }
        control.cancel();
        if (over) {
            end(QueryState.CANCELLED, CommandControl.cancellation());
        }
        owner.cancelled(this);
    }

    private void awaitPlanner() {
        try {
            Thread.sleep(PLANNER_PATIENCE);
            interruptPlanner();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}
