package dev.skep.jdbc.wire;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Rows in columns. Those of packed rows are decoded when they are first asked for, into arrays that the next block uses again: read one block at a time. */
public final class ColumnBlock {
    private final int rowCount;
    private final @Nullable ColumnData[] columns;
    private final @Nullable Decoder decoder;

    /** Makes the values of a column. */
    interface Decoder {
        ColumnData decode(int column) throws SQLException;
    }

    ColumnBlock(int rowCount, List<ColumnData> columns) {
        this.rowCount = rowCount;
        this.columns = columns.toArray(new ColumnData[0]);
        this.decoder = null;
    }

    ColumnBlock(int rowCount, int columns, Decoder decoder) {
        this.rowCount = rowCount;
        this.columns = new ColumnData[columns];
        this.decoder = decoder;
    }

    public int rowCount() {
        return rowCount;
    }

    /** Returns the values of a column; fails if what the server sent cannot be read. */
    public ColumnData column(int index) throws SQLException {
        ColumnData column = columns[index];
        return column == null ? decode(index) : column;
    }

    private ColumnData decode(int index) throws SQLException {
        if (decoder == null) {
            throw new IllegalStateException("Cannot decode column " + index + ": the block has no source");
        }
        ColumnData column = decoder.decode(index);
        columns[index] = column;
        return column;
    }
}
