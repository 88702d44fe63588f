package dev.skep.metastore.transaction;

/** What has come of a lock. */
public enum LockState {
    ACQUIRED,
    /** It stands in the queue; whoever waits checks it again. */
    WAITING,
    /** It was not to wait, and was not taken into the queue. */
    NOT_ACQUIRED
}
