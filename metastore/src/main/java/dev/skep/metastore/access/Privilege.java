package dev.skep.metastore.access;

import java.util.EnumSet;
import java.util.Set;

/** What a grant gives, and what someone wants to do to an object of the catalog. */
public enum Privilege {
    /** See that it exists and how it is defined. Every other privilege on an object includes this one. */
    DESCRIBE,
    /** Read the rows, or the given columns of them. */
    SELECT,
    /** Add rows or partitions. */
    INSERT,
    /** Remove rows or partitions. */
    DELETE,
    /** Make tables, views and functions in a database, or databases in a catalog. */
    CREATE,
    /** Change the definition. */
    ALTER, DROP,
    /** Write statistics. */
    ANALYZE,
    /** Use a function. */
    EXECUTE,
    /** Put a table or partition over the files of a location. */
    READ,
    /** Have the warehouse or an engine write below a location. */
    WRITE,
    /** Give and take privileges, define policies and tags, change the owner. */
    MANAGE,
    /** Get a table over the metastore's wire although rows or columns are restricted: the engine promises to keep the restrictions itself. */
    TRUST;

    /** What {@code ALL} means, ownership gives, and the role admin has: everything but {@link #TRUST}, which is given by name only. */
    public static final Set<Privilege> ALL = Set.copyOf(EnumSet.complementOf(EnumSet.of(TRUST)));
}
