package dev.skep.server.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rows of a result, to be compared with others of the same query; their order does not count, as that of equal rows is nobody's.
 *
 * @param rows sorted, values separated by bars
 */
record Answer(List<String> rows) {
    private static final double CLOSE = 1e-9;

    Answer {
        rows = List.copyOf(rows);
    }

    static Answer of(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(result.getObject(i)).append('|');
                }
                rows.add(row.toString());
            }
        }
        Collections.sort(rows);
        return new Answer(rows);
    }

    /** True if the rows are the same; sums of fractions in floating point may differ in their last digits. */
    boolean isLike(Answer other) {
        if (rows.size() != other.rows.size()) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).equals(other.rows.get(i)) && !isClose(rows.get(i), other.rows.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isClose(String row, String other) {
        String[] values = row.split("\\|", -1);
        String[] others = other.split("\\|", -1);
        if (values.length != others.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (!values[i].equals(others[i])) {
                try {
                    double value = Double.parseDouble(values[i]);
                    if (!(Math.abs(value - Double.parseDouble(others[i])) <= CLOSE * Math.abs(value))) {
                        return false;
                    }
                } catch (NumberFormatException e) {
                    return false;
                }
            }
        }
        return true;
    }
}
