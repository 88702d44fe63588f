package dev.skep.query.result;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * The queue between execution and the reader of a result, limited in batches and in bytes. A writer asks {@link #isFull} and pauses until the callback
 * tells that there is room; one that cannot pause blocks in {@link #put} once far more lies unread.
 */
public final class BatchQueue implements ResultCursor {
    private static final int ROOM = 8;
    private static final int HARD_LIMIT = 64;
    private static final long ROOM_BYTES = 16 << 20;
    private static final long HARD_LIMIT_BYTES = 8 * ROOM_BYTES;

    private final ArrayDeque<ColumnBatch> batches = new ArrayDeque<>();
    private long bytes;
    private final Runnable onRoom;
    private final Runnable onClose;
    private boolean ended;
    private boolean closed;
    private boolean wasFull;
    private @Nullable QueryException failure;

    /**
     * @param onRoom called, without a lock held, when a queue that was found full has room again
     * @param onClose called when the reader gives up
     */
    public BatchQueue(Runnable onRoom, Runnable onClose) {
        this.onRoom = onRoom;
        this.onClose = onClose;
    }

    /** True if a writer should pause; the callback then tells when to go on. */
    public synchronized boolean isFull() {
        boolean full = (batches.size() >= ROOM || bytes >= ROOM_BYTES) && !closed && failure == null;
        wasFull |= full;
        return full;
    }

    /** Copies and adds the rows of a batch that count. */
    public void put(ColumnBatch batch) throws InterruptedException {
        ColumnBatch own = owned(batch);
        long size = BatchBytes.of(own);
        synchronized (this) {
            while ((batches.size() >= HARD_LIMIT || bytes >= HARD_LIMIT_BYTES) && !closed && failure == null) {
                wait();
            }
            if (!closed && failure == null) {
                batches.add(own);
                bytes += size;
                notifyAll();
            }
        }
    }

    private static ColumnBatch owned(ColumnBatch batch) {
        ColumnBatch compact = Vectors.compact(batch);
        List<ColumnVector> columns = new ArrayList<>(compact.columns().size());
        for (ColumnVector column : compact.columns()) {
            // A large dictionary would be held, and sent, for a few rows.
            columns.add(column instanceof DictionaryVector dictionary
                    && dictionary.dictionary().length() > dictionary.length() ? Vectors.flatten(column) : column);
        }
        return new ColumnBatch(compact.rowCount(), columns);
    }

    /** Tells the reader that nothing more comes. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Tells the reader that the query failed, after the rows that lie unread; those of a query that was cancelled are dropped. */
    public synchronized void fail(QueryException reason) {
        if (failure == null && !(ended && batches.isEmpty())) {
            failure = reason;
            if (reason.reason() == QueryException.Reason.CANCELLED) {
                clear();
            }
            notifyAll();
        }
    }

    private void clear() {
        batches.clear();
        bytes = 0;
    }

    /** About how many bytes lie unread. */
    public synchronized long unreadBytes() {
        return bytes;
    }

    @Override
    public @Nullable ColumnBatch next() throws InterruptedException {
        return take(Long.MAX_VALUE);
    }

    @Override
    public @Nullable ColumnBatch next(Duration timeout) throws InterruptedException {
        return take(System.nanoTime() + timeout.toNanos());
    }

    private @Nullable ColumnBatch take(long deadline) throws InterruptedException {
        ColumnBatch batch;
        boolean tell;
        synchronized (this) {
            while (batches.isEmpty() && !ended && failure == null && !closed) {
                if (deadline == Long.MAX_VALUE) {
                    wait();
                    continue;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return new ColumnBatch(0, List.of());
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            batch = batches.poll();
            if (batch == null && failure != null) {
                throw failure;
            }
            bytes -= batch == null ? 0 : BatchBytes.of(batch);
            notifyAll();
            tell = wasFull && batches.size() <= ROOM / 2 && bytes <= ROOM_BYTES / 2;
            wasFull &= !tell;
        }
        if (tell) {
            onRoom.run();
        }
        return batch;
    }

    @Override
    public synchronized boolean isExhausted() {
        return failure == null && batches.isEmpty() && (ended || closed);
    }

    @Override
    public void close() {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
            clear();
            notifyAll();
        }
        if (first) {
            onClose.run();
        }
    }
}
