package dev.skep.query.command;

import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.Names;
import dev.skep.query.parser.Name;
import dev.skep.storage.file.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with.
 *
 * @param database the current database
 * @param functions names of all functions
 */
public record CommandContext(CatalogSession session, String database, FileSystem files, Set<String> functions) {

    public TableName tableName(Name name) {
        return Names.table(name, database);
    }

    public DatabaseName databaseName(@Nullable Name name) {
        return name == null ? DatabaseName.of(database) : Names.database(name);
    }

    /** Returns the table or view. Fails with NOT_FOUND at the name's place. */
    public Table table(Name name) {
        return authorized(name).visible();
    }

    /** Returns the table, of which the caller may see all. Fails with NOT_FOUND, or for a view. */
    public Table changeableTable(Name name) {
        Table table = table(name);
        if (table.type().isView()) {
            throw error(name, "%s is a view".formatted(table.name()));
        }
        return table;
    }

    public AuthorizedTable authorized(Name name) {
        Optional<AuthorizedTable> found = session.tables().find(tableName(name));
        return found.orElseThrow(() -> new QueryException(Reason.NOT_FOUND,
                "line %d:%d: Table '%s' does not exist".formatted(name.line(), name.column(), tableName(name)), name.line(),
                name.column(), null));
    }

    static QueryException error(Name name, String message) {
        return new QueryException(Reason.ANALYSIS, "line %d:%d: %s".formatted(name.line(), name.column(), message),
                name.line(), name.column(), null);
    }

    static boolean isMissing(CatalogException e) {
        return e.reason() == CatalogException.Reason.NOT_FOUND || e.reason() == CatalogException.Reason.DATABASE_NOT_FOUND;
    }

    static boolean isPresent(CatalogException e) {
        return e.reason() == CatalogException.Reason.ALREADY_EXISTS;
    }

    public static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
