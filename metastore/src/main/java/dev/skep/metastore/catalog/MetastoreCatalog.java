package dev.skep.metastore.catalog;

import java.util.UUID;

import dev.skep.metastore.access.Identity;

/** The catalog: the one thing a door is given to get at databases, tables and partitions. */
public interface MetastoreCatalog {

    /** Names the catalog's store for good: the same through every server over it. */
    UUID storeId();

    /** Returns the catalog as {@code identity} sees it; cheap. */
    CatalogSession sessionFor(Identity identity);
}
