package dev.skep.query.operator.join;

import dev.skep.query.expression.RowFilter;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.JoinNode;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Probes a join's table with the rows of the left side, or puts them aside where the table did not fit. */
public final class JoinOperator extends Operator {
    private final @Nullable JoinProbe probe;
    private final JoinSpill.@Nullable Side aside;

    public JoinOperator(TaskContext context, OperatorStatistics statistics, Operator next, JoinNode node,
            JoinSink sink, @Nullable RowFilter residual) {
        super(context, statistics, next);
        JoinSpill spill = sink.spill();
        aside = spill == null ? null : spill.probeSide();
        probe = spill == null ? new JoinProbe(node, sink.built(), residual) : null;
    }

    @Override
    protected void push(ColumnBatch batch) {
        JoinProbe with = probe;
        if (with == null) {
            if (aside != null) {
                aside.add(batch);
            }
            return;
        }
        with.start(batch);
        for (ColumnBatch joined = with.next(); joined != null; joined = with.next()) {
            context().checkRunning();
            emit(joined);
            if (isSatisfied()) {
                return;
            }
        }
    }
}
