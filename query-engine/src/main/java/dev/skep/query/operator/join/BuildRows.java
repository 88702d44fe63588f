package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;

/** Rows of a build side, column by column. Columns that nobody wants are left out. Belongs to one thread until it is built. */
final class BuildRows {
    private final List<DataType> types;
    private final boolean[] wanted;
    private final BuildColumn[] columns;
    private int rows;

    BuildRows(List<DataType> types, boolean[] wanted) {
        this.types = types;
        this.wanted = wanted;
        columns = new BuildColumn[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new BuildColumn(types.get(i));
        }
    }

    int rows() {
        return rows;
    }

    void append(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        int count = batch.selectedCount();
        for (int i = 0; i < columns.length; i++) {
            if (wanted[i]) {
                columns[i].append(batch.column(i), selection == null ? null : selection.rows(), count);
            }
        }
        rows += count;
    }

    /** Returns all rows as one batch; columns that are not wanted are null at every row. Nothing may be appended afterwards. */
    ColumnBatch build() {
        List<ColumnVector> built = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            built.add(wanted[i] ? columns[i].build() : new ConstantVector(rows, Values.vector(types.get(i), null)));
        }
        return new ColumnBatch(rows, built);
    }

    /** Returns the rows of all, which have the same columns, as one batch. */
    static ColumnBatch concatenate(List<BuildRows> all) {
        BuildRows most = all.getFirst();
        for (BuildRows one : all) {
            most = one.rows > most.rows ? one : most;
        }
        for (BuildRows one : all) {
            if (one != most) {
                most.append(one.build());
            }
        }
        return most.build();
    }

    long retainedBytes() {
        long bytes = 0;
        for (int i = 0; i < columns.length; i++) {
            bytes += wanted[i] ? columns[i].retainedBytes() : 0;
        }
        return bytes;
    }
}
