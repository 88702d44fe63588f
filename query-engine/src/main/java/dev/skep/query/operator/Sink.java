package dev.skep.query.operator;

/** The end of one or more pipelines: each thread has an operator of its own; when all are done, {@link #complete} makes the result ready. */
public interface Sink {
    /** Returns the last operator of a pipeline's chain for one thread. */
    Operator create(TaskContext context);

    /** Called once, by one thread, after every pipeline that feeds this sink has ended well. */
    void complete(TaskContext context);

    /** Gives everything back; called once at the end of the query, after all threads have left it. */
    default void dispose(boolean succeeded) {}
}
