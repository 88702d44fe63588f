package dev.skep.query.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.execution.Execution;
import dev.skep.query.execution.ExecutionSettings;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.result.Progress;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** One statement, on a virtual thread of its own until its first rows are there. */
final class StatementQuery implements Query {
    private final String id;
    private final String sql;
    private final List<@Nullable Object> parameters;
    private final EngineSession session;
    private final SkepQueryEngine engine;
    private final Instant created = Instant.now();
    private final CountDownLatch planned = new CountDownLatch(1);
    private final CountDownLatch rowsReady = new CountDownLatch(1);
    private final Object lock = new Object();

    private QueryState state = QueryState.QUEUED;
    private List<ResultColumn> columns = List.of();
    private @Nullable ResultCursor cursor;
    private @Nullable Execution execution;
    private @Nullable QueryException failure;
    private @Nullable Progress lastProgress;
    private long updateCount = -1;
    private boolean cancelled;
    private boolean admitted;

    StatementQuery(String id, String sql, List<@Nullable Object> parameters, EngineSession session, SkepQueryEngine engine) {
        this.id = id;
        this.sql = sql;
        this.parameters = parameters;
        this.session = session;
        this.engine = engine;
    }

    void start() {
        Thread.ofVirtual().name("skep-statement-" + id).start(this::run);
    }

    private void run() {
        try {
            checkCancelled();
            setState(QueryState.PLANNING);
            new StatementRunner(engine, session, this).run(sql, parameters);
        } catch (Throwable e) {
            fail(Failures.of(e));
        } finally {
            planned.countDown();
            rowsReady.countDown();
        }
    }

    /** Fails if the query was cancelled. */
    void checkCancelled() {
        synchronized (lock) {
            if (cancelled) {
                throw new QueryException(Reason.CANCELLED, "The query was cancelled");
            }
        }
    }

    private void setState(QueryState next) {
        synchronized (lock) {
            if (!state.isDone()) {
                state = next;
            }
        }
    }

    /** Answers with rows that are there. */
    void answer(List<Field> fields, List<List<@Nullable Object>> rows) {
        synchronized (lock) {
            columns = fields.stream().map(field -> new ResultColumn(field.name(), field.type())).toList();
            cursor = new RowsCursor(fields, rows);
        }
        finish();
    }

    /** Ends a statement without rows; {@code count} is -1 for those that write none. */
    void done(long count) {
        synchronized (lock) {
            updateCount = count;
            cursor = new RowsCursor(List.of(), List.of());
        }
        finish();
    }

    /** Begins to run a plan whose rows are the answer, and waits for the first of them. */
    void stream(PlanNode plan, List<ResultColumn> resultColumns) throws InterruptedException {
        synchronized (lock) {
            columns = resultColumns;
        }
        Execution running = begin(plan);
        setState(QueryState.RUNNING);
        planned.countDown();
        ColumnBatch first = running.rows().next();
        synchronized (lock) {
            cursor = new StreamingCursor(running.rows(), first);
        }
        if (first == null) {
            finish();
        }
    }

    /** Runs a plan to its end and returns its rows. */
    List<List<@Nullable Object>> collect(PlanNode plan) {
        Execution running = begin(plan);
        setState(QueryState.RUNNING);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try {
            for (ColumnBatch batch = running.rows().next(); batch != null; batch = running.rows().next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int column = 0; column < plan.outputs().size(); column++) {
                        values.add(Values.value(batch.column(column), plan.outputs().get(column).type(), row));
                    }
                    rows.add(values);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of(e);
        }
        checkCancelled();
        return rows;
    }

