package dev.skep.query.operator.project;

import dev.skep.query.expression.Projection;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.storage.vector.ColumnBatch;

/** Computes expressions; with several projections, makes that many rows of each. */
public final class ProjectOperator extends Operator {
    private final Projection[] projections;

    public ProjectOperator(TaskContext context, OperatorStatistics statistics, Operator next,
            Projection... projections) {
        super(context, statistics, next);
        this.projections = projections;
    }

    @Override
    protected void push(ColumnBatch batch) {
        for (Projection projection : projections) {
            emit(projection.apply(batch));
        }
    }
}
