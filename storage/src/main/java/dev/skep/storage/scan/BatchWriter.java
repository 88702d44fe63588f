package dev.skep.storage.scan;

import dev.skep.storage.vector.ColumnBatch;

/** Writes column batches to one file. Used by one thread at a time. */
public interface BatchWriter extends AutoCloseable {

    /** Appends the rows of {@code batch} that count; the batch may be used again by its owner afterwards. */
    void write(ColumnBatch batch);

    /** About how many bytes the file would have if it ended now. */
    long estimatedBytes();

    /** Completes the file and says what is in it; nothing may be written afterwards. */
    WrittenFile finish();

    /** Ends without a usable file if {@link #finish} was not called; deletes what it has begun as well as it can. */
    @Override
    void close();
}
