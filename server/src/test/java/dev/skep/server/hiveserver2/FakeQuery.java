package dev.skep.server.hiveserver2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.lifecycle.Query;
import dev.skep.query.lifecycle.QueryState;
import dev.skep.query.result.Progress;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** A query that does what it was made for. Planned from the start; a hanging one waits for its end without rows until it is cancelled. */
public final class FakeQuery implements Query {
    private final List<ResultColumn> columns;
    private final Iterator<ColumnBatch> batches;
    private final long updateCount;
    private final boolean hangs;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile QueryState state;
    private volatile @Nullable QueryException failure;
    private volatile @Nullable QueryException failureAfterRows;
    private volatile boolean closed;
    private volatile boolean cursorOpen;
    private @Nullable CountDownLatch work;
    private String id = "";
    private String sql = "";

    private FakeQuery(List<ResultColumn> columns, Iterator<ColumnBatch> batches, long updateCount, QueryState state,
            boolean hangs) {
        this.columns = List.copyOf(columns);
        this.batches = batches;
        this.updateCount = updateCount;
        this.state = state;
        this.hangs = hangs;
    }

    /** A query with these rows. */
    public static FakeQuery rows(List<ResultColumn> columns, ColumnBatch... batches) {
        return streaming(columns, List.of(batches).iterator());
    }

    /** A query whose batches are made as they are asked for. */
    public static FakeQuery streaming(List<ResultColumn> columns, Iterator<ColumnBatch> batches) {
        return new FakeQuery(columns, batches, -1, QueryState.RUNNING, false);
    }

    /** A statement without a result that is done. */
    public static FakeQuery statement(long updateCount) {
        return new FakeQuery(List.of(), List.<ColumnBatch>of().iterator(), updateCount, QueryState.FINISHED, false);
    }

    public static FakeQuery failing(QueryException failure) {
        FakeQuery query = new FakeQuery(List.of(), List.<ColumnBatch>of().iterator(), -1, QueryState.FAILED, false);
        query.failure = failure;
        return query;
    }

    /** A query that is busy until it is cancelled. */
    public static FakeQuery hanging(ResultColumn... columns) {
        return new FakeQuery(List.of(columns), List.<ColumnBatch>of().iterator(), -1, QueryState.RUNNING, true);
    }

    /** A command with these rows, which are not there before {@code done} is counted down. */
    public static FakeQuery command(List<ResultColumn> columns, ColumnBatch batch, CountDownLatch done) {
        FakeQuery query = rows(columns, batch);
        query.work = done;
        return query;
    }

    /** Lets the query fail where its rows would end. */
    public FakeQuery failAfterRows(QueryException reason) {
        failureAfterRows = reason;
        return this;
    }

    /** One batch of rows of objects of the classes in {@link Values}. */
    public static ColumnBatch batch(List<ResultColumn> columns, List<? extends List<? extends @Nullable Object>> rows) {
        List<ColumnVector> vectors = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            DataType type = columns.get(i).type();
            VectorBuilder builder = VectorBuilder.of(type);
            for (List<? extends @Nullable Object> row : rows) {
                builder.append(Values.vector(type, row.get(i)), null, 1);
            }
            vectors.add(builder.build());
        }
        return new ColumnBatch(rows.size(), vectors);
    }

    void name(String newId, String newSql) {
        id = newId;
        sql = newSql;
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
    public QueryState state() {
        return state;
    }

    @Override
    public QueryState awaitPlanned(Duration timeout) {
        return state;
    }

    @Override
    public QueryState awaitRows(Duration timeout) throws InterruptedException {
        if (hangs) {
            awaitCancel(timeout);
        }
        if (work != null && work.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            state = QueryState.FINISHED;
        }
        return state;
    }

    private boolean awaitCancel(Duration timeout) throws InterruptedException {
        return cancelled.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public ResultCursor rows() {
        if (work != null && state == QueryState.RUNNING) {
            throw new IllegalStateException("Cannot read rows: the command is not done");
        }
        if (cursorOpen) {
            throw new IllegalStateException("Cannot read rows twice");
        }
        cursorOpen = true;
        return new Cursor();
    }

    private final class Cursor implements ResultCursor {
        @Override
        public @Nullable ColumnBatch next() throws InterruptedException {
            ColumnBatch next = next(Duration.ofDays(1));
            if (next != null && next.rowCount() == 0 && hangs) {
                throw new IllegalStateException("Waited for a day");
            }
            return next;
        }

        @Override
        public @Nullable ColumnBatch next(Duration timeout) throws InterruptedException {
            QueryException reason = failure;
            if (hangs && reason == null && !awaitCancel(timeout)) {
                return new ColumnBatch(0, List.of());
            }
            reason = failure;
            if (reason != null) {
                throw reason;
            }
            if (batches.hasNext()) {
                return batches.next();
            }
            QueryException late = failureAfterRows;
            if (late != null) {
                failure = late;
                state = QueryState.FAILED;
                throw late;
            }
            state = QueryState.FINISHED;
            return null;
        }

        @Override
        public boolean isExhausted() {
            return !hangs && !batches.hasNext();
        }

        @Override
        public void close() {}
    }

    @Override
    public long updateCount() {
        return updateCount;
    }

    @Override
    public Progress progress() {
        return new Progress(3, 10, 1234, 56_789, 7, 9, 2, 1 << 20, 0, Duration.ofMillis(12), Duration.ofMillis(34));
    }

    @Override
    public @Nullable QueryException failure() {
        return failure;
    }

    @Override
    public void cancel() {
        if (!state.isDone()) {
            failure = new QueryException(Reason.CANCELLED, "Query " + id + " was cancelled");
            state = QueryState.CANCELLED;
        }
        cancelled.countDown();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        cancel();
        closed = true;
    }
}
