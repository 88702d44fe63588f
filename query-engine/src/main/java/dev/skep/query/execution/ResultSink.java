package dev.skep.query.execution;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.result.BatchQueue;
import dev.skep.storage.vector.ColumnBatch;

/** Puts rows into the queue that the result's reader empties. */
final class ResultSink implements Sink {
    private final BatchQueue queue;
    private final OperatorStatistics statistics = new OperatorStatistics();

    ResultSink(BatchQueue queue) {
        this.queue = queue;
    }

    @Override
    public Operator create(TaskContext context) {
        return new Operator(context, statistics, null) {
            @Override
            protected void push(ColumnBatch batch) {
                try {
                    queue.put(batch);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new QueryException(Reason.CANCELLED, "The query was cancelled", e);
                }
            }
        };
    }

    @Override
    public void complete(TaskContext context) {
        // The queue ends when the whole query has: a reader that saw its end sooner would cancel what is about to succeed.
    }
}
