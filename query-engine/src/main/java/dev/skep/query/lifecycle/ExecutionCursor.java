package dev.skep.query.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.skep.query.result.ResultCursor;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** The rows of a query that runs; tells the query when the last one has left and when something fails. */
final class ExecutionCursor implements ResultCursor {
    private final ResultCursor rows;
    private final EngineQuery query;
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable ColumnBatch peeked;
    private boolean ended;

    ExecutionCursor(ResultCursor rows, EngineQuery query) {
        this.rows = rows;
        this.query = query;
    }

    @Override
    public @Nullable ColumnBatch next() throws InterruptedException {
        reading.lockInterruptibly();
        try {
            return take(null);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public @Nullable ColumnBatch next(Duration timeout) throws InterruptedException {
        if (!reading.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return empty();
        }
        try {
            return take(timeout);
        } finally {
            reading.unlock();
        }
    }

    private static ColumnBatch empty() {
        return new ColumnBatch(0, java.util.List.of());
    }

    private @Nullable ColumnBatch take(@Nullable Duration timeout) throws InterruptedException {
        ColumnBatch batch = peeked;
        if (batch != null) {
            peeked = null;
        } else {
            batch = fetch(timeout);
        }
        if (batch != null) {
            query.delivered(batch.rowCount());
        }
        return batch;
    }

    private @Nullable ColumnBatch fetch(@Nullable Duration timeout) throws InterruptedException {
        if (ended) {
            return null;
        }
        query.checkFailure();
        ColumnBatch batch;
        try {
            batch = timeout == null ? rows.next() : rows.next(timeout);
        } catch (RuntimeException | Error e) {
            throw query.failed(e);
        }
        if (batch == null) {
            ended = true;
            query.exhausted();
        }
        return batch;
    }

    /** Waits until a batch is at hand or all is over, at most {@code timeout}. A failure is the query's, not this caller's. */
    void await(Duration timeout) throws InterruptedException {
        if (!reading.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return;
        }
        try {
            if (peeked == null) {
                ColumnBatch batch = fetch(timeout);
                peeked = batch != null && batch.rowCount() > 0 ? batch : null;
            }
        } catch (dev.skep.query.QueryException e) {
            query.failed(e);
        } finally {
            reading.unlock();
        }
    }

    /** The batch that {@link #await} keeps is a row unread; so the query may be over and this not exhausted. */
    @Override
    public boolean isExhausted() {
        reading.lock();
        try {
            return peeked == null && (ended || rows.isExhausted());
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        query.abandoned();
    }
}
