package dev.skep.query.operator.project;

import java.util.concurrent.atomic.AtomicLong;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;

/** Drops the first rows and passes so many after them, counted over all threads. */
public final class LimitOperator extends Operator {
    private final AtomicLong taken;
    private final long offset;
    private final long end;

    /** @param taken how many rows all threads have seen, shared by them */
    public LimitOperator(TaskContext context, OperatorStatistics statistics, Operator next, AtomicLong taken,
            long offset, long count) {
        super(context, statistics, next);
        this.taken = taken;
        this.offset = offset;
        this.end = count > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + count;
    }

    @Override
    protected void push(ColumnBatch batch) {
        int count = batch.selectedCount();
        if (taken.get() >= end) {
            return;
        }
        long before = taken.getAndAdd(count);
        int from = (int) Math.max(0, Math.min(count, offset - before));
        int to = (int) Math.max(from, Math.min(count, end - before));
        if (from == 0 && to == count) {
            emit(batch);
        } else if (to > from) {
            SelectionVector selection = batch.selection();
            int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
            int[] kept = new int[to - from];
            System.arraycopy(rows, from, kept, 0, to - from);
            emit(batch.select(new SelectionVector(to - from, kept)));
        }
    }

    @Override
    public boolean isSatisfied() {
        return taken.get() >= end || super.isSatisfied();
    }
}
