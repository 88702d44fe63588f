package dev.skep.query.operator.aggregate;

import java.util.Arrays;

import dev.skep.storage.vector.ColumnBatch;

/** A thread's groups, listed by partition once they are cut. Any thread may read it then. */
final class PartitionedState {
    private final AggregateState state;
    private final int[][] groups = new int[HashPartitions.COUNT][16];
    private final int[] counts = new int[HashPartitions.COUNT];
    private By by = By.NOTHING;

    /** What groups are cut by. */
    enum By {
        NOTHING,
        /** The keys that are numbers: cheap, but they may be few. Not what groups on disk are cut by. */
        NUMBERS, ALL_KEYS
    }

    PartitionedState(AggregateState state) {
        this.state = state;
    }

    /** Lists the groups; once is enough. */
    void cut(By wanted) {
        if (by == wanted) {
            return;
        }
        by = wanted;
        Arrays.fill(counts, 0);
        HashPartitions cut = new HashPartitions();
        int all = state.groupCount();
        for (int first = 0; first < all; first += ColumnBatch.DEFAULT_ROWS) {
            int count = Math.min(ColumnBatch.DEFAULT_ROWS, all - first);
            cut.cut(wanted == By.NUMBERS ? state.numberKeys(first, count) : state.keys(first, count), count, 0);
            for (int p = 0; p < counts.length; p++) {
                int more = cut.count(p);
                int old = counts[p];
                if (groups[p].length < old + more) {
                    groups[p] = Arrays.copyOf(groups[p], Math.max(old + more, old + (old >> 1)));
                }
                cut.copy(p, groups[p], old);
                counts[p] = old + more;
                for (int i = old; i < old + more; i++) {
                    groups[p][i] += first;
                }
            }
        }
    }

    AggregateState state() {
        return state;
    }

    int count(int partition) {
        return counts[partition];
    }

    /** The groups {@code from .. from + count - 1} of a partition's list. */
    int[] groups(int partition, int from, int count) {
        return Arrays.copyOfRange(groups[partition], from, from + count);
    }
}
