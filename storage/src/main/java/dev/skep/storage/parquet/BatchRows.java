package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/** Which rows of a row group make up a batch: runs of rows, in ascending order, cut from the wanted ranges. */
final class BatchRows {
    /** A gap between chosen rows that is shorter is read all the same: leaving it out would cost more. */
    private static final int MIN_GAP = 32;
    /** Starting a run of nested rows costs as much as decoding this many, about. */
    private static final int ROWS_PER_RUN = 32;
    /** From this many eighths of the rows on it is cheaper to decode all. */
    private static final int DENSE_EIGHTHS = 5;

    private final RowRanges ranges;
    private int range;
    private long next;
    private int count;
    private int runs;
    private long[] starts = new long[4];
    private int[] lengths = new int[4];
    private @Nullable SelectionVector selection;
    private int chosen = -1;
    private int[] chosenStarts = new int[64];
    private int[] chosenEnds = new int[64];

    BatchRows(RowRanges ranges) {
        this.ranges = ranges;
        this.next = ranges.isEmpty() ? 0 : ranges.starts()[0];
    }

    /** Takes the next rows, {@code most} at most; false if there are none. */
    boolean advance(int most) {
        selection = null;
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

    /** Says which rows of the batch later reads need to deliver; null means all. They must not change before the next call. */
    void choose(@Nullable SelectionVector rows) {
        selection = rows;
        chosen = -1;
    }

    /** Reads the rows into {@code leaf}; of those that were not chosen it may leave some out. */
    void read(LeafReader leaf) {
        SelectionVector rows = selection;
        if (rows == null || leaf.canChoose() && rows.length() * 8L > count * (long) DENSE_EIGHTHS) {
            read(leaf, 0, count);
        } else if (leaf.canChoose()) {
            readChosen(leaf, rows);
        } else {
            readNested(leaf, rows);
        }
    }

    private void readChosen(LeafReader leaf, SelectionVector rows) {
        int[] wanted = rows.rows();
        leaf.beginChosen(wanted, rows.length(), count);
        int before = 0;
        int from = 0;
        for (int run = 0; run < runs && from < rows.length(); run++) {
            int end = before + lengths[run];
            int to = from;
            while (to < rows.length() && wanted[to] < end) {
                to++;
            }
            leaf.readChosen(from, to, starts[run] - before);
            from = to;
            before = end;
        }
    }

    /** Chosen rows become runs, with what lies between them if that is little. */
    private void findRuns(SelectionVector selected) {
        chosen = 0;
        int[] rows = selected.rows();
        int i = 0;
        while (i < selected.length()) {
            int start = rows[i];
            int end = start + 1;
            i++;
            while (i < selected.length() && rows[i] - end < MIN_GAP) {
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

    private void readNested(LeafReader leaf, SelectionVector selected) {
        if (chosen < 0) {
            findRuns(selected);
        }
        if (chosen > count / ROWS_PER_RUN) {
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
