package dev.skep.query.expression;

import dev.skep.query.function.vector.Rows;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/**
 * Compares flat numbers with a constant: every comparison is "inside a closed range" or "outside of it". Other encodings go to the general
 * filter, which computes once for each value of a dictionary.
 */
final class RangeFilter extends RowFilter {
    private final Evaluator value;
    private final long low;
    private final long high;
    private final double lowDouble;
    private final double highDouble;
    private final boolean isDouble;
    private final boolean inside;
    private final RowFilter general;

    private RangeFilter(Evaluator value, long low, long high, double lowDouble, double highDouble,
            boolean isDouble, boolean inside, RowFilter general) {
        this.value = value;
        this.low = low;
        this.high = high;
        this.lowDouble = lowDouble;
        this.highDouble = highDouble;
        this.isDouble = isDouble;
        this.inside = inside;
        this.general = general;
    }

    static RangeFilter of(Evaluator value, long low, long high, boolean inside, RowFilter general) {
        return new RangeFilter(value, low, high, 0, 0, false, inside, general);
    }

    static RangeFilter of(Evaluator value, double low, double high, boolean inside, RowFilter general) {
        return new RangeFilter(value, 0, 0, low, high, true, inside, general);
    }

    /** Returns the filter of both conditions if they are of one column and each wants what is inside of a range; else null. */
    @Nullable
    RangeFilter and(RangeFilter other) {
        if (!inside || !other.inside || isDouble != other.isDouble || !(value instanceof Evaluators.Input mine)
                || !(other.value instanceof Evaluators.Input its) || mine.index() != its.index()) {
            return null;
        }
        return new RangeFilter(value, Math.max(low, other.low), Math.min(high, other.high),
                Math.max(lowDouble, other.lowDouble), Math.min(highDouble, other.highDouble), isDouble, true,
                new LogicalFilters.AndFilter(new RowFilter[]{general, other.general}));
    }

    @Override
    public int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out) {
        ColumnVector vector = value.evaluate(batch, rows, count);
        return switch (vector) {
            case IntVector v -> v.nulls() != null
                    ? select(v.values(), v.nulls(), Rows.orAll(rows, count), count, out)
                    : rows == null ? select(v.values(), count, out) : select(v.values(), rows, count, out);
            case LongVector v -> v.nulls() != null
                    ? select(v.values(), v.nulls(), Rows.orAll(rows, count), count, out)
                    : rows == null ? select(v.values(), count, out) : select(v.values(), rows, count, out);
            case DoubleVector v -> v.nulls() != null
                    ? select(v.values(), v.nulls(), Rows.orAll(rows, count), count, out)
                    : select(v.values(), Rows.orAll(rows, count), count, out);
            default -> general.select(batch, rows, count, out);
        };
    }

    private int select(int[] values, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int v = values[k];
            out[n] = k;
            n += (v >= low & v <= high) == inside ? 1 : 0;
        }
        return n;
    }

    private int select(long[] values, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            long v = values[k];
            out[n] = k;
            n += (v >= low & v <= high) == inside ? 1 : 0;
        }
        return n;
    }

    private int select(int[] values, int[] rows, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            int v = values[row];
            out[n] = row;
            n += (v >= low & v <= high) == inside ? 1 : 0;
        }
        return n;
    }

    private int select(int[] values, boolean[] nulls, int[] rows, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            int v = values[row];
            out[n] = row;
            n += (v >= low & v <= high) == inside & !nulls[row] ? 1 : 0;
        }
        return n;
    }

    private int select(long[] values, int[] rows, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            long v = values[row];
            out[n] = row;
            n += (v >= low & v <= high) == inside ? 1 : 0;
        }
        return n;
    }

    private int select(long[] values, boolean[] nulls, int[] rows, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            long v = values[row];
            out[n] = row;
            n += (v >= low & v <= high) == inside & !nulls[row] ? 1 : 0;
        }
        return n;
    }

    private int select(double[] values, int[] rows, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            double v = values[row];
            out[n] = row;
            n += (v >= lowDouble & v <= highDouble) == inside ? 1 : 0;
        }
        return n;
    }

    private int select(double[] values, boolean[] nulls, int[] rows, int count, int[] out) {
        int n = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            double v = values[row];
            out[n] = row;
            n += (v >= lowDouble & v <= highDouble) == inside & !nulls[row] ? 1 : 0;
        }
        return n;
    }
}
