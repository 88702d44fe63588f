package dev.skep.metastore.store.jdbc;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/**
 * What differs between databases.
 *
 * @param name as users know it
 * @param migrations the folder of its migrations
 * @param driver the class of its JDBC driver
 * @param timeQuery gives the store's time in milliseconds since 1970; null for a store in this process, whose clock is this one's
 * @param looksUpOneByOne true where many look-ups by an index are faster than one with a list of values: HSQLDB has no round trips to save, and reads the whole
 *        table for a list
 * @param historyQuery tells the newest migration that was applied; fails where there is none
 */
record Dialect(String name, String migrations, String driver, String historyQuery, String nextIdBlock,
        @Nullable String timeQuery,
        boolean looksUpOneByOne, List<String> onOpen) {
    private static final String HISTORY = "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM \"flyway_schema_history\" WHERE \"success\" = TRUE";

    /** How long a server may stand still in a transaction, as PostgreSQL writes it. */
    static final String IDLE_LIMIT = "20s";
    /**
     * How long, if it has a counter that all changes wait for. Shorter, as this adds up: when PostgreSQL has taken it from one change of a server that stands still, the next of that
     * server gets it which waited for it.
     */
    static final String COUNTER_LIMIT = "10s";

    static final Dialect HSQLDB = new Dialect("HSQLDB", "hsqldb", "org.hsqldb.jdbc.JDBCDriver", HISTORY,
            "CALL NEXT VALUE FOR ID_BLOCKS",
            null, true,
            // HSQLDB 2.7.4 with row locks (MVCC) lets one wait forever for a transaction that was rolled back just then.
            List.of("SET DATABASE TRANSACTION CONTROL MVLOCKS", "SET FILES WRITE DELAY FALSE",
                    "SET FILES LOG SIZE 32"));
    static final Dialect POSTGRESQL = new Dialect("PostgreSQL", "postgresql", "org.postgresql.Driver", HISTORY,
            "SELECT NEXTVAL('ID_BLOCKS')",
            "SELECT CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000 AS BIGINT)", false, List.of());
    static final Dialect MARIADB = new Dialect("MariaDB", "mariadb", "org.mariadb.jdbc.Driver",
            HISTORY.replace('"', '`'), "SELECT NEXTVAL(ID_BLOCKS)",
            "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS INTEGER)", false, List.of());

    static Dialect of(String url) {
        if (url.startsWith("jdbc:hsqldb:")) {
            return HSQLDB;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        if (MariaDb.isUrl(url)) {
            return MARIADB;
        }
        throw new CatalogException(Reason.STORE,
                "Invalid store URL: '%s' (expected jdbc:postgresql://..., jdbc:mariadb://... or none for the embedded store)"
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

    /** The statement in the words of this database. */
    String words(String sql) {
        return this == MARIADB ? MariaDb.words(sql) : sql;
    }

    /** True if the transaction lost against another one, and may be run again. */
    boolean isLostRace(SQLException e) {
        return state(e).startsWith("40") || this == MARIADB && MariaDb.isLostRace(e)
                || isDuplicate(e) && (violates(e, "UNIQUE_DESCRIPTOR") || violates(e, "UNIQUE_PROPERTY"));
    }

    /** True where a list of values goes into a statement as one array, and rows as one array for each column: nothing is parsed or planned for each value. */
    boolean bindsArrays() {
        return this == POSTGRESQL;
    }

    /** True where a reading can lock the rows that it finds. */
    boolean locksByReading() {
        return this == POSTGRESQL;
    }

    /** True where statements that are joined by semicolons go there together. */
    boolean takesSeveralStatements() {
        return this == POSTGRESQL;
    }

    /** True where a change can answer with the rows that it changed. */
    boolean returnsChanges() {
        return this == POSTGRESQL;
    }

    /** True where a number that a sequence gave is never given again, whatever becomes of the transaction that asked for it. */
    boolean hasLastingSequences() {
        return this != HSQLDB;
    }

    boolean isDuplicate(SQLException e) {
        return this == MARIADB ? MariaDb.isDuplicate(e) : state(e).equals("23505");
    }

    boolean isBrokenReference(SQLException e) {
        return this == MARIADB
                ? MariaDb.isBrokenReference(e)
                : state(e).equals("23503") || state(e).equals("23504");
    }

    /** True if a text is longer than its column, or holds what no text of the store may. */
    boolean isUnfitText(SQLException e) {
        return state(e).equals("22001") || state(e).equals("22021");
    }

    /** True if the connection broke, or never came to be, so that another one may do. */
    boolean isConnectionLoss(SQLException e) {
        return state(e).startsWith("08") || state(e).startsWith("57P") || state(e).startsWith("25P0")
                || this == MARIADB && MariaDb.isConnectionLoss(e);
    }

    boolean violates(SQLException e, String constraint) {
        String message = e.getMessage();
        return message != null && message.toUpperCase(java.util.Locale.ROOT).contains(constraint);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
