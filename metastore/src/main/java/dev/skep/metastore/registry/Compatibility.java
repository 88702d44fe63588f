package dev.skep.metastore.registry;

/** Which versions must be able to read each other's data, under Hive's names. The registry keeps it; those who add versions hold to it. */
public enum Compatibility {
    NONE, BACKWARD, FORWARD, BOTH
}
