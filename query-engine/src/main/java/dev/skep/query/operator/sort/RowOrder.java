package dev.skep.query.operator.sort;

import java.util.List;

import dev.skep.query.function.vector.Order;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/**
 * Sorts the rows of a batch of flat or nested columns. The first key's values are turned into a prefix of 64 bits whose unsigned order is that of
 * the rows, so that most comparisons look at one number; ties are decided by the keys themselves.
 */
public final class RowOrder {
    private final List<SortKey> keys;
    private final ColumnVector[] columns;
    private final boolean[] descending;
    private final boolean[] nullsFirst;
    private final long[] prefixes;
    private final int firstTied;

    public RowOrder(ColumnBatch batch, List<SortKey> keys) {
        this.keys = keys;
        columns = new ColumnVector[keys.size()];
        descending = new boolean[columns.length];
        nullsFirst = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(keys.get(i).column());
            descending[i] = keys.get(i).direction() == Direction.DESCENDING;
            nullsFirst[i] = keys.get(i).nulls() == Nulls.FIRST;
        }
        prefixes = new long[keys.isEmpty() ? 0 : batch.rowCount()];
        firstTied = keys.isEmpty() || !fillPrefixes(batch.rowCount()) ? 0 : 1;
    }

    /** Fills the prefixes; true if equal prefixes mean equal first keys. */
    private boolean fillPrefixes(int count) {
        ColumnVector column = columns[0];
        boolean exact = switch (column) {
            case IntVector v -> {
                for (int i = 0; i < count; i++) {
                    prefixes[i] = (long) v.values()[i] - Integer.MIN_VALUE + 1;
                }
                yield true;
            }
            case BooleanVector v -> {
                for (int i = 0; i < count; i++) {
                    prefixes[i] = v.values()[i] ? 2 : 1;
                }
                yield true;
            }
            case LongVector v -> {
                for (int i = 0; i < count; i++) {
                    prefixes[i] = prefix(v.values()[i]);
                }
                yield false;
            }
            case Int128Vector v -> {
                for (int i = 0; i < count; i++) {
                    // The high half decides where it is not a mere sign.
                    prefixes[i] = prefix(v.high()[i] == v.low()[i] >> 63
                            ? v.low()[i]
                            : v.high()[i] < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
                }
                yield false;
            }
            case DoubleVector v -> {
                for (int i = 0; i < count; i++) {
                    prefixes[i] = prefix(ordered(v.values()[i]));
                }
                yield false;
            }
            case FloatVector v -> {
                for (int i = 0; i < count; i++) {
                    prefixes[i] = prefix(ordered(v.values()[i]));
                }
                yield false;
            }
            case BytesVector v -> {
                for (int i = 0; i < count; i++) {
                    long prefix = 0;
                    int size = Math.min(8, v.size(i));
                    int at = v.offsets()[i];
                    for (int b = 0; b < size; b++) {
                        prefix |= (v.data()[at + b] & 0xFFL) << 56 - 8 * b;
                    }
                    prefixes[i] = clipped(prefix);
                }
                yield false;
            }
            default -> false;
        };
        for (int i = 0; i < count; i++) {
            if (column.mayHaveNulls() && column.isNull(i)) {
                prefixes[i] = nullsFirst[0] ? 0 : -1L;
            } else if (descending[0]) {
                prefixes[i] = ~prefixes[i];
            }
        }
        return exact;
    }

    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    private static long prefix(long value) {
        return clipped(value ^ Long.MIN_VALUE);
    }

    /** Keeps the least and the greatest prefix free for nulls. */
    private static long clipped(long prefix) {
        return prefix == 0 ? 1 : prefix == -1L ? -2L : prefix;
    }

    /** Compares two rows of the batch. */
    public int compare(int a, int b) {
        if (prefixes.length > 0) {
            int order = Long.compareUnsigned(prefixes[a], prefixes[b]);
            if (order != 0) {
                return order;
            }
        }
        return compareFrom(firstTied, a, b);
    }

    private int compareFrom(int first, int a, int b) {
        for (int i = first; i < columns.length; i++) {
            ColumnVector column = columns[i];
            if (column.mayHaveNulls()) {
                boolean nullA = column.isNull(a);
                boolean nullB = column.isNull(b);
                if (nullA | nullB) {
                    if (nullA & nullB) {
                        continue;
                    }
                    return nullA == nullsFirst[i] ? -1 : 1;
                }
            }
            int order = Order.compare(column, a, column, b);
            if (order != 0) {
                return descending[i] ? -order : order;
            }
        }
        return 0;
    }

    /** True if the rows are equal in all keys. */
    public boolean areEqual(int a, int b) {
        return keys.isEmpty() || compare(a, b) == 0;
    }

    /** Returns the numbers of the first {@code count} rows in order; rows of equal keys keep their order. */
    public int[] sorted(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        if (columns.length > 0) {
            sort(rows, rows.clone(), 0, count);
        }
        return rows;
    }

    /** Merge sort of {@code to[from .. end)}; {@code spare} holds the same rows. */
    private void sort(int[] to, int[] spare, int from, int end) {
        int size = end - from;
        if (size < 12) {
            for (int i = from + 1; i < end; i++) {
                int row = to[i];
                int j = i - 1;
                while (j >= from && compare(to[j], row) > 0) {
                    to[j + 1] = to[j];
                    j--;
                }
                to[j + 1] = row;
            }
            return;
        }
        int middle = from + end >>> 1;
        sort(spare, to, from, middle);
        sort(spare, to, middle, end);
        if (compare(spare[middle - 1], spare[middle]) <= 0) {
            System.arraycopy(spare, from, to, from, size);
            return;
        }
        int a = from;
        int b = middle;
        for (int i = from; i < end; i++) {
            if (b >= end || (a < middle && compare(spare[a], spare[b]) <= 0)) {
                to[i] = spare[a++];
            } else {
                to[i] = spare[b++];
            }
        }
    }
}
