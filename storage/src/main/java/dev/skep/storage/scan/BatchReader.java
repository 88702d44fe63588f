package dev.skep.storage.scan;

import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Turns a file, or a part of one, into column batches. Used by one thread at a time. */
public interface BatchReader extends AutoCloseable {

    /**
     * Returns the next batch, or null when the part is exhausted. Its columns are those of the request. The batch and its vectors are valid until
     * the next call; copy what you keep. Batches in which no row counts are left out. Fails with a
     * {@link dev.skep.storage.StorageException} that names the file, the row group or stripe, and the column.
     */
    @Nullable
    ColumnBatch next();

    /** Gives buffers and connections back; may be called at any time and more than once. */
    @Override
    void close();
}
