package dev.skep.jdbc.wire;

import java.util.List;

/** Rows as one fetch brought them, in columns. */
public final class ColumnBlock {
    private final int rowCount;
    private final List<ColumnData> columns;
    private final boolean moreRows;

    public ColumnBlock(List<ColumnData> columns, boolean moreRows) {
        this.columns = List.copyOf(columns);
        this.rowCount = columns.isEmpty() ? 0 : columns.get(0).length();
        this.moreRows = moreRows;
    }

    public int rowCount() {
        return rowCount;
    }

    public ColumnData column(int index) {
        return columns.get(index);
    }

    /** False when there is certainly no block after this one; an empty block is always the last. */
    public boolean mayHaveMoreRows() {
        return moreRows && rowCount > 0;
    }
}
