package dev.skep.storage.scan;

import java.util.List;

import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/**
 * A test of rows that a reader runs while it reads, so that the other columns are decoded only where rows survive. One object serves one
 * reader; it is not called by two threads at once.
 */
public interface BatchFilter {

    /** The columns that the test looks at, as indexes into {@link ScanRequest#columns}; at least one. */
    List<Integer> columns();

    /** Returns the rows of {@code batch} that pass, null meaning all. The batch has the columns of {@link #columns}, in that order, and no selection. The answer is valid until the next call. */
    @Nullable
    SelectionVector select(ColumnBatch batch);
}
