package dev.skep.metastore;

/** Whether the catalog looks, before it drops something, if it may write in the folder above, as Hive's {@code metastore.authorization.storage.checks} has it. */
public enum StorageChecks {
    OFF, ON
}
