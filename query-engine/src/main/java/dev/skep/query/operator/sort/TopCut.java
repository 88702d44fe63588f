package dev.skep.query.operator.sort;

import dev.skep.query.function.vector.Order;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Drops rows whose first sort key comes after that of the worst row that is still wanted. */
final class TopCut {
    private final int column;
    private final boolean descending;
    private final boolean nullsFirst;
    private @Nullable ColumnVector worst;
    private int[] kept = new int[0];

    TopCut(SortKey key) {
        column = key.column();
        descending = key.direction() == Direction.DESCENDING;
        nullsFirst = key.nulls() == Nulls.FIRST;
    }

    void worst(ColumnVector vector, int row) {
        worst = Vectors.gather(vector, new int[]{row}, 1);
    }

    ColumnBatch below(ColumnBatch batch) {
        ColumnVector limit = worst;
        if (limit == null) {
            return batch;
        }
        int count = batch.selectedCount();
        if (kept.length < count) {
            kept = new int[count];
        }
        SelectionVector selection = batch.selection();
        int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
        ColumnVector values = batch.column(column);
        boolean limitIsNull = limit.isNull(0);
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            kept[n] = row;
            boolean keep;
            if (values.isNull(row)) {
                keep = limitIsNull || nullsFirst;
            } else if (limitIsNull) {
                keep = !nullsFirst;
            } else {
                int order = Order.compare(values, row, limit, 0);
                keep = descending ? order >= 0 : order <= 0;
            }
            n += keep ? 1 : 0;
        }
        return n == count ? batch : batch.select(new SelectionVector(n, kept));
    }
}
