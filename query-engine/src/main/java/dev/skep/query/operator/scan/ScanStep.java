package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.expression.RowFilter;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.RowTest;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/**
 * One step of a scan's test of rows. It counts how many rows it lets pass and what it takes, so that the steps can be put into the order that costs
 * least.
 */
abstract class ScanStep implements BatchFilter.Step {
    private final List<Integer> columns;
    private final ScanRowFilter owner;
    /** Nanoseconds a row before anything is measured. */
    private final double guess;
    private long tested;
    private long passed;
    private long nanos;

    private ScanStep(List<Integer> columns, ScanRowFilter owner, double guess) {
        this.columns = List.copyOf(columns);
        this.owner = owner;
        this.guess = guess;
    }

    @Override
    public final List<Integer> columns() {
        return columns;
    }

    @Override
    public final @Nullable SelectionVector select(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        int count = batch.selectedCount();
        int[] out = owner.selected(batch.rowCount());
        long start = System.nanoTime();
        int left = select(batch, selection == null ? Rows.identity(count) : selection.rows(), count, out);
        nanos += System.nanoTime() - start;
        tested += count;
        passed += left;
        if (left == count) {
            return selection;
        }
        return new SelectionVector(left, out);
    }

    /** Writes those of {@code rows[0 .. count)} that pass to {@code out}, which may be {@code rows}; returns how many. */
    abstract int select(ColumnBatch batch, int[] rows, int count, int[] out);

    /** What it costs to be rid of a row by this step: the less, the earlier it should run. */
    final double costOfDrop() {
        // A few rows tell little; the guess stands for some of each.
        double cost = (nanos + guess * SMOOTHING) / (tested + SMOOTHING) + READING;
        double dropped = (tested - passed + 0.5 * SMOOTHING) / (tested + SMOOTHING);
        return cost / Math.max(dropped, 1e-9);
    }

    private static final double SMOOTHING = 1_000;
    /** Nanoseconds that it takes to decode a value, about. */
    private static final double READING = 1;

    /** Conditions of any columns. */
    static final class Condition extends ScanStep {
        private final ScanRowFilter owner;
        private final RowFilter filter;
        private final int[] outputs;

        /** @param outputs for each column of the step, the scan's output */
        Condition(List<Integer> columns, int[] outputs, ScanRowFilter owner, RowFilter filter, double guess) {
            super(columns, owner, guess);
            this.owner = owner;
            this.filter = filter;
            this.outputs = outputs;
        }

        @Override
        int select(ColumnBatch batch, int[] rows, int count, int[] out) {
            ColumnBatch wide = owner.wide(batch.rowCount(), outputs, batch.columns());
            return filter.select(wide, batch.selection() == null ? null : rows, count, out);
        }
    }

    /** Conditions of one column: where its values are in a dictionary, these are tested instead of the rows. */
    static final class OfColumn extends ScanStep {
        private final ScanRowFilter owner;
        private final RowFilter filter;
        private final int[] output;
        private final ColumnVector nothing;
        private @Nullable FlatVector dictionary;
        private byte @Nullable [] passing;
        private boolean anyPasses;
        private long seen;

        /** @param nothing a null of the column's type */
        OfColumn(int column, int output, ScanRowFilter owner, RowFilter filter, ColumnVector nothing, double guess) {
            super(List.of(column), owner, guess);
            this.owner = owner;
            this.filter = filter;
            this.output = new int[]{output};
            this.nothing = nothing;
        }

        @Override
        int select(ColumnBatch batch, int[] rows, int count, int[] out) {
            if (batch.column(0) instanceof DictionaryVector vector) {
                byte[] known = passing(vector.dictionary(), count);
                if (known != null) {
                    boolean nullPasses = vector.nulls() != null && passes(nothing);
                    return anyPasses || nullPasses
                            ? take(known, vector.ids(), vector.nulls(), nullPasses, rows, count, out)
                            : 0;
                }
            }
            ColumnBatch wide = owner.wide(batch.rowCount(), output, batch.columns());
            return filter.select(wide, batch.selection() == null ? null : rows, count, out);
        }

