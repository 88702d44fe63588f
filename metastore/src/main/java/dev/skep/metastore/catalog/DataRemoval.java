package dev.skep.metastore.catalog;

/** What a drop does with the files of a managed object; files of external tables stay unless the table says otherwise. */
public enum DataRemoval {
    /** Leave the files. */
    KEEP,
    /** Delete the files, by way of the trash where one is configured. */
    DELETE,
    /** Delete the files at once. */
    PURGE
}