    private Execution begin(PlanNode plan) {
        try {
            if (!admitted) {
                setState(QueryState.QUEUED);
                engine.admit();
                admitted = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of(e);
        }
        checkCancelled();
        Execution running = engine.executor().execute(plan,
                new ExecutionSettings(id, session.settings().threads(), session.settings().maxMemory()));
        boolean stop;
        synchronized (lock) {
            execution = running;
            stop = cancelled;
        }
        if (stop) {
            running.cancel();
        }
        return running;
    }

    /** What the nodes of the plan that ran last did. */
    java.util.Map<Integer, Execution.NodeStatistics> statistics() {
        synchronized (lock) {
            return execution == null ? java.util.Map.of() : execution.statistics();
        }
    }

    private void finish() {
        end(QueryState.FINISHED, null);
    }

    private void fail(QueryException e) {
        end(e.reason() == Reason.CANCELLED ? QueryState.CANCELLED : QueryState.FAILED, e);
    }

    private void end(QueryState last, @Nullable QueryException cause) {
        Execution ended;
        boolean release;
        synchronized (lock) {
            if (state.isDone()) {
                return;
            }
            state = last;
            failure = cause;
            ended = execution;
            release = admitted;
            admitted = false;
            if (ended != null) {
                lastProgress = ended.progress();
            }
        }
        planned.countDown();
        rowsReady.countDown();
        if (ended != null) {
            ended.close();
        }
        if (release) {
            engine.release();
        }
        session.ended(this);
    }

    @Override
    public String id() {
        return id;
    }

    String user() {
        return session.identity().user();
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public QueryState state() {
        synchronized (lock) {
            return state;
        }
    }

    @Override
    public QueryState awaitPlanned(Duration timeout) throws InterruptedException {
        planned.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return state();
    }

    @Override
    public QueryState awaitRows(Duration timeout) throws InterruptedException {
        rowsReady.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return state();
    }

    @Override
    public List<ResultColumn> columns() {
        synchronized (lock) {
            if (failure != null) {
                throw failure;
            }
            return columns;
        }
    }

    @Override
    public ResultCursor rows() {
        try {
            rowsReady.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of(e);
        }
        synchronized (lock) {
            if (failure != null && cursor == null) {
                throw failure;
            }
            if (cursor == null) {
                throw new QueryException(Reason.INTERNAL, "Cannot fetch from query %s: it has no rows".formatted(id));
            }
            return cursor;
        }
    }

    @Override
    public long updateCount() {
        synchronized (lock) {
            return updateCount;
        }
    }

    @Override
    public Progress progress() {
        synchronized (lock) {
            if (lastProgress != null) {
                return lastProgress;
            }
            if (execution != null) {
                return execution.progress();
            }
        }
        return new Progress(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.between(created, Instant.now()));
    }

    @Override
    public @Nullable QueryException failure() {
        synchronized (lock) {
            return failure;
        }
    }

    @Override
    public void cancel() {
        Execution running;
        boolean streaming;
        synchronized (lock) {
            if (state.isDone()) {
                return;
            }
            cancelled = true;
            running = execution;
            streaming = cursor != null;
        }
        if (running != null) {
            running.cancel();
        }
        if (streaming) {
            fail(new QueryException(Reason.CANCELLED, "The query was cancelled"));
        }
    }

    @Override
    public void close() {
        cancel();
        ResultCursor open;
        synchronized (lock) {
            open = cursor;
        }
        if (open != null) {
            open.close();
        }
    }

    /** The rows of a running plan; the end of the rows is the end of the query. */
    private final class StreamingCursor implements ResultCursor {
        private final ResultCursor rows;
        private @Nullable ColumnBatch first;

        StreamingCursor(ResultCursor rows, @Nullable ColumnBatch first) {
            this.rows = rows;
            this.first = first;
        }

        @Override
        public @Nullable ColumnBatch next() throws InterruptedException {
            return step(null);
        }

        @Override
        public @Nullable ColumnBatch next(Duration timeout) throws InterruptedException {
            return step(timeout);
        }

        private @Nullable ColumnBatch step(@Nullable Duration timeout) throws InterruptedException {
            ColumnBatch taken = first;
            if (taken != null) {
                first = null;
                return taken;
            }
            QueryException known = failure();
            if (known != null) {
                throw known;
            }
            if (state() == QueryState.FINISHED) {
                return null;
            }
            try {
                ColumnBatch batch = timeout == null ? rows.next() : rows.next(timeout);
                if (batch == null) {
                    finish();
                }
                return batch;
            } catch (RuntimeException e) {
                fail(Failures.of(e));
                throw Failures.of(e);
            }
        }

        @Override
        public boolean isExhausted() {
            return first == null && (state() == QueryState.FINISHED || rows.isExhausted());
        }

        @Override
        public void close() {
            first = null;
            cancel();
        }
    }
}
