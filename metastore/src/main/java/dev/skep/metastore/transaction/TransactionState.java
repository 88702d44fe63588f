package dev.skep.metastore.transaction;

/** What has come of a transaction. */
public enum TransactionState {
    OPEN, COMMITTED, ABORTED
}
