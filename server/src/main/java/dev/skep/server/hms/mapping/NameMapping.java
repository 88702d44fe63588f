package dev.skep.server.hms.mapping;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.CatalogException;
import static dev.skep.server.hms.mapping.Requests.required;

import dev.skep.metastore.catalog.NamePattern;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.TableName;
import dev.skep.server.hms.compat.QualifiedDatabase;
import org.jspecify.annotations.Nullable;

/** Names of requests. A request that names no catalog means {@code hive}. */
public final class NameMapping {
    private NameMapping() {}

    /** A pattern of databases in a catalog. */
    public record DatabasePattern(CatalogName catalog, NamePattern pattern) {}

    public static CatalogName catalog(@Nullable String catalog) {
        return catalog == null || catalog.isEmpty() ? CatalogName.HIVE : new CatalogName(catalog);
    }

    public static DatabaseName database(@Nullable String database) {
        return database(null, database);
    }

    public static DatabaseName database(@Nullable String catalog, @Nullable String database) {
        QualifiedDatabase name = QualifiedDatabase.parse(database);
        return new DatabaseName(catalog(name.catalog() == null ? catalog : name.catalog()),
                named(required(name.database(), "database name"), "database", Reason.DATABASE_NOT_FOUND));
    }

    /** Nothing has an empty name. */
    private static String named(String name, String what, Reason reason) {
        if (name.isEmpty()) {
            throw new CatalogException(reason, "Cannot find %s '': no %s has an empty name".formatted(what, what));
        }
        return name;
    }

    public static TableName table(@Nullable String database, @Nullable String table) {
        return table(null, database, table);
    }

    public static TableName table(@Nullable String catalog, @Nullable String database, @Nullable String table) {
        return new TableName(database(catalog, database),
                named(required(table, "table name"), "table", Reason.NOT_FOUND));
    }

    public static FunctionName function(@Nullable String catalog, @Nullable String database,
            @Nullable String function) {
        return new FunctionName(database(catalog, database), required(function, "function name"));
    }

    public static DatabasePattern databases(@Nullable String pattern) {
        return databases(null, pattern);
    }

    public static DatabasePattern databases(@Nullable String catalog, @Nullable String pattern) {
        QualifiedDatabase name = QualifiedDatabase.parse(pattern);
        return new DatabasePattern(catalog(name.catalog() == null ? catalog : name.catalog()),
                pattern(name.database()));
    }

    /** A pattern of names; none means all, and one without a letter nothing, as in Hive's server. */
    public static NamePattern pattern(@Nullable String pattern) {
        return pattern == null ? NamePattern.all() : NamePattern.of(pattern);
    }
}
