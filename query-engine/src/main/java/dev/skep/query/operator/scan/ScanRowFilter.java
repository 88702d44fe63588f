package dev.skep.query.operator.scan;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.expression.RowFilter;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.RuntimeFilter;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/** The scan's own condition and then the runtime filters, over the file columns that they look at. */
final class ScanRowFilter implements BatchFilter {
    private static final ColumnVector NOTHING = new BooleanVector(1, new boolean[1], new boolean[]{true});

    private final List<Integer> columns;
    private final int[] outputs;
    private final ColumnVector[] constants;
    private final @Nullable RowFilter filter;
    private final List<Tested> tests;
    private int[] selected = new int[0];

    /** A runtime filter and the scan's output column that it tests. */
    record Tested(int column, RuntimeFilter.Test test) {}

    /**
     * @param columns the file columns needed, as indexes into the request
     * @param outputs the scan's output column of each
     * @param constants for each output column the value that is the same for the whole file, or null
     */
    ScanRowFilter(List<Integer> columns, int[] outputs, @Nullable ColumnVector[] constants, @Nullable RowFilter filter,
            List<Tested> tests) {
        this.columns = List.copyOf(columns);
        this.outputs = outputs;
        this.constants = new ColumnVector[constants.length];
        for (int i = 0; i < constants.length; i++) {
            ColumnVector constant = constants[i];
            this.constants[i] = constant == null ? NOTHING : constant;
        }
        this.filter = filter;
        this.tests = tests;
    }

    @Override
    public List<Integer> columns() {
        return columns;
    }

    @Override
    public @Nullable SelectionVector select(ColumnBatch batch) {
        int count = batch.rowCount();
        ColumnVector[] wide = new ColumnVector[constants.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = new ConstantVector(count, constants[i]);
        }
        for (int i = 0; i < outputs.length; i++) {
            wide[outputs[i]] = batch.column(i);
        }
        if (selected.length < count) {
            selected = new int[count];
        }
        int left = count;
        int[] rows = Rows.identity(count);
        if (filter != null) {
            left = filter.select(new ColumnBatch(count, new ArrayList<>(List.of(wide))), null, count, selected);
            rows = selected;
        }
        for (Tested tested : tests) {
            if (left == 0) {
                break;
            }
            left = tested.test.select(wide[tested.column], rows, left, selected);
            rows = selected;
        }
        return left == count ? null : new SelectionVector(left, selected);
    }
}
