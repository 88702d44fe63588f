package dev.skep.query.result;

import java.time.Duration;

import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** The rows of a result as they come; execution waits when a few batches lie unread. One reader at a time. */
public interface ResultCursor extends AutoCloseable {

    /**
     * Returns the next batch, or null when there are no more rows. Waits for it; fails with the query's QueryException if it is cancelled, and after the rows that were there before where it fails. The
     * batch has a selection of all rows (null), and stays valid.
     */
    @Nullable
    ColumnBatch next() throws InterruptedException;

    /** As {@link #next}, but waits at most {@code timeout} and then answers with an empty batch (0 rows). */
    @Nullable
    ColumnBatch next(Duration timeout) throws InterruptedException;

    /** True once {@link #next} would return null without waiting. */
    boolean isExhausted();

    /** Gives up on the rest. */
    @Override
    void close();
}
