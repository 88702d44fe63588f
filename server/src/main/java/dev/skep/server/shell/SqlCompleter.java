package dev.skep.server.shell;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers keywords, databases, and tables of the current or the named database. Lists are asked for anew when they are older than a few seconds. */
final class SqlCompleter implements Completer {
    private static final long FRESH_NANOS = 10_000_000_000L;
    private static final List<String> KEYWORDS = List.of("ALTER", "AND", "AS", "BETWEEN", "BY", "CASE", "CAST",
            "CREATE",
            "CROSS", "DATABASE", "DATABASES", "DELETE", "DESCRIBE", "DISTINCT", "DROP", "ELSE", "END", "EXISTS",
            "EXPLAIN",
            "EXTERNAL", "FROM", "FULL", "GROUP", "HAVING", "IN", "INNER", "INSERT", "INTO", "IS", "JOIN", "LEFT",
            "LIKE",
            "LIMIT", "LOCATION", "MSCK", "NOT", "NULL", "ON", "OR", "ORDER", "OUTER", "OVER", "OVERWRITE", "PARTITION",
            "PARTITIONED", "PARTITIONS", "REPAIR", "RIGHT", "SELECT", "SET", "SHOW", "STORED", "TABLE", "TABLES",
            "THEN",
            "UNION", "USE", "VALUES", "VIEW", "WHEN", "WHERE", "WITH");

    private final Connection connection;
    private List<String> names = List.of();
    private long loaded = System.nanoTime() - FRESH_NANOS;

    SqlCompleter(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        for (String candidate : candidates(word)) {
            candidates.add(new Candidate(candidate));
        }
    }

    /** The words that begin with {@code prefix}, without regard to case; keywords in the case that the user types. */
    List<String> candidates(String prefix) {
        List<String> found = new ArrayList<>();
        String lower = prefix.toLowerCase(Locale.ROOT);
        boolean lowerCase = !prefix.isEmpty() && Character.isLowerCase(prefix.charAt(0));
        for (String keyword : KEYWORDS) {
            String shown = lowerCase ? keyword.toLowerCase(Locale.ROOT) : keyword;
            if (shown.toLowerCase(Locale.ROOT).startsWith(lower)) {
                found.add(shown);
            }
        }
        for (String name : names()) {
            if (name.startsWith(lower)) {
                found.add(name);
            }
        }
        return found;
    }

    private List<String> names() {
        if (System.nanoTime() - loaded >= FRESH_NANOS) {
            loaded = System.nanoTime();
            try {
                names = load();
            } catch (SQLException e) {
                // Completion is a convenience: without names there are still the keywords.
                names = List.of();
            }
        }
        return names;
    }

    private List<String> load() throws SQLException {
        List<String> found = new ArrayList<>();
        String current = connection.getSchema();
        try (ResultSet schemas = connection.getMetaData().getSchemas()) {
            while (schemas.next()) {
                found.add(schemas.getString(1));
            }
        }
        try (ResultSet tables = connection.getMetaData().getTables(null, null, null, null)) {
            while (tables.next()) {
                String schema = tables.getString("TABLE_SCHEM");
                String table = tables.getString("TABLE_NAME");
                found.add(schema + "." + table);
                if (schema.equals(current)) {
                    found.add(table);
                }
            }
        }
        return found;
    }
}
