package dev.skep.query.expression;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;

/** Compiled expressions that are computed together. Belongs to one thread. */
public final class Projection {
    private final Evaluator[] evaluators;
    private final Evaluators.Shared[] shared;
    private final Evaluators.Scope scope;

    Projection(Evaluator[] evaluators, Evaluators.Shared[] shared, Evaluators.Scope scope) {
        this.evaluators = evaluators;
        this.shared = shared;
        this.scope = scope;
    }

    /** Returns the values at the selected rows of {@code batch}, with its selection; valid until the next call. */
    public ColumnBatch apply(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        int[] rows = selection == null ? null : selection.rows();
        int count = batch.selectedCount();
        scope.begin(batch, rows, count);
        for (Evaluators.Shared one : shared) {
            one.forget();
        }
        List<ColumnVector> columns = new ArrayList<>(evaluators.length);
        for (Evaluator evaluator : evaluators) {
            columns.add(evaluator.evaluate(batch, rows, count));
        }
        return new ColumnBatch(batch.rowCount(), columns, selection);
    }
}
