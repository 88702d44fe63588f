package dev.skep.query.operator.sort;

import java.util.List;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.spill.SpillReader;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Goes through a run row by row, some rows of it at hand with the numbers of their keys. Belongs to one thread. */
final class RunCursor implements AutoCloseable {
    private static final int WINDOW = 1024;

    private final SortedRun run;
    private final RowComparison comparison;
    private final KeyEncoding encoding;
    private final @Nullable SpillReader reader;
    private List<ColumnVector> columns = List.of();
    private ColumnVector[] keys = new ColumnVector[0];
    private int[] rows = new int[0];
    private long[] words = new long[0];
    /** The place of {@code words[0]} among {@code rows}, how many words there are, and the one at hand. */
    private int windowStart;
    private int windowSize;
    private int at;
    private int rowCount;
    private int generation;

    RunCursor(SortedRun run, RowComparison comparison, KeyEncoding encoding) {
        this.run = run;
        this.comparison = comparison;
        this.encoding = encoding;
        this.reader = run instanceof SortedRun.OnDisk disk ? disk.spilled().read() : null;
    }

    /** Goes to the first row; false if there is none. */
    boolean begin() {
        if (run instanceof SortedRun.InMemory memory) {
            take(memory.batch(), memory.order(), memory.count());
            return rowCount > 0 && fill(0);
        }
        return nextBatch();
    }

    private void take(ColumnBatch batch, int[] order, int count) {
        columns = batch.columns();
        keys = comparison.columns(batch);
        rows = order;
        rowCount = count;
        generation++;
    }

    private boolean nextBatch() {
        SpillReader from = reader;
        ColumnBatch batch = from == null ? null : from.next();
        if (batch == null) {
            rowCount = 0;
            return false;
        }
        take(batch, Rows.identity(batch.rowCount()), batch.rowCount());
        return fill(0);
    }

    private boolean fill(int start) {
        windowStart = start;
        windowSize = Math.min(WINDOW, rowCount - start);
        if (words.length < windowSize) {
            words = new long[Math.min(WINDOW, rowCount)];
        }
        encoding.encode(keys, rows, start, start + windowSize, words);
        at = 0;
        return true;
    }

    /** Goes to the next row; false if there is none. */
    boolean advance() {
        if (++at < windowSize) {
            return true;
        }
        int next = windowStart + windowSize;
        return next < rowCount ? fill(next) : nextBatch();
    }

    /** The number of the keys of the row at hand. */
    long word() {
        return words[at];
    }

    /** Where the row at hand stands in {@link #columns}. */
    int row() {
        return rows[windowStart + at];
    }

    ColumnVector[] keys() {
        return keys;
    }

    /** The columns of the row at hand; they stay valid. */
    List<ColumnVector> columns() {
        return columns;
    }

    /** Changes whenever {@link #columns} does. */
    int generation() {
        return generation;
    }

    @Override
    public void close() {
        columns = List.of();
        keys = new ColumnVector[0];
        if (reader != null) {
            reader.close();
        }
    }
}
