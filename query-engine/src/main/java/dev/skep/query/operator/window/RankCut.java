package dev.skep.query.operator.window;

import dev.skep.query.function.vector.Order;
import dev.skep.query.operator.sort.RunCut;
import dev.skep.storage.vector.ColumnVector;

/** Keeps those rows of each partition at which a rank is not too high. A row's rank among some rows of its partition is never higher than among all of them. */
final class RankCut implements RunCut {
    private final String function;
    private final long most;
    private final int partitionKeys;

    /**
     * @param function row_number, rank or dense_rank
     * @param most the highest rank that is wanted
     * @param partitionKeys how many of the keys that rows are sorted by, the first, divide partitions
     */
    RankCut(String function, long most, int partitionKeys) {
        this.function = function;
        this.most = Math.min(most, Integer.MAX_VALUE);
        this.partitionKeys = partitionKeys;
    }

    @Override
    public int keep(ColumnVector[] keys, int[] order, int count) {
        int kept = 0;
        int start = 0;
        while (start < count) {
            int end = endOfEqual(keys, partitionKeys, order, start, count);
            int wanted = endOfWanted(keys, order, start, end) - start;
            System.arraycopy(order, start, order, kept, wanted);
            kept += wanted;
            start = end;
        }
        return kept;
    }

    private int endOfWanted(ColumnVector[] keys, int[] order, int start, int end) {
        switch (function) {
            case "row_number" -> {
                return (int) Math.min(end, start + most);
            }
            case "rank" -> {
                // The peers of the last row that is wanted have its rank.
                return start + most >= end || most == 0
                        ? (int) Math.min(end, start + most)
                        : endOfEqual(keys, keys.length, order, (int) (start + most - 1), end);
            }
            case "dense_rank" -> {
                int at = start;
                for (long rank = 0; rank < most && at < end; rank++) {
                    at = endOfEqual(keys, keys.length, order, at, end);
                }
                return at;
            }
            default -> throw new IllegalStateException("Cannot cut by " + function);
        }
    }

    /** Where the rows end that are equal to that at {@code from} in the first {@code compared} keys: found in steps that double, then by halves. */
    private static int endOfEqual(ColumnVector[] keys, int compared, int[] order, int from, int end) {
        int equal = from;
        int step = 1;
        while (equal + step < end && isEqual(keys, compared, order[from], order[equal + step])) {
            equal += step;
            step *= 2;
        }
        int differs = Math.min(end, equal + step);
        while (differs - equal > 1) {
            int middle = equal + differs >>> 1;
            if (isEqual(keys, compared, order[from], order[middle])) {
                equal = middle;
            } else {
                differs = middle;
            }
        }
        return differs;
    }

    private static boolean isEqual(ColumnVector[] keys, int compared, int a, int b) {
        for (int i = compared - 1; i >= 0; i--) {
            if (Order.compareNullsLast(keys[i], a, keys[i], b) != 0) {
                return false;
            }
        }
        return true;
    }
}
