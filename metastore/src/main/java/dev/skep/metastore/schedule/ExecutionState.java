package dev.skep.metastore.schedule;

/** How far an execution of a scheduled query has come. */
public enum ExecutionState {
    /** Given to a cluster. */
    INITED,
    /** The cluster works on it. */
    EXECUTING, FAILED, FINISHED,
    /** Nothing was heard of it for too long. */
    TIMED_OUT,
    /** Not an execution, but the note that its query was disabled after too many failures. */
    AUTO_DISABLED;

    public boolean isRunning() {
        return this == INITED || this == EXECUTING;
    }

    public boolean isFailure() {
        return this == FAILED || this == TIMED_OUT;
    }

    /** True if a cluster may report {@code next} after this. */
    public boolean mayBecome(ExecutionState next) {
        return switch (this) {
            case INITED -> next != INITED && next != AUTO_DISABLED;
            case EXECUTING -> next != INITED && next != AUTO_DISABLED;
            case FAILED, FINISHED, TIMED_OUT, AUTO_DISABLED -> false;
        };
    }
}
