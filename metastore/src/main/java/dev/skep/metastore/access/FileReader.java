package dev.skep.metastore.access;

/** Who will read the files of the tables that a session hands out. */
public enum FileReader {
    /** The client itself, which keeps no policy: tables whose rows or values are restricted are refused, unless the caller is trusted. */
    CLIENT,
    /** Our own engine, which applies the filters and masks that come with a table. */
    ENGINE
}
