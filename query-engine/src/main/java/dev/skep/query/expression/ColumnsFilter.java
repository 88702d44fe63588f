package dev.skep.query.expression;

import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Compares two columns of flat whole numbers without nulls; all others go to the general filter. */
final class ColumnsFilter extends RowFilter {
    private final int left;
    private final int right;
    private final Order order;
    private final RowFilter general;

    /** What is asked of left and right, which may have changed sides. */
    private enum Order {
        LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL
    }

    private ColumnsFilter(int left, int right, Order order, RowFilter general) {
        this.left = left;
        this.right = right;
        this.order = order;
        this.general = general;
    }

    /** Returns a filter for the comparison of two columns, or null if it is of something else. */
    static @Nullable RowFilter of(Comparison comparison, boolean wanted, RowFilter general) {
        if (!(comparison.left() instanceof InputRef a) || !(comparison.right() instanceof InputRef b)
                || a.type().physical() != b.type().physical()
                || a.type().physical() != PhysicalType.INT && a.type().physical() != PhysicalType.LONG) {
            return null;
        }
        int x = a.index();
        int y = b.index();
        ComparisonOperator operator = wanted ? comparison.operator() : opposite(comparison.operator());
        return switch (operator) {
            case LESS -> new ColumnsFilter(x, y, Order.LESS, general);
            case GREATER -> new ColumnsFilter(y, x, Order.LESS, general);
            case LESS_OR_EQUAL -> new ColumnsFilter(x, y, Order.LESS_OR_EQUAL, general);
            case GREATER_OR_EQUAL -> new ColumnsFilter(y, x, Order.LESS_OR_EQUAL, general);
            case EQUAL -> new ColumnsFilter(x, y, Order.EQUAL, general);
            case NOT_EQUAL -> new ColumnsFilter(x, y, Order.NOT_EQUAL, general);
            case DISTINCT, NOT_DISTINCT -> null;
        };
    }

    private static ComparisonOperator opposite(ComparisonOperator operator) {
        return switch (operator) {
            case LESS -> ComparisonOperator.GREATER_OR_EQUAL;
            case GREATER -> ComparisonOperator.LESS_OR_EQUAL;
            case LESS_OR_EQUAL -> ComparisonOperator.GREATER;
            case GREATER_OR_EQUAL -> ComparisonOperator.LESS;
            case EQUAL -> ComparisonOperator.NOT_EQUAL;
            case NOT_EQUAL -> ComparisonOperator.EQUAL;
            case DISTINCT -> ComparisonOperator.NOT_DISTINCT;
            case NOT_DISTINCT -> ComparisonOperator.DISTINCT;
        };
    }

    @Override
    public int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out) {
        ColumnVector a = batch.column(left);
        ColumnVector b = batch.column(right);
        if (a.mayHaveNulls() || b.mayHaveNulls()) {
            return general.select(batch, rows, count, out);
        }
        int[] from = Rows.orAll(rows, count);
        if (a instanceof IntVector x && b instanceof IntVector y) {
            return select(x.values(), y.values(), from, count, out);
        }
        if (a instanceof LongVector x && b instanceof LongVector y) {
            return select(x.values(), y.values(), from, count, out);
        }
        return general.select(batch, rows, count, out);
    }

    private int select(int[] a, int[] b, int[] rows, int count, int[] out) {
        int n = 0;
        switch (order) {
            case LESS -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] < b[row] ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] <= b[row] ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] == b[row] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] != b[row] ? 1 : 0;
                }
            }
        }
        return n;
    }

    private int select(long[] a, long[] b, int[] rows, int count, int[] out) {
        int n = 0;
        switch (order) {
            case LESS -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] < b[row] ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] <= b[row] ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] == b[row] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += a[row] != b[row] ? 1 : 0;
                }
            }
        }
        return n;
    }
}
