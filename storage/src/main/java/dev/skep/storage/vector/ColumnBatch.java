package dev.skep.storage.vector;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A run of rows in columns. {@code rowCount} is the length of every column; {@code selection} names the rows that count, {@code null}
 * means all. A batch without columns still has rows, as {@code count(*)} wants.
 */
public record ColumnBatch(int rowCount, List<ColumnVector> columns, @Nullable SelectionVector selection) {
    /** How many rows a batch usually has; a maker may choose fewer, and more only where it says so. */
    public static final int DEFAULT_ROWS = 4096;

    public ColumnBatch {
        columns = List.copyOf(columns);
    }

    public ColumnBatch(int rowCount, List<ColumnVector> columns) {
        this(rowCount, columns, null);
    }

    public ColumnVector column(int index) {
        return columns.get(index);
    }

    /** How many rows count. */
    public int selectedCount() {
        return selection == null ? rowCount : selection.length();
    }

    /** The same columns with another selection (of rows of this batch, not of its present selection). */
    public ColumnBatch select(@Nullable SelectionVector rows) {
        return new ColumnBatch(rowCount, columns, rows);
    }
}
