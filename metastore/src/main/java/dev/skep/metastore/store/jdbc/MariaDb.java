package dev.skep.metastore.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariConfig;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/** What is particular to MariaDB: its settings, its words, and what its error numbers mean, as the SQL states of several are the same. */
final class MariaDb {
    /**
     * The settings of each connection, whatever the server's are: text that is too long fails rather than being cut, texts are compared in their whole length, no value
     * of an UPDATE is taken from another one of it, and long lists of values are looked up in the index.
     */
    private static final String ON_CONNECT = """
            SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,PIPES_AS_CONCAT,SIMULTANEOUS_ASSIGNMENT',
                time_zone = '+00:00', max_sort_length = 4096, in_predicate_conversion_threshold = 0, foreign_key_checks = 1, unique_checks = 1,
                sql_safe_updates = 0""";

    static final int NO_SUCH_TABLE = 1146;

    private static final String CONNECT_TIMEOUT_MILLIS = "10000";
    private static final String SOCKET_TIMEOUT_MILLIS = "120000";
    private static final String SCHEME = "jdbc:mariadb:";
    private static final String MYSQL_SCHEME = "jdbc:mysql:";
    private static final int OLDEST_MAJOR = 10;
    private static final int OLDEST_MINOR = 6;
    private static final Pattern VERSION = Pattern.compile("(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)\\..*");

    private static final Set<Integer> DUPLICATES = Set.of(1062, 1169, 1586);
    private static final Set<Integer> BROKEN_REFERENCES = Set.of(1216, 1217, 1451, 1452);
    /** Changed since it was read, lock wait timeout, deadlock, table changed by a migration. */
    private static final Set<Integer> LOST_RACES = Set.of(1020, 1205, 1213, 1412);
    /** Shutdown, connection killed. */
    private static final Set<Integer> CONNECTION_LOSSES = Set.of(1053, 1927);

    private MariaDb() {}

    static boolean isUrl(String url) {
        return url.startsWith(SCHEME) || url.startsWith(MYSQL_SCHEME);
    }

    /** The URL as the driver takes it, which leaves MySQL's to MySQL's own driver. */
    static String driverUrl(String url) {
        return url.startsWith(MYSQL_SCHEME) ? SCHEME + url.substring(MYSQL_SCHEME.length()) : url;
    }

    /** Quotes what is a table of ours but a word of MariaDB's, and names types in casts as MariaDB does. */
    static String words(String sql) {
        return sql.replace("DATABASES", "`DATABASES`").replace("CAST(? AS BIGINT)", "CAST(? AS INTEGER)")
                .replace("CAST(NULL AS BOOLEAN)", "CAST(NULL AS INTEGER)");
    }

    static boolean isDuplicate(SQLException e) {
        return DUPLICATES.contains(e.getErrorCode());
    }

    static boolean isBrokenReference(SQLException e) {
        return BROKEN_REFERENCES.contains(e.getErrorCode());
    }

    static boolean isLostRace(SQLException e) {
        return LOST_RACES.contains(e.getErrorCode());
    }

    static boolean isConnectionLoss(SQLException e) {
        return CONNECTION_LOSSES.contains(e.getErrorCode());
    }

    /** Asks the server what it is, and sets the pool up for it. Fails with STORE if it is not one that the store's promises hold on. */
    static void configure(HikariConfig pool) throws SQLException {
        pool.setConnectionInitSql(ON_CONNECT);
        pool.addDataSourceProperty("useBulkStmtsForInserts", "true");
        // These may be given otherwise in the URL, which wins.
        pool.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT_MILLIS);
        pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_MILLIS);
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(pool.getUsername()));
        properties.setProperty("password", pool.getPassword() == null ? "" : pool.getPassword());
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_MILLIS);
        properties.setProperty("socketTimeout", SOCKET_TIMEOUT_MILLIS);
        try (Connection connection = new org.mariadb.jdbc.Driver().connect(pool.getJdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT VERSION(), @@log_bin, @@binlog_format, @@max_allowed_packet")) {
            row.next();
            // So that what is too large fails with that reason, where the server would cut the connection.
            pool.addDataSourceProperty("maxAllowedPacket", row.getString(4));
            String version = row.getString(1);
            if (!version.contains("MariaDB")) {
                throw refusal("the server is MySQL %s, and only MariaDB 10.6 or newer is supported".formatted(version));
            }
            Matcher numbers = VERSION.matcher(version);
            if (!numbers.matches()
                    || isTooOld(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))) {
                throw refusal("the server is %s, and MariaDB 10.6 or newer is needed".formatted(version));
            }
            if (row.getBoolean(2) && "STATEMENT".equals(row.getString(3))) {
                throw refusal(
                        "the server's binlog_format is STATEMENT, which takes no READ COMMITTED transactions; set it to MIXED or ROW");
            }
        }
    }

    private static boolean isTooOld(int major, int minor) {
        return major < OLDEST_MAJOR || major == OLDEST_MAJOR && minor < OLDEST_MINOR;
    }

    private static CatalogException refusal(String reason) {
        return new CatalogException(Reason.STORE, "Cannot use the catalog's store: " + reason);
    }
}
