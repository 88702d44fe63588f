package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;

/** Tables and views. */
public interface TableStore {

    Optional<Table> find(TableName name);

    /** Returns those of {@code names} that exist, in no order; one bulk read. */
    List<Table> find(DatabaseName database, List<String> names);

    /** Returns the name of the table of that number. */
    Optional<TableName> name(long id);

    /** As {@link #find}, and keeps others from changing the table and its partitions until the transaction ends. */
    Optional<Table> lock(TableName name);

    /** As {@link #find(DatabaseName, List)}, and keeps others from changing the tables and their partitions until the transaction ends; sorted by name. */
    List<Table> lock(DatabaseName database, List<String> names);

    /**
     * As {@link #find}, and keeps others from dropping or changing the table until the transaction ends; where the store can, not from adding partitions at the
     * same time, so that names which both add fail with ALREADY_EXISTS only when they are stored.
     */
    Optional<Table> lockForAddition(TableName name);

    /** Returns what lists show of the tables of a database but for comments, sorted by name. */
    default List<Listed> list(DatabaseName database) {
        return list(database, Set.of(), Set.of());
    }

    /**
     * As {@link #list(DatabaseName)}, only of the tables of some types, none meaning all, whose names begin with one of {@code starts}, texts of ASCII characters, none
     * meaning all.
     */
    List<Listed> list(DatabaseName database, Set<String> starts, Set<TableType> types);

    /** Returns the names of a database's tables that begin with one of {@code starts}, as {@link #list(DatabaseName, Set, Set)} has them, sorted. */
    List<String> names(DatabaseName database, Set<String> starts);

    /**
     * Returns what lists show of the tables in those databases of a catalog whose names pass, sorted by database and name; of some only, as
     * {@link #list(DatabaseName, Set, Set)}.
     */
    List<Listed> list(CatalogName catalog, Predicate<String> databases, Set<String> starts, Set<TableType> types);

    /** What lists of tables show. */
    record Listed(TableName name, TableType type, @Nullable String comment, @Nullable String owner,
            PrincipalType ownerType) {}

    /** Returns the tables of all catalogs whose own location is one of these places, lies in one or holds one; compared as texts. */
    List<TableName> atOrAround(List<String> places);

    /** Adds a table. Fails with ALREADY_EXISTS. Returns it with its number. */
    Table insert(long databaseId, Table table);

    /** Replaces the table {@code changed.id()} with all that it says, in the database of that number. Fails with ALREADY_EXISTS if it takes another one's name. */
    void update(long databaseId, Table changed);

    /** Removes a table with its partitions and statistics. */
    void delete(long id);

    /** As {@link #delete(long)} for each of some tables, in bulk. */
    void delete(List<Table> tables);
}
