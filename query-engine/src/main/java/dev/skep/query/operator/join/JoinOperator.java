package dev.skep.query.operator.join;

import dev.skep.query.expression.RowFilter;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.JoinNode;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Probes a join's table with the rows of the left side. */
public final class JoinOperator extends Operator {
    private final JoinProbe probe;

    public JoinOperator(TaskContext context, OperatorStatistics statistics, Operator next, JoinNode node,
            JoinSink sink, @Nullable RowFilter residual) {
        super(context, statistics, next);
        probe = new JoinProbe(node, sink.built(), residual);
    }

    @Override
    protected void push(ColumnBatch batch) {
        probe.start(batch);
        for (ColumnBatch joined = probe.next(); joined != null; joined = probe.next()) {
            context().checkRunning();
            emit(joined);
            if (isSatisfied()) {
                return;
            }
        }
    }
}
