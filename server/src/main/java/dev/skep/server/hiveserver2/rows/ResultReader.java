package dev.skep.server.hiveserver2.rows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.result.ResultColumn;
import dev.skep.query.result.ResultCursor;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Cuts the batches of a result into fetches; what a fetch leaves of a batch is carried over to the next. For one thread at a time. */
public final class ResultReader {
    private final List<ResultColumn> columns;
    private final ResultCursor cursor;
    private @Nullable RowSlice rest;
    private boolean exhausted;
    private @Nullable QueryException failure;
    private long rowsTaken;

    public ResultReader(List<ResultColumn> columns, ResultCursor cursor) {
        this.columns = columns;
        this.cursor = cursor;
    }

    /** Rows of one fetch; {@code firstRow} counts from 0, {@code bytes} is about what they take before compression. */
    public record Fetch(List<ResultColumn> columns, List<RowSlice> slices, long firstRow, long bytes,
            boolean hasMoreRows) {
        public int rows() {
            int rows = 0;
            for (RowSlice slice : slices) {
                rows += slice.rows();
            }
            return rows;
        }
    }

    /** Waits until rows are at hand or there are certainly no more, at most {@code wait}; true if so. */
    public boolean awaitRows(Duration wait) throws InterruptedException {
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

    public long rowsTaken() {
        return rowsTaken;
    }

    /**
     * Returns the next rows, at most so many and so many bytes, but one at least; waits for the first one, and takes what is there without waiting
     * besides. A failure behind rows is told by the next fetch.
     */
    public Fetch fetch(long maxRows, long maxBytes) throws InterruptedException {
        long firstRow = rowsTaken;
        List<RowSlice> slices = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        while (rows < maxRows && bytes < maxBytes && advance(slices.isEmpty())) {
            RowSlice slice = rest;
            if (slice == null) {
                break;
            }
            int count = (int) Math.min(slice.rows(), maxRows - rows);
            long size = slice.bytes(slice.from() + count);
            if (size > maxBytes - bytes) {
                count = Math.min(count, slice.rowsWithin(maxBytes - bytes));
                size = slice.bytes(slice.from() + count);
                if (!slices.isEmpty() && size > maxBytes - bytes) {
                    break;
                }
            }
            int end = slice.from() + count;
            slices.add(slice.part(slice.from(), end));
            rest = end < slice.to() ? slice.part(end, slice.to()) : null;
            rows += count;
            bytes += size;
        }
        rowsTaken += rows;
        return new Fetch(columns, slices, firstRow, bytes, rest != null || !exhausted);
    }

    /** True if there is a slice to take rows from. */
    private boolean advance(boolean isFirst) throws InterruptedException {
        QueryException failed = failure;
        if (failed != null && isFirst) {
            throw failed;
        }
        while (rest == null && !exhausted && failure == null) {
            try {
                take(isFirst ? cursor.next() : cursor.next(Duration.ZERO));
            } catch (QueryException e) {
                if (isFirst) {
                    throw e;
                }
                failure = e;
            }
            if (!isFirst) {
                break;
            }
        }
        return rest != null;
    }

    /** Gives up on the rest; may be called by another thread than the reading one. */
    public void close() {
        cursor.close();
    }
}
