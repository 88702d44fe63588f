package dev.skep.storage.parquet;

import java.util.Arrays;

/** Rows of a row group that may be wanted: ranges in ascending order that do not touch; {@code starts[i]} included, {@code ends[i]} not. */
record RowRanges(int count, long[] starts, long[] ends) {

    static RowRanges all(long rows) {
        return rows == 0
                ? new RowRanges(0, new long[0], new long[0])
                : new RowRanges(1, new long[]{0}, new long[]{rows});
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isAll(long rows) {
        return rows == 0 ? count == 0 : count == 1 && starts[0] == 0 && ends[0] == rows;
    }

    /** True if some wanted row is in {@code start .. end}. */
    boolean overlaps(long start, long end) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < count && starts[low] < end;
    }

    RowRanges intersect(RowRanges other) {
        Builder both = new Builder();
        int i = 0;
        int j = 0;
        while (i < count && j < other.count) {
            long start = Math.max(starts[i], other.starts[j]);
            long end = Math.min(ends[i], other.ends[j]);
            if (start < end) {
                both.add(start, end);
            }
            if (ends[i] < other.ends[j]) {
                i++;
            } else {
                j++;
            }
        }
        return both.build();
    }

    /** Collects ranges in ascending order and joins those that touch. */
    static final class Builder {
        private long[] starts = new long[8];
        private long[] ends = new long[8];
        private int count;

        void add(long start, long end) {
            if (count > 0 && start <= ends[count - 1]) {
                ends[count - 1] = Math.max(ends[count - 1], end);
                return;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            starts[count] = start;
            ends[count++] = end;
        }

        RowRanges build() {
            return new RowRanges(count, starts, ends);
        }
    }
}
