package dev.skep.metastore.store.jdbc;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/**
 * What differs between databases.
 *
 * @param name as users know it, and the folder of its migrations
 * @param timeQuery gives the store's time in milliseconds since 1970; null for a store in this process, whose clock is this one's
 * @param looksUpOneByOne true where many look-ups by an index are faster than one with a list of values: HSQLDB has no round trips to save, and reads the whole
 *        table for a list
 * @param historyQuery tells the newest migration that was applied; fails where there is none
 */
record Dialect(String name, String migrations, String historyQuery, String nextIdBlock, @Nullable String timeQuery,
        boolean looksUpOneByOne, List<String> onOpen) {
    private static final String HISTORY = "SELECT MAX(\"version\") FROM \"flyway_schema_history\" WHERE \"success\" = TRUE";

    static final Dialect HSQLDB = new Dialect("HSQLDB", "hsqldb", HISTORY, "CALL NEXT VALUE FOR ID_BLOCKS",
            null, true,
            List.of("SET FILES WRITE DELAY FALSE", "SET FILES LOG SIZE 32"));
    static final Dialect POSTGRESQL = new Dialect("PostgreSQL", "postgresql", HISTORY,
            "SELECT NEXTVAL('ID_BLOCKS')",
            "SELECT CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000 AS BIGINT)", false, List.of());

    static Dialect of(String url) {
        if (url.startsWith("jdbc:hsqldb:")) {
            return HSQLDB;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new CatalogException(Reason.STORE,
                "Invalid store URL: '%s' (expected jdbc:postgresql://... or none for the embedded store)"
                        .formatted(withoutSecrets(url)));
    }

    /** The URL up to its parameters, which may hold a password. */
    static String withoutSecrets(String url) {
        int end = url.length();
        for (char c : new char[]{'?', ';'}) {
            int at = url.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        int user = url.lastIndexOf('@', end - 1);
        int slashes = url.indexOf("//");
        return user > slashes && slashes > 0
                ? url.substring(0, slashes + 2) + url.substring(user + 1, end)
                : url.substring(0, end);
    }

    /** True if the transaction lost against another one, and may be run again. */
    boolean isLostRace(SQLException e) {
        return state(e).startsWith("40") || isDuplicate(e) && violates(e, "UNIQUE_DESCRIPTOR");
    }

    /** True where a list of values goes into a statement as one array, and rows as one array for each column: nothing is parsed or planned for each value. */
    boolean bindsArrays() {
        return this == POSTGRESQL;
    }

    /** True where a reading can lock the rows that it finds. */
    boolean locksByReading() {
        return this == POSTGRESQL;
    }

    /** True where a change can answer with the rows that it changed. */
    boolean returnsChanges() {
        return this == POSTGRESQL;
    }

    /** True where a number that a sequence gave is never given again, whatever becomes of the transaction that asked for it. */
    boolean hasLastingSequences() {
        return this == POSTGRESQL;
    }

    boolean isDuplicate(SQLException e) {
        return state(e).equals("23505");
    }

    boolean isBrokenReference(SQLException e) {
        return state(e).equals("23503") || state(e).equals("23504");
    }

    /** True if the connection broke, or never came to be, so that another one may do. */
    boolean isConnectionLoss(SQLException e) {
        return state(e).startsWith("08") || state(e).startsWith("57P");
    }

    boolean violates(SQLException e, String constraint) {
        String message = e.getMessage();
        return message != null && message.toUpperCase(java.util.Locale.ROOT).contains(constraint);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
