package dev.skep.server.hiveserver2;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;

/** Rows {@code from} to before {@code to} of a batch that is ready to go out. */
record RowSlice(List<Cells> columns, int from, int to) {
    /** About how many bytes a value that is not text takes on the wire. */
    private static final int FIXED_BYTES = 12;

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

    /** How many bytes the row takes on the wire, about. */
    long bytes(int row) {
        long bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            Cells cells = columns.get(i);
            bytes += cells.values() instanceof BytesVector values && !cells.isNull(row)
                    ? 4L + values.size(cells.position(row))
                    : FIXED_BYTES;
        }
        return bytes;
    }
}
