package dev.skep.metastore.catalog;

/**
 * A state of the catalog. Of two equal versions every question about databases, tables, partitions, functions and statistics has the same answer, but for what
 * policies make depend on the hour.
 *
 * @param policies number of the last change of rules of access
 * @param changes number of the last event in the notification log, which every change of those objects writes in its own transaction
 */
public record CatalogVersion(long policies, long changes) {}
