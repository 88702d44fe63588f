package dev.skep.metastore.access;

/** What someone wants to do to an object of the catalog. */
public enum Action {
    /** See that it exists and how it is defined. */
    DESCRIBE,
    /** Make an object of that name, or in that container. */
    CREATE,
    /** Change the definition. */
    ALTER, DROP,
    /** Read the rows. */
    SELECT,
    /** Add rows or partitions. */
    INSERT,
    /** Remove rows or partitions. */
    DELETE,
    /** Write statistics. */
    ANALYZE
}
