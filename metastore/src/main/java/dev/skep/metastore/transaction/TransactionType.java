package dev.skep.metastore.transaction;

/** What a transaction is for, as its client says. Names are Hive's. */
public enum TransactionType {
    DEFAULT, REPL_CREATED, READ_ONLY, COMPACTION, MATER_VIEW_REBUILD, SOFT_DELETE, REBALANCE_COMPACTION
}
