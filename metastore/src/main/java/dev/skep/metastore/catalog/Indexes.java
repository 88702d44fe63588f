package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.model.TableName;
import org.jspecify.annotations.Nullable;

/** The indexes of tables, as Hive up to 2.3 has them. One over a column that is hidden from the caller is absent. Engines fill them; Skep itself does not read them. */
public interface Indexes {

    /**
     * Adds an index and, unless it is null, the table that will hold its rows, in one step; else that table must exist. Needs ALTER on the table, and for the other CREATE
     * in its database. Fails with INVALID_OBJECT if the table for the rows exists already, or is to exist and does not.
     */
    TableIndex add(TableIndex index, @Nullable Table indexTable);

    /** Replaces the parameters of an index, which is all that Hive lets change. */
    void alter(TableName table, String name, Map<String, String> parameters);

    /** Removes an index with the table that holds its rows. */
    void drop(TableName table, String name, DataRemoval data);

    TableIndex index(TableName table, String name);

    /** Returns the indexes of a table, sorted by name; none if there is no such table. */
    List<TableIndex> of(TableName table);
}
