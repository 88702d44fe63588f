package dev.skep.query.command;

import java.util.Locale;

import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.analyzer.Names;
import dev.skep.query.parser.AccessObject;
import dev.skep.query.parser.Name;
import dev.skep.storage.file.Location;

/** What the objects that statements about access name are in the catalog. */
final class AccessScopes {
    private AccessScopes() {}

    /** Returns the scope; names without a database are of the current one. */
    static Scope of(AccessObject object, CommandContext context) {
        return switch (object) {
            case AccessObject.OfCatalog catalog -> new Scope.OfCatalog(catalog(catalog.name()));
            case AccessObject.OfDatabase database -> Scope.OfDatabase.of(context.databaseName(database.name()));
            case AccessObject.OfTable table -> Scope.OfTable.of(context.tableName(table.name()));
            case AccessObject.OfColumn column -> new Scope.OfColumn(
                    Scope.OfTable.of(context.tableName(column.table())), new NameGlob(column.column()));
            case AccessObject.OfFunction function -> {
                Scope.OfTable named = Scope.OfTable.of(context.tableName(function.name()));
                yield new Scope.OfFunction(named.catalog(), named.database(), named.table());
            }
            case AccessObject.OfLocation location -> new Scope.OfLocation(location(location.location()));
            case AccessObject.Tagged tagged -> new Scope.Tagged(tagged.tag(), tagged.value());
        };
    }

    private static NameGlob catalog(Name name) {
        if (name.parts().size() != 1) {
            throw new QueryException(Reason.ANALYSIS, "line %d:%d: Invalid catalog: '%s' (expected a name of one part)"
                    .formatted(name.line(), name.column(), name), name.line(), name.column(), null);
        }
        String text = name.last().toLowerCase(Locale.ROOT);
        return new NameGlob(Names.catalogs().contains(text) ? CatalogName.HIVE.name() : text);
    }

    private static String location(String text) {
        if (text.equals(Scope.OfLocation.ALL.prefix())) {
            return text;
        }
        try {
            String normal = Location.of(text).text();
            return normal.endsWith("/") ? normal.substring(0, normal.length() - 1) : normal;
        } catch (IllegalArgumentException e) {
            throw new QueryException(Reason.ANALYSIS, String.valueOf(e.getMessage()), e);
        }
    }

    /** Fails with NOT_FOUND if {@code scope} means one object and that does not exist. */
    static void checkExists(Scope scope, CommandContext context) {
        switch (scope) {
            case Scope.OfDatabase database -> {
                if (isExact(database)) {
                    context.catalog().databases().database(name(database));
                }
            }
            case Scope.OfTable table -> {
                if (table.isExact()) {
                    context.catalog().tables().table(name(table));
                }
            }
            case Scope.OfColumn column -> {
                if (column.table().isExact()) {
                    Table table = context.catalog().tables().table(name(column.table())).visible();
                    if (column.column().isExact() && table.columns().stream()
                            .noneMatch(one -> one.name().equals(column.column().text()))) {
                        throw new QueryException(Reason.NOT_FOUND, "Cannot find column '%s' of %s: it does not exist"
                                .formatted(column.column(), table.name()));
                    }
                }
            }
            case Scope.OfCatalog ignored -> {
            }
            case Scope.OfFunction ignored -> {
            }
            case Scope.OfLocation ignored -> {
            }
            case Scope.Tagged ignored -> {
            }
        }
    }

    static boolean isExact(Scope.OfDatabase database) {
        return database.catalog().isExact() && database.database().isExact();
    }

    static boolean isExact(Scope.OfColumn column) {
        return column.table().isExact() && column.column().isExact();
    }

    /** The database that an exact scope means. */
    static DatabaseName name(Scope.OfDatabase database) {
        return new DatabaseName(new CatalogName(database.catalog().text()), database.database().text());
    }

    /** The table that an exact scope means. */
    static TableName name(Scope.OfTable table) {
        return new DatabaseName(new CatalogName(table.catalog().text()), table.database().text())
                .table(table.table().text());
    }
}
