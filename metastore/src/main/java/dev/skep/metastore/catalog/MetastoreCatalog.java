package dev.skep.metastore.catalog;

import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;

/** The catalog: the one thing a door is given to get at databases, tables and partitions. */
public interface MetastoreCatalog {

    /**
     * Returns the catalog as {@code caller} sees it by the policies of this moment; a change of policies is met by the next session, so take
     * one for each statement or call.
     *
     * @param reader who will read the files of tables: {@code ENGINE} only for one that applies filters and masks itself
     */
    CatalogSession sessionFor(Caller caller, FileReader reader);
}
