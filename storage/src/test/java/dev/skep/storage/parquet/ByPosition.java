package dev.skep.storage.parquet;

import java.util.List;

import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;

/** Passes the rows of a file that a list says, by their place; looks at the first column, though not at its values. */
final class ByPosition implements BatchFilter {
    private final boolean[] isWanted;
    private int next;

    ByPosition(boolean[] isWanted) {
        this.isWanted = isWanted;
    }

    @Override
    public List<Integer> columns() {
        return List.of(0);
    }

    @Override
    public SelectionVector select(ColumnBatch batch) {
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (isWanted[next++]) {
                rows[count++] = row;
            }
        }
        return new SelectionVector(count, rows);
    }
}
