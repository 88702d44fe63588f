package dev.skep.query.operator.window;

import java.util.List;

import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** What later rows of a partition that does not fit in memory need of its earlier ones. Belongs to one thread. */
final class WindowCarry {
    /** Rows and groups of peers so far. */
    long rows;
    long groups;
    /** How many rows came before the group of peers that may go on. */
    long peerStart;
    /** The last row so far. */
    @Nullable
    ColumnBatch lastRow;
    /** By function, the state of a running aggregate, and the first value. */
    final @Nullable Accumulator[] running;
    final @Nullable ColumnVector[] first;
    /** Of the whole partition, where a first pass has counted it: its rows, and by function the aggregate over all of them. */
    long totalRows = -1;
    final @Nullable ColumnVector[] totals;

    WindowCarry(int functions) {
        running = new Accumulator[functions];
        first = new ColumnVector[functions];
        totals = new ColumnVector[functions];
    }

    /** True if the first rows of {@code next} are peers of the last row so far. */
    boolean goesOn(List<ColumnVector> next, int[] orderColumns) {
        ColumnBatch last = lastRow;
        if (last == null) {
            return false;
        }
        for (int column : orderColumns) {
            if (dev.skep.query.function.vector.Order.compareNullsLast(last.column(column), 0, next.get(column),
                    0) != 0) {
                return false;
            }
        }
        return true;
    }
}
