package dev.skep.query.expression;

import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Computes a policy's expression and hides why it fails. */
final class OfPolicyEvaluator extends Evaluator {
    private final Evaluator value;
    private final PolicyFailure failure;

    OfPolicyEvaluator(Evaluator value, PolicyFailure failure) {
        this.value = value;
        this.failure = failure;
    }

    @Override
    public ColumnVector evaluate(ColumnBatch batch, int @Nullable [] rows, int count) {
        try {
            return value.evaluate(batch, rows, count);
        } catch (RuntimeException | StackOverflowError e) {
            throw failure.of(e);
        }
    }
}
