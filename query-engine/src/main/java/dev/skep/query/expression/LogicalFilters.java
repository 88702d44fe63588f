package dev.skep.query.expression;

import dev.skep.query.function.vector.Rows;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Conditions made of conditions. */
final class LogicalFilters {
    private LogicalFilters() {}

    /** Each term narrows the rows that the next one sees. */
    static final class AndFilter extends RowFilter {
        private final RowFilter[] terms;

        AndFilter(RowFilter[] terms) {
            this.terms = terms;
        }

        @Override
        public int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out) {
            int left = terms[0].select(batch, rows, count, out);
            for (int i = 1; i < terms.length && left > 0; i++) {
                left = terms[i].select(batch, out, left, out);
            }
            return left;
        }
    }

    /** Each term sees the rows that no earlier one took. */
    static final class OrFilter extends RowFilter {
        private final RowFilter[] terms;
        private boolean[] taken = new boolean[0];
        private int[] left = new int[0];
        private int[] found = new int[0];

        OrFilter(RowFilter[] terms) {
            this.terms = terms;
        }

        @Override
        public int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out) {
            int[] all = Rows.orAll(rows, count);
            if (taken.length < batch.rowCount()) {
                taken = new boolean[batch.rowCount()];
            }
            if (left.length < count) {
                left = new int[count];
                found = new int[count];
            }
            System.arraycopy(all, 0, left, 0, count);
            int open = count;
            for (RowFilter term : terms) {
                int n = term.select(batch, left, open, found);
                for (int k = 0; k < n; k++) {
                    taken[found[k]] = true;
                }
                int next = 0;
                for (int k = 0; k < open; k++) {
                    int row = left[k];
                    left[next] = row;
                    next += taken[row] ? 0 : 1;
                }
                open = next;
                if (open == 0) {
                    break;
                }
            }
            int n = 0;
            for (int k = 0; k < count; k++) {
                int row = all[k];
                boolean is = taken[row];
                taken[row] = false;
                out[n] = row;
                n += is ? 1 : 0;
            }
            return n;
        }
    }

    /** Rows where a value is, or is not, null. */
    static final class NullFilter extends RowFilter {
        private final Evaluator value;
        private final boolean wanted;

        NullFilter(Evaluator value, boolean wanted) {
            this.value = value;
            this.wanted = wanted;
        }

        @Override
        public int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out) {
            ColumnVector vector = value.evaluate(batch, rows, count);
            int[] from = Rows.orAll(rows, count);
            if (!vector.mayHaveNulls()) {
                if (wanted) {
                    return 0;
                }
                System.arraycopy(from, 0, out, 0, count);
                return count;
            }
            int n = 0;
            for (int k = 0; k < count; k++) {
                int row = from[k];
                out[n] = row;
                n += vector.isNull(row) == wanted ? 1 : 0;
            }
            return n;
        }
    }
}
