package dev.skep.query.operator;

import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** One step of a pipeline on one thread. A batch that is pushed is valid until {@link #accept} returns; whoever keeps rows copies them. */
public abstract class Operator implements AutoCloseable {
    private final TaskContext context;
    private final OperatorStatistics statistics;
    private final @Nullable Operator next;

    /** @param next where output goes; null for the end of a pipeline */
    protected Operator(TaskContext context, OperatorStatistics statistics, @Nullable Operator next) {
        this.context = context;
        this.statistics = statistics;
        this.next = next;
    }

    protected final TaskContext context() {
        return context;
    }

    protected final OperatorStatistics statistics() {
        return statistics;
    }

    /** Takes a batch. */
    public final void accept(ColumnBatch batch) {
        if (batch.selectedCount() == 0) {
            return;
        }
        context.checkRunning();
        OperatorStatistics before = context.switchTo(statistics);
        push(batch);
        context.switchTo(before);
    }

    /** Works on a batch in which at least one row counts. */
    protected abstract void push(ColumnBatch batch);

    /** Hands a batch to the next operator. */
    protected final void emit(ColumnBatch batch) {
        int rows = batch.selectedCount();
        if (rows > 0 && next != null) {
            statistics.addOutput(rows);
            next.accept(batch);
        }
    }

    /** Called once when this thread has no more input, before {@link #close}; then for the next operator. */
    public final void finish() {
        OperatorStatistics before = context.switchTo(statistics);
        finishInput();
        context.switchTo(before);
        if (next != null) {
            next.finish();
        }
    }

    /** Hands on what is held back. */
    protected void finishInput() {}

    /** True if no more input is wanted, here or further on. */
    public boolean isSatisfied() {
        return next != null && next.isSatisfied();
    }

    /** Gives back what is held, also after a failure. */
    @Override
    public final void close() {
        try {
            release();
        } finally {
            if (next != null) {
                next.close();
            }
        }
    }

    /** Gives back what this operator holds. */
    protected void release() {}
}
