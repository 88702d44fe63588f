package dev.skep.query.expression;

import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Takes the rows that meet a policy's condition and hides why it fails. */
final class OfPolicyFilter extends RowFilter {
    private final RowFilter condition;
    private final PolicyFailure failure;

    OfPolicyFilter(RowFilter condition, PolicyFailure failure) {
        this.condition = condition;
        this.failure = failure;
    }

    @Override
    public int select(ColumnBatch batch, int @Nullable [] rows, int count, int[] out) {
        try {
            return condition.select(batch, rows, count, out);
        } catch (RuntimeException | StackOverflowError e) {
            throw failure.of(e);
        }
    }
}
