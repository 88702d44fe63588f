package dev.skep.metastore.catalog;

import dev.skep.metastore.access.Identity;

/** The catalog: the one thing a door is given to get at databases, tables and partitions. */
public interface MetastoreCatalog {

    /** Returns the catalog as {@code identity} sees it; cheap. */
    CatalogSession sessionFor(Identity identity);
}
