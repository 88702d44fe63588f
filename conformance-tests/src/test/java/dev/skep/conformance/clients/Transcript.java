package dev.skep.conformance.clients;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What statements on one connection give, as lines. */
public final class Transcript {
    private final Connection connection;
    private final List<String> lines = new ArrayList<>();

    public Transcript(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement that must not fail and writes down its rows. */
    public Transcript run(String sql) throws SQLException {
        lines.add("> " + sql);
        rows(connection, sql).forEach(row -> lines.add("  " + row));
        return this;
    }

    /** Runs a statement that has to fail and writes down the first line of its message. */
    public Transcript fails(String sql) {
        lines.add("> " + sql);
        lines.add("  " + failure(connection, sql));
        return this;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The rows of a statement, values divided by {@code |}; empty for one without rows. */
    public static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return rows;
            }
            try (ResultSet result = statement.getResultSet()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(String.join("|", row));
                }
            }
        }
        return rows;
    }

    /** The first line of the message with which a statement fails. */
    public static String failure(Connection connection, String sql) {
        try {
            List<String> rows = rows(connection, sql);
            throw new AssertionError("Did not fail: " + sql + "\n" + String.join("\n", rows));
        } catch (SQLException e) {
            // Trino numbers its queries.
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst(
                    "^Query failed \\(#\\w+\\): ",
                    "");
        }
    }
}
