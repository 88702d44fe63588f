package dev.skep.query.operator.project;

import dev.skep.query.expression.RowFilter;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;

/** Passes the rows for which a condition is true; columns are left as they are. */
public final class FilterOperator extends Operator {
    private final RowFilter filter;
    private int[] selected = new int[0];

    public FilterOperator(TaskContext context, OperatorStatistics statistics, Operator next, RowFilter filter) {
        super(context, statistics, next);
        this.filter = filter;
    }

    @Override
    protected void push(ColumnBatch batch) {
        int count = batch.selectedCount();
        if (selected.length < count) {
            selected = new int[count];
        }
        SelectionVector selection = batch.selection();
        int passed = filter.select(batch, selection == null ? null : selection.rows(), count, selected);
        if (passed == count) {
            emit(batch);
        } else if (passed > 0) {
            emit(batch.select(new SelectionVector(passed, selected)));
        }
    }
}
