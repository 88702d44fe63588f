package dev.skep.conformance.clients.restricted;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.conformance.clients.Transcript;

/**
 * What EXPLAIN ACCESS says of a user and a table.
 *
 * @param columns what is seen of each visible column: its name, or the expression of its mask
 * @param filters the conditions that shown rows meet
 */
record Explained(String table, Map<String, String> columns, List<String> filters, boolean trusted) {

    Explained {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        filters = List.copyOf(filters);
    }

    /** Asks as one who may know. */
    static Explained of(Connection administrator, String user, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> filters = new ArrayList<>();
        boolean trusted = false;
        for (String line : Transcript.rows(administrator, "EXPLAIN ACCESS FOR USER " + user + " ON TABLE " + table)) {
            String[] parts = line.split("\\|", 4);
            String subject = parts[0];
            if (subject.startsWith("COLUMN ")) {
                String column = subject.substring("COLUMN ".length());
                switch (parts[1]) {
                    case "VISIBLE" -> columns.put(column, column);
                    case "MASKED" -> columns.put(column, after("shown as ", parts[3]));
                    case "HIDDEN" -> {
                    }
                    default -> throw new IllegalStateException("Unexpected line: " + line);
                }
            } else if (subject.startsWith("ROW FILTER ")) {
                filters.add(after("only rows where ", parts[3]));
            } else if (subject.equals("ROWS")) {
                throw new IllegalStateException("Unexpected line: " + line);
            } else if (subject.equals("TRUST")) {
                trusted = parts[1].equals("ALLOWED");
            }
        }
        return new Explained(table, columns, filters, trusted);
    }

    private static String after(String words, String text) {
        if (!text.startsWith(words)) {
            throw new IllegalStateException("Unexpected reason: " + text);
        }
        return text.substring(words.length());
    }

    boolean isSeen() {
        return !columns.isEmpty();
    }

    boolean isRestricted() {
        return !filters.isEmpty() || columns.entrySet().stream().anyMatch(one -> !one.getKey().equals(one.getValue()));
    }

    /** Whether an engine that reads files by itself is given the table. */
    boolean isGivenToEngines() {
        return isSeen() && (trusted || !isRestricted());
    }

    /** The rows that the user sees, as one finds them who sees the whole table. */
    List<String> rows(Connection everything) throws SQLException {
        StringBuilder query = new StringBuilder("SELECT ").append(String.join(", ", columns.values())).append(" FROM ")
                .append(table);
        for (int i = 0; i < filters.size(); i++) {
            query.append(i == 0 ? " WHERE (" : " AND (").append(filters.get(i)).append(")");
        }
        return Transcript.rows(everything, query.append(" ORDER BY 1").toString());
    }
}
