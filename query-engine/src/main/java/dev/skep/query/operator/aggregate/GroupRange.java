package dev.skep.query.operator.aggregate;

import dev.skep.query.operator.Source;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Some of the groups of a table, with their results. */
final class GroupRange implements Source.Morsel {
    private final AggregateState state;
    private final int end;
    private final Runnable onClose;
    private int next;

    GroupRange(AggregateState state, int first, int end, Runnable onClose) {
        this.state = state;
        this.next = first;
        this.end = end;
        this.onClose = onClose;
    }

    @Override
    public @Nullable ColumnBatch next() {
        int count = Math.min(ColumnBatch.DEFAULT_ROWS, end - next);
        if (count <= 0) {
            return null;
        }
        ColumnBatch batch = state.batch(next, count);
        next += count;
        return batch;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
