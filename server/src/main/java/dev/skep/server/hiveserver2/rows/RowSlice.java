package dev.skep.server.hiveserver2.rows;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;

/** Rows {@code from} to before {@code to} of a batch that is ready to go out. */
record RowSlice(List<Cells> columns, int from, int to) {
    /** About how many bytes a value that is not text takes on the wire. */
    private static final int FIXED_BYTES = 12;
    private static final int SMALL_DICTIONARY_BYTES = 1 << 10;

    RowSlice {
        columns = List.copyOf(columns);
    }

    static RowSlice whole(ColumnBatch batch, List<ResultColumn> types) {
        List<Cells> cells = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            cells.add(Cells.of(batch.column(i), types.get(i).type()));
        }
        return new RowSlice(cells, 0, batch.rowCount());
    }

    int rows() {
        return to - from;
    }

    RowSlice part(int start, int end) {
        return new RowSlice(columns, start, end);
    }

    /** How many bytes the rows before {@code end} take on the wire, about. */
    long bytes(int end) {
        long bytes = 0;
        for (Cells cells : columns) {
            bytes += cells.values() instanceof BytesVector values
                    ? textBytes(cells, values, end)
                    : (long) FIXED_BYTES * (end - from);
        }
        return bytes;
    }

    private long textBytes(Cells cells, BytesVector values, int end) {
        long bytes = 4L * (end - from);
        int[] positions = cells.positions();
        if (positions == null) {
            // Null rows are empty.
            return bytes + values.offsets()[end] - values.offsets()[from];
        }
        int dictionary = values.offsets()[values.length()] - values.offsets()[0];
        if (dictionary <= SMALL_DICTIONARY_BYTES) {
            // Whichever the rows have, it is not much.
            return bytes + (end - from) * (dictionary / Math.max(1L, values.length()));
        }
        for (int row = from; row < end; row++) {
            if (!cells.isNull(row)) {
                bytes += values.size(positions[row]);
            }
        }
        return bytes;
    }

    /** How many of the first rows fit into so many bytes: one at least. */
    int rowsWithin(long bytes) {
        int least = 1;
        int most = rows();
        while (least < most) {
            int middle = (least + most + 1) >>> 1;
            if (bytes(from + middle) <= bytes) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return Math.min(least, rows());
    }
}
