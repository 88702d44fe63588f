package dev.skep.query.execution;

import java.util.List;

import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorFactory;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;

/** A source, operators in the order in which batches meet them, and a sink. Runs after all pipelines that come before it in the plan's list. */
record Pipeline(Source source, List<OperatorFactory> operators, Sink sink) {
    Pipeline {
        operators = List.copyOf(operators);
    }

    /** Returns the first operator of a new chain for one thread. */
    Operator chain(TaskContext context) {
        Operator next = sink.create(context);
        for (int i = operators.size() - 1; i >= 0; i--) {
            next = operators.get(i).create(context, next);
        }
        return next;
    }
}
