package dev.skep.query.operator.sort;

import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.vector.ColumnBatch;

/** Rows in order. */
public sealed interface SortedRun {
    long rows();

    /** What is known of the keys of all its rows. */
    KeyRange[] ranges();

    /**
     * Rows in memory.
     *
     * @param order the numbers of the batch's rows, in order
     * @param count how many of them count
     */
    record InMemory(ColumnBatch batch, int[] order, int count, KeyRange[] ranges) implements SortedRun {
        @Override
        public long rows() {
            return count;
        }
    }

    /** Rows on disk. */
    record OnDisk(SpilledRows spilled, KeyRange[] ranges) implements SortedRun {
        @Override
        public long rows() {
            return spilled.rows();
        }
    }
}
