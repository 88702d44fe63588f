package dev.skep.metastore.catalog;

import dev.skep.metastore.model.Constraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.storage.file.Location;
import org.jspecify.annotations.Nullable;

/** Tables and views. */
public interface Tables {

    /** As {@link #table}, empty if there is none. */
    Optional<AuthorizedTable> find(TableName name);

    /** Returns the table, or fails with NOT_FOUND, or with ACCESS_DENIED for one who reads files himself and may not see every row and value. */
    AuthorizedTable table(TableName name);

    /** Returns the table to one who may do {@code privilege} with its rows; for SELECT only with the columns that may be read. Fails with NOT_FOUND or ACCESS_DENIED. */
    AuthorizedTable tableFor(Privilege privilege, TableName name);

    /**
     * Decides again, by this session's policies and the time of now, on a table that was handed out for SELECT before, without asking whether the table has changed. Fails
     * with ACCESS_DENIED.
     */
    AuthorizedTable readAgain(AuthorizedTable before);

    /**
     * Returns where the warehouse would put a new table of that name, for a writer whose files come before the table. Fails with DATABASE_NOT_FOUND
     * or ACCESS_DENIED.
     */
    Location defaultLocation(TableName name, TableType type);

    /**
     * Returns the table with the location that {@link #create} would choose where it has none, without making it; a view as it is. For a writer whose files come
     * before the table. Fails as creating it would, with ACCESS_DENIED also if the caller may not have it where it says.
     */
    Table placed(Table table);

    /** Returns those of {@code names} (in one database) that exist, in the order asked, without those that {@link #table} would refuse. Fails with DATABASE_NOT_FOUND. */
    List<AuthorizedTable> tables(DatabaseName database, List<String> names);

    /** Returns the names that match, sorted; empty if the database does not exist. {@code types} empty means all. */
    List<String> names(DatabaseName database, NamePattern pattern, Set<TableType> types);

    /** Returns name, type and comment of the tables whose database and name match. {@code types} empty means all. */
    List<TableSummary> summaries(CatalogName catalog, NamePattern databases, NamePattern tables, Set<TableType> types);

    /** What lists of tables show. */
    record TableSummary(TableName name, TableType type, @Nullable String comment, @Nullable String owner,
            PrincipalType ownerType) {}

    /**
     * Creates the table, and its folder unless it is a view. A location of null is chosen by the warehouse; another one needs READ on it, and WRITE for a table that
     * owns its files. It is made in the name given if the caller MANAGEs it, else in the caller's. Fails with ALREADY_EXISTS, or where the caller may not see what
     * has the name with the same ACCESS_DENIED as for one who may not create it; with DATABASE_NOT_FOUND or INVALID_OBJECT. Returns it as stored.
     */
    Table create(Table table);

    /** As {@link #create(Table)}, with constraints, in one transaction; fails also as {@link Constraints#add} does. */
    Table create(Table table, List<Constraint> constraints);

    /** As {@link #create(Table, List)}, with grants on the new table, which its maker may give as its owner; fails also as {@link Access#grant} does. */
    Table create(Table table, List<Constraint> constraints, List<Grant> grants);

    /**
     * Changes a table, which may give it a new name or database. Needs ALTER; MANAGE for another owner, and for what a view with its owner's rights reads; SELECT of
     * everything or MANAGE for another name, under which other policies may hold. Fails with ACCESS_DENIED for one from whom columns are hidden, or rows or
     * values kept unless he MANAGEs the table: what he sees is not what is there. A managed table that lies where the warehouse put it moves with its name.
     *
     * @param cascade what becomes of the partitions' columns
     * @param expectedParameters parameters that must have these values (null: be absent) or the change fails with CONFLICT: compare-and-set in one transaction, as Iceberg's
     *        commits need
     */
    Table alter(TableName name, Table changed, Cascade cascade, Map<String, @Nullable String> expectedParameters);

    /** Whether a change of a table's columns reaches its partitions. */
    enum Cascade {
        TABLE_ONLY, PARTITIONS_TOO
    }

    /**
     * Changes parameters that count a table's rows, files and bytes, after rows were written or counted; what {@code change} does to others is left out. For
     * one who may INSERT, DELETE, ANALYZE or ALTER. {@code change} sees all parameters of the moment, which the caller may not, so it must not tell them.
     */
    void changeCounts(TableName name, UnaryOperator<Map<String, String>> change);

    /** Drops the table with its partitions, statistics and, as {@code data} says, the files of a managed one. Fails with NOT_FOUND. */
    void drop(TableName name, DataRemoval data);

    /** Deletes the rows of a managed table, or of the partitions of the given names only. */
    void truncate(TableName name, @Nullable List<String> partitionNames);
}
