package dev.skep.conformance.access;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.conformance.access.LeakWorld.User;
import dev.skep.conformance.access.Oracle.Door;
import dev.skep.conformance.access.Oracle.View;

/** The lists that BI tools ask for over JDBC. */
final class LeakMetadata {
    private final LeakServer server;
    private final LeakSuite suite;

    LeakMetadata(LeakServer server, LeakSuite suite) {
        this.server = server;
        this.suite = suite;
    }

    void run() {
        for (User user : LeakWorld.USERS) {
            Set<String> tables = new TreeSet<>();
            Set<String> columns = new TreeSet<>();
            for (Relation table : LeakWorld.TABLES) {
                View view = suite.view(user, table, Door.SQL);
                if (view.isSeen()) {
                    tables.add(table.name());
                    (view.rows() == null ? table.columns() : view.rows().columns())
                            .forEach(column -> columns.add(table.name() + "." + column));
                }
            }
            try {
                DatabaseMetaData metadata = server.sql(user.name()).getMetaData();
                compare(user, "getTables", tables, names(metadata.getTables(null, "%", "%", null), false));
                compare(user, "getColumns", columns, names(metadata.getColumns(null, "%", "%", "%"), true));
            } catch (SQLException e) {
                suite.check("%s: metadata fails: %s".formatted(user.name(), e.getMessage()));
            }
        }
    }

    private void compare(User user, String what, Set<String> expected, Set<String> actual) {
        suite.check(expected.equals(actual)
                ? null
                : "%s: %s tells %s, expected %s".formatted(user.name(), what, actual, expected));
    }

    /** The names that belong to the tables of the suite. */
    private static Set<String> names(ResultSet rows, boolean columns) throws SQLException {
        Set<String> known = new TreeSet<>();
        LeakWorld.TABLES.forEach(table -> known.add(table.name()));
        Set<String> names = new TreeSet<>();
        while (rows.next()) {
            String table = rows.getString("TABLE_NAME");
            String schema = rows.getString("TABLE_SCHEM");
            if (known.contains(table) && (schema.equals("shop") || schema.equals("vault"))) {
                names.add(columns ? table + "." + rows.getString("COLUMN_NAME") : table);
            }
        }
        return names;
    }
}
