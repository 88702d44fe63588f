package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/** Which rows of a row group make up a batch: runs of rows, in ascending order, cut from the wanted ranges. */
final class BatchRows {
    /** A gap between chosen rows that is shorter is read all the same: leaving it out would cost more. */
    private static final int MIN_GAP = 32;

    private final RowRanges ranges;
    private int range;
    private long next;
    private int count;
    private int runs;
    private long[] starts = new long[4];
    private int[] lengths = new int[4];

    BatchRows(RowRanges ranges) {
        this.ranges = ranges;
        this.next = ranges.isEmpty() ? 0 : ranges.starts()[0];
    }

    /** Takes the next rows, {@code most} at most; false if there are none. */
    boolean advance(int most) {
        count = 0;
        runs = 0;
        while (count < most && range < ranges.count()) {
            int length = (int) Math.min(most - count, ranges.ends()[range] - next);
            if (runs == starts.length) {
                starts = Arrays.copyOf(starts, runs * 2);
                lengths = Arrays.copyOf(lengths, runs * 2);
            }
            starts[runs] = next;
            lengths[runs++] = length;
            count += length;
            next += length;
            if (next == ranges.ends()[range]) {
                range++;
                next = range < ranges.count() ? ranges.starts()[range] : next;
            }
        }
        return count > 0;
    }

    int count() {
        return count;
    }

    /** Reads the rows into {@code leaf}; those outside {@code selection} may be left out, and are filled up where they are. */
    void read(LeafReader leaf, @Nullable SelectionVector selection) {
        if (selection == null || selection.length() > count / 2) {
            read(leaf, 0, count);
            return;
        }
        int[] rows = selection.rows();
        int done = 0;
        int i = 0;
        while (i < selection.length()) {
            int start = rows[i];
            int end = start + 1;
            i++;
            while (i < selection.length() && rows[i] - end < MIN_GAP) {
                end = rows[i++] + 1;
            }
            if (start - done >= MIN_GAP) {
                leaf.fill(start - done);
                read(leaf, start, end);
            } else {
                read(leaf, done, end);
            }
            done = end;
        }
        if (done < count) {
            leaf.fill(count - done);
        }
    }

    private void read(LeafReader leaf, int from, int to) {
        int before = 0;
        for (int run = 0; run < runs && before < to; run++) {
            int start = Math.max(from, before);
            int end = Math.min(to, before + lengths[run]);
            if (start < end) {
                leaf.skipTo(starts[run] + start - before);
                leaf.read(end - start);
            }
            before += lengths[run];
        }
    }
}
