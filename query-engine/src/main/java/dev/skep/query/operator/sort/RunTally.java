package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.operator.TopBound;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Vectors;

/**
 * Finds the bound of a sort of which only the first rows are wanted out of the sorted runs of its threads: runs that hold enough rows together make
 * the greatest of their last rows the bound. Any thread may add.
 */
final class RunTally {
    private final TopBound bound;
    private final long wanted;
    private final List<Seen> seen = new ArrayList<>();

    /** So many rows that do not come after {@code last}, a vector of one row. */
    private record Seen(ColumnVector last, long rows) {}

    RunTally(TopBound bound, long wanted) {
        this.bound = bound;
        this.wanted = wanted;
    }

    /** Adds a run of {@code rows} rows that ends at {@code row} of {@code key}, the first sort key. */
    synchronized void add(ColumnVector key, int row, long rows) {
        ColumnVector last = Vectors.gather(key, new int[]{row}, 1);
        int at = seen.size();
        while (at > 0 && bound.compare(seen.get(at - 1).last, last) > 0) {
            at--;
        }
        seen.add(at, new Seen(last, rows));
        long together = 0;
        for (int i = 0; i < seen.size(); i++) {
            together += seen.get(i).rows;
            if (together >= wanted) {
                bound.offer(seen.get(i).last, 0);
                // Runs that end later can only make it worse.
                seen.subList(i + 1, seen.size()).clear();
                return;
            }
        }
    }
}
