package dev.skep.query.operator.sort;

import java.util.List;

import dev.skep.query.function.vector.Order;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;

/** Compares rows by sort keys, value by value: what decides where {@link KeyEncoding} does not. Immutable. */
public final class RowComparison {
    private final SortKey[] keys;
    private final boolean[] descending;
    private final boolean[] nullsFirst;

    public RowComparison(List<SortKey> keys) {
        this.keys = keys.toArray(SortKey[]::new);
        descending = new boolean[this.keys.length];
        nullsFirst = new boolean[this.keys.length];
        for (int i = 0; i < this.keys.length; i++) {
            descending[i] = this.keys[i].direction() == Direction.DESCENDING;
            nullsFirst[i] = this.keys[i].nulls() == Nulls.FIRST;
        }
    }

    SortKey[] keys() {
        return keys;
    }

    /** The columns of the keys, in their order. */
    public ColumnVector[] columns(ColumnBatch batch) {
        ColumnVector[] columns = new ColumnVector[keys.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(keys[i].column());
        }
        return columns;
    }

    /** Compares row {@code i} of {@code a} with row {@code j} of {@code b} by the keys from {@code first} on. */
    public int compare(int first, ColumnVector[] a, int i, ColumnVector[] b, int j) {
        for (int key = first; key < keys.length; key++) {
            ColumnVector left = a[key];
            ColumnVector right = b[key];
            boolean nullLeft = left.isNull(i);
            boolean nullRight = right.isNull(j);
            if (nullLeft | nullRight) {
                if (nullLeft & nullRight) {
                    continue;
                }
                return nullLeft == nullsFirst[key] ? -1 : 1;
            }
            int order = Order.compare(left, i, right, j);
            if (order != 0) {
                return descending[key] ? -order : order;
            }
        }
        return 0;
    }
}
