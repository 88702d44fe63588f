package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;

/** The indexes of tables. They go with their table and with the table that holds their rows. */
public interface IndexStore {

    /** Returns the indexes of a table, sorted by name. */
    List<TableIndex> of(Table table);

    /** Returns the indexes of all tables of a database. */
    List<TableIndex> of(DatabaseName database);

    Optional<TableIndex> find(Table table, String name);

    /** Returns the index whose rows a table holds. */
    Optional<TableIndex> ofRows(Table indexTable);

    /** Adds an index. Fails with ALREADY_EXISTS. */
    void insert(Table table, Table indexTable, TableIndex index);

    /** Replaces the parameters. */
    void update(Table table, TableIndex changed);

    void delete(Table table, String name);
}
