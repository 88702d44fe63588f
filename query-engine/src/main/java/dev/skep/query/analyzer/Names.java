package dev.skep.query.analyzer;

import java.util.Locale;
import java.util.Set;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.Name;

/** What names of one, two and three parts mean. */
public final class Names {
    /** Names under which clients know the one catalog that SQL reaches. */
    private static final Set<String> CATALOGS = Set.of("hive", "awsdatacatalog", "skep");

    private Names() {}

    static boolean isCatalog(String name) {
        return CATALOGS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the catalogs that a first part of three may name. */
    public static Set<String> catalogs() {
        return CATALOGS;
    }

    /** Returns the table that {@code name} means where {@code database} is the current one. */
    public static TableName table(Name name, String database) {
        return switch (name.parts().size()) {
            case 1 -> TableName.of(database, name.last());
            case 2 -> TableName.of(name.parts().get(0), name.last());
            case 3 -> new TableName(new DatabaseName(catalog(name), name.parts().get(1)), name.last());
            default -> throw tooLong(name);
        };
    }

    /** Returns the database that {@code name} means. */
    public static DatabaseName database(Name name) {
        return switch (name.parts().size()) {
            case 1 -> DatabaseName.of(name.last());
            case 2 -> new DatabaseName(catalog(name), name.last());
            default -> throw tooLong(name);
        };
    }

    private static CatalogName catalog(Name name) {
        if (!isCatalog(name.parts().getFirst())) {
            throw new QueryException(Reason.ANALYSIS,
                    "line %d:%d: Catalog '%s' does not exist".formatted(name.line(), name.column(),
                            name.parts().getFirst()),
                    name.line(), name.column(), null);
        }
        return CatalogName.HIVE;
    }

    private static QueryException tooLong(Name name) {
        return new QueryException(Reason.ANALYSIS,
                "line %d:%d: Invalid name: '%s' has too many parts".formatted(name.line(), name.column(), name),
                name.line(),
                name.column(), null);
    }
}
