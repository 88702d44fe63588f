package dev.skep.metastore.transaction;

/** How files are put together. Names are Hive's. */
public enum CompactionType {
    MINOR, MAJOR, REBALANCE, ABORT_TXN_CLEANUP, SMART_OPTIMIZE
}
