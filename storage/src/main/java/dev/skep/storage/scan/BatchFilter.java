package dev.skep.storage.scan;

import java.util.List;

import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.FlatVector;
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

    /**
     * What the reader may skip by now, beside what the request says. It may get narrower while the file is read, never wider; a reader that asks again before each
     * row group or stripe skips more.
     */
    default ScanPredicate predicate() {
        return ScanPredicate.all();
    }

    /**
     * The test in steps, in the order in which they are best run now: a row passes that passes all of them. A reader that asks for them before each
     * batch runs them instead of {@link #select}, and reads what a later step looks at only where the earlier ones let rows pass.
     */
    default List<? extends Step> steps() {
        return List.of(new Step() {
            @Override
            public List<Integer> columns() {
                return BatchFilter.this.columns();
            }

            @Override
            public @Nullable SelectionVector select(ColumnBatch batch) {
                return BatchFilter.this.select(batch);
            }
        });
    }

    /** A part of the test. */
    interface Step {

        /** The columns that the step looks at, as indexes into {@link ScanRequest#columns}; at least one. */
        List<Integer> columns();

        /**
         * Returns the rows that pass of those that {@code batch} selects, null meaning all rows of the batch. The batch has the columns of {@link #columns},
         * in that order, with values at its selected rows; numbers too are dictionaries if the file has them so. The answer is valid until
         * the next step is run, and may be in the array of the selection that was given.
         */
        @Nullable
        SelectionVector select(ColumnBatch batch);

        /**
         * True if no row passes whose value of the step's only column is in {@code dictionary}, nor, if there may be such rows, one without a value; false
         * says nothing. Only asked of steps with one column.
         */
        default boolean excludes(FlatVector dictionary, boolean mayBeNull) {
            return false;
        }
    }
}
