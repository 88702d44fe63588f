package dev.skep.server.hiveserver2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Cuts the batches of a result into fetches; what a fetch leaves of a batch is carried over to the next. For one thread at a time. */
final class ResultReader {
    private final List<ResultColumn> columns;
    private final ResultCursor cursor;
    private @Nullable RowSlice rest;
    private boolean exhausted;
    private long rowsTaken;

    ResultReader(List<ResultColumn> columns, ResultCursor cursor) {
        this.columns = columns;
        this.cursor = cursor;
    }

    /** Rows of one fetch; {@code firstRow} counts from 0. */
    record Fetch(List<ResultColumn> columns, List<RowSlice> slices, long firstRow, boolean hasMoreRows) {
        int rows() {
            int rows = 0;
            for (RowSlice slice : slices) {
                rows += slice.rows();
            }
            return rows;
        }
    }

    /** Waits until rows are at hand or there are certainly no more, at most {@code wait}; true if so. */
    boolean awaitRows(Duration wait) throws InterruptedException {
        if (rest == null && !exhausted) {
            take(cursor.next(wait));
        }
        return rest != null || exhausted;
    }

    private void take(@Nullable ColumnBatch batch) {
        if (batch == null) {
            exhausted = true;
        } else if (batch.rowCount() > 0) {
            rest = RowSlice.whole(batch, columns);
        }
    }

    long rowsTaken() {
        return rowsTaken;
    }

    /** Returns the next rows, at most so many and so many bytes; waits for the first one, and takes what is there without waiting besides. */
    Fetch fetch(long maxRows, long maxBytes) throws InterruptedException {
        long firstRow = rowsTaken;
        List<RowSlice> slices = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        while (rows < maxRows && bytes < maxBytes && advance(slices.isEmpty())) {
            RowSlice slice = rest;
            if (slice == null) {
                break;
            }
            int end = slice.from();
            while (end < slice.to() && rows < maxRows && bytes < maxBytes) {
                bytes += slice.bytes(end);
                rows++;
                end++;
            }
            slices.add(slice.part(slice.from(), end));
            rest = end < slice.to() ? slice.part(end, slice.to()) : null;
        }
        rowsTaken += rows;
        return new Fetch(columns, slices, firstRow, rest != null || !exhausted);
    }

    /** True if there is a slice to take rows from. */
    private boolean advance(boolean mayWait) throws InterruptedException {
        while (rest == null && !exhausted) {
            take(mayWait ? cursor.next() : cursor.next(Duration.ZERO));
            if (!mayWait) {
                break;
            }
        }
        return rest != null;
    }

    /** Gives up on the rest; may be called by another thread than the reading one. */
    void close() {
        cursor.close();
    }
}
