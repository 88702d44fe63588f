package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/** Which rows of a row group make up a batch: runs of rows, in ascending order, cut from the wanted ranges. */
final class BatchRows {
    /** A gap between chosen rows that is shorter is read all the same: leaving it out would cost more. */
    private static final int MIN_GAP = 32;
    /** Starting a run costs as much as decoding this many rows, about (measured with {@code BenchmarkParquetScan}'s file). */
    private static final int ROWS_PER_CHEAP_RUN = 128;
    private static final int ROWS_PER_COSTLY_RUN = 32;

    private final RowRanges ranges;
    private int range;
    private long next;
    private int count;
    private int runs;
    private long[] starts = new long[4];
    private int[] lengths = new int[4];
    private boolean isChosen;
    private int chosen;
    private int[] chosenStarts = new int[64];
    private int[] chosenEnds = new int[64];

    BatchRows(RowRanges ranges) {
        this.ranges = ranges;
        this.next = ranges.isEmpty() ? 0 : ranges.starts()[0];
    }

    /** Takes the next rows, {@code most} at most; false if there are none. */
    boolean advance(int most) {
        isChosen = false;
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

    /** Says which rows of the batch later reads need to deliver; null means all. */
    void choose(@Nullable SelectionVector selection) {
        chosen = 0;
        isChosen = selection != null;
        if (selection == null) {
            return;
        }
        int[] rows = selection.rows();
        int i = 0;
        while (i < selection.length()) {
            int start = rows[i];
            int end = start + 1;
            i++;
            while (i < selection.length() && rows[i] - end < MIN_GAP) {
                end = rows[i++] + 1;
            }
            if (chosen == chosenStarts.length) {
                chosenStarts = Arrays.copyOf(chosenStarts, chosen * 2);
                chosenEnds = Arrays.copyOf(chosenEnds, chosen * 2);
            }
            chosenStarts[chosen] = start;
            chosenEnds[chosen++] = end;
        }
    }

    /** Reads the rows into {@code leaf}; of those that were not chosen it may leave some out, and fills up where they are. */
    void read(LeafReader leaf) {
        if (!isChosen || chosen > count / (leaf.isCostly() ? ROWS_PER_COSTLY_RUN : ROWS_PER_CHEAP_RUN)) {
            read(leaf, 0, count);
            return;
        }
        int done = 0;
        for (int i = 0; i < chosen; i++) {
            if (chosenStarts[i] > done) {
                leaf.fill(chosenStarts[i] - done);
            }
            read(leaf, chosenStarts[i], chosenEnds[i]);
            done = chosenEnds[i];
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
