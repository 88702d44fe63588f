package dev.skep.metastore.transaction;

/** What a client locks an object for. */
public enum DataOperation {
    SELECT, INSERT, UPDATE, DELETE,
    /** The client does not say, as those before Hive 2.1. */
    UNSET,
    /** Something outside of transactions, such as DDL. */
    NO_TXN;

    /** True for writes to a transactional table. */
    public boolean isWrite() {
        return this == INSERT || this == UPDATE || this == DELETE;
    }

    /** True if two transactions that do this to the same rows cannot both be committed. Added rows do not meet. */
    public boolean changesRows() {
        return this == UPDATE || this == DELETE;
    }
}
