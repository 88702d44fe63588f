package dev.skep.query.operator;

/** Makes an operator for each thread of a pipeline; shared by the threads. */
@FunctionalInterface
public interface OperatorFactory {
    Operator create(TaskContext context, Operator next);
}
