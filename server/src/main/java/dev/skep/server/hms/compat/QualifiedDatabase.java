package dev.skep.server.hms.compat;

import org.jspecify.annotations.Nullable;

/**
 * A database name as it stands in a request. Hive's Java clients from 3.1 on write the catalog in front of the name wherever a request has no field for it:
 * {@code @catalog#database}, {@code @catalog#} where no database is meant and {@code @catalog#!} for an empty name (seen in MetaStoreUtils.prependCatalogToDbName of
 * 3.1.3, 4.0.1 and 4.2.0). Other clients send the bare name.
 *
 * @param catalog null where the request does not name one
 * @param database null where none is meant, which patterns take for all
 */
public record QualifiedDatabase(@Nullable String catalog, @Nullable String database) {
    private static final String EMPTY = "!";

    /** Whether the text names a database, and its catalog if it names one at all. */
    public static boolean isWhole(@Nullable String text) {
        if (text == null || text.startsWith("@#")) {
            return false;
        }
        String database = parse(text).database();
        return database != null && !database.isEmpty();
    }

    public static QualifiedDatabase parse(@Nullable String text) {
        if (text == null || text.isEmpty() || text.charAt(0) != '@') {
            return new QualifiedDatabase(null, text);
        }
        int end = text.indexOf('#');
        if (end < 2) {
            throw new IllegalArgumentException(
                    "Invalid database name: '%s' (expected @catalog#database)".formatted(text));
        }
        String catalog = text.substring(1, end);
        String database = text.substring(end + 1);
        if (database.isEmpty()) {
            return new QualifiedDatabase(catalog, null);
        }
        return new QualifiedDatabase(catalog, database.equals(EMPTY) ? "" : database);
    }
}
