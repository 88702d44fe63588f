package dev.skep.query.operator;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;

/** Rows that are kept, column by column. Columns that nobody wants are left out. Belongs to one thread until it is built. */
public final class RowBuffer {
    private final List<DataType> types;
    private final boolean[] wanted;
    private final VectorBuilder[] builders;
    private int rows;

    public RowBuffer(List<DataType> types, boolean[] wanted) {
        this.types = List.copyOf(types);
        this.wanted = wanted.clone();
        builders = new VectorBuilder[types.size()];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = VectorBuilder.of(types.get(i));
        }
    }

    public RowBuffer(List<DataType> types) {
        this(types, all(types.size()));
    }

    private static boolean[] all(int count) {
        boolean[] wanted = new boolean[count];
        java.util.Arrays.fill(wanted, true);
        return wanted;
    }

    public int rows() {
        return rows;
    }

    /** Appends the rows of {@code batch} that count. */
    public void append(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        append(batch, selection == null ? null : selection.rows(), batch.selectedCount());
    }

    /** Appends {@code selected[0 .. count)} of {@code batch}, null meaning the first {@code count}. */
    public void append(ColumnBatch batch, int @org.jspecify.annotations.Nullable [] selected, int count) {
        for (int i = 0; i < builders.length; i++) {
            if (wanted[i]) {
                builders[i].append(batch.column(i), selected, count);
            }
        }
        rows += count;
    }

    /** Returns all rows as one batch; columns that are not wanted are null at every row. The buffer is not used afterwards. */
    public ColumnBatch build() {
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < builders.length; i++) {
            columns.add(wanted[i]
                    ? builders[i].build()
                    : new dev.skep.storage.vector.ConstantVector(rows, Values.vector(types.get(i), null)));
        }
        return new ColumnBatch(rows, columns);
    }

    /** Returns the rows of all buffers, which have the same columns, as one batch. */
    public static ColumnBatch concatenate(List<RowBuffer> buffers) {
        RowBuffer first = buffers.getFirst();
        for (int i = 1; i < buffers.size(); i++) {
            ColumnBatch more = buffers.get(i).build();
            first.append(more, null, more.rowCount());
        }
        return first.build();
    }

    public long retainedBytes() {
        long bytes = 0;
        for (int i = 0; i < builders.length; i++) {
            bytes += wanted[i] ? builders[i].retainedBytes() : 0;
        }
        return bytes;
    }
}
