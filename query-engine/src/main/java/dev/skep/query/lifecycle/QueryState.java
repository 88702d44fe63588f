package dev.skep.query.lifecycle;

/** Where a query stands. */
public enum QueryState {
    QUEUED, PLANNING, RUNNING, FINISHED, FAILED, CANCELLED;

    /** True when nothing will change any more; rows that a finished query left may still be fetched. */
    public boolean isDone() {
        return this == FINISHED || this == FAILED || this == CANCELLED;
    }
}