        private static int take(byte[] known, int[] ids, boolean @Nullable [] nulls, boolean nullPasses, int[] rows,
                int count, int[] out) {
            int n = 0;
            if (nulls != null) {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += (nulls[row] ? nullPasses : known[ids[row]] != 0) ? 1 : 0;
                }
            } else if (Rows.isDense(rows)) {
                for (int k = 0; k < count; k++) {
                    out[n] = k;
                    n += known[ids[k]];
                }
            } else {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    out[n] = row;
                    n += known[ids[row]];
                }
            }
            return n;
        }

        /** For each value of {@code from} whether it passes; null as long as fewer rows were tested than that would cost, and if it fails. */
        private byte @Nullable [] passing(FlatVector from, int count) {
            if (dictionary != from) {
                dictionary = from;
                passing = null;
                seen = 0;
            }
            seen += count;
            if (passing == null && seen >= 0 && seen >= from.length()) {
                passing = tested(from);
                if (passing == null) {
                    // A value that no row has may be the one that fails: the rows decide.
                    seen = Long.MIN_VALUE;
                }
            }
            return passing;
        }

        private byte @Nullable [] tested(FlatVector from) {
            int size = from.length();
            int[] found = new int[size];
            int n;
            try {
                n = filter.select(owner.wide(size, output, List.of(from)), null, size, found);
            } catch (QueryException e) {
                return null;
            }
            byte[] known = new byte[size];
            for (int k = 0; k < n; k++) {
                known[found[k]] = 1;
            }
            anyPasses = n > 0;
            return known;
        }

        private boolean passes(ColumnVector value) {
            return filter.select(owner.wide(1, output, List.of(new ConstantVector(1, value))), null, 1,
                    new int[1]) == 1;
        }

        @Override
        public boolean excludes(FlatVector values, boolean mayBeNull) {
            if (mayBeNull && passes(nothing)) {
                return false;
            }
            dictionary = values;
            passing = tested(values);
            seen = passing == null ? Long.MIN_VALUE : 0;
            return passing != null && !anyPasses;
        }
    }

    /** What a join's build side or a top-n above knows of one column. */
    static final class Told extends ScanStep {
        private final RowTest test;

        Told(int column, ScanRowFilter owner, RowTest test, double guess) {
            super(List.of(column), owner, guess);
            this.test = test;
        }

        @Override
        int select(ColumnBatch batch, int[] rows, int count, int[] out) {
            return test.select(batch.column(0), rows, count, out);
        }

        @Override
        public boolean excludes(FlatVector values, boolean mayBeNull) {
            return test.excludes(values, mayBeNull);
        }
    }

    /** Runs all steps one after the other; for readers that do not. */
    static @Nullable SelectionVector all(List<? extends BatchFilter.Step> steps, List<Integer> columns,
            ColumnBatch batch) {
        SelectionVector selection = null;
        for (BatchFilter.Step step : steps) {
            List<ColumnVector> own = new ArrayList<>();
            for (int column : step.columns()) {
                own.add(batch.column(columns.indexOf(column)));
            }
            selection = step.select(new ColumnBatch(batch.rowCount(), own, selection));
            if (selection != null && selection.length() == 0) {
                break;
            }
        }
        return selection;
    }

    /** The steps in the order that costs least. */
    static List<ScanStep> inOrder(List<ScanStep> steps, @Nullable ScanStep last) {
        ScanStep[] sorted = steps.toArray(ScanStep[]::new);
        double[] costs = Arrays.stream(sorted).mapToDouble(ScanStep::costOfDrop).toArray();
        for (int i = 1; i < sorted.length; i++) {
            for (int j = i; j > 0 && costs[j] < costs[j - 1]; j--) {
                double cost = costs[j];
                costs[j] = costs[j - 1];
                costs[j - 1] = cost;
                ScanStep step = sorted[j];
                sorted[j] = sorted[j - 1];
                sorted[j - 1] = step;
            }
        }
        List<ScanStep> ordered = new ArrayList<>(List.of(sorted));
        if (last != null) {
            ordered.add(last);
        }
        return ordered;
    }
}
