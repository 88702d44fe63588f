package dev.skep.query.operator;

import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Where the batches of a pipeline come from, in morsels that threads take as they are free. */
public interface Source {
    /** Called once by one thread when the pipeline begins; everything that the pipeline waits for is ready. */
    default void open(TaskContext context) {}

    /** Returns the next morsel, or null if all are taken. Any thread may call. */
    @Nullable
    Morsel nextMorsel(TaskContext context);

    /** The statistics to which reading counts. */
    OperatorStatistics statistics();

    /** A piece of the input, read by one thread. */
    interface Morsel extends AutoCloseable {
        /** Returns the next batch, valid until the next call, or null at the end. */
        @Nullable
        ColumnBatch next();

        @Override
        default void close() {}
    }
}
