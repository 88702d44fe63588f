package dev.skep.metastore.store.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/** Runs statements on one connection. Failures are {@link SqlFailure}s. */
final class Statements {
    /** How many rows or values go into one statement or round trip. */
    static final int BATCH = 1_000;
    /** How many characters of text go into one round trip, so that a batch is not larger than a database takes at once. */
    private static final int BATCH_CHARACTERS = 1_000_000;

    /** How many statements stand in line at most. */
    private static final int WAITING = 64;
    private static final int FEW = 4;

    private final Connection connection;
    private final Dialect dialect;
    private final List<Waiting> line = new ArrayList<>();

    Statements(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A statement that stands in line. */
    private record Waiting(String sql, @Nullable Object[] arguments) {}

    private PreparedStatement prepare(String sql) throws SQLException {
        flush();
        return connection.prepareStatement(dialect.words(sql));
    }

    /**
     * Runs a change of which nothing is to be known, before the next statement or the commit. Where the database takes several statements at once, those in line go there in
     * one round trip.
     */
    void later(String sql, @Nullable Object... arguments) {
        line.add(new Waiting(sql, arguments));
        if (line.size() == WAITING) {
            flush();
        }
    }

    /** Adds rows of which nothing is to be known: a few stand in line, many go at once, in batches. */
    void add(String sql, List<@Nullable Object[]> rows) {
        if (rows.size() > FEW) {
            batch(sql, rows);
        } else {
            rows.forEach(row -> later(sql, row));
        }
    }

    /** Runs what stands in line. */
    void flush() {
        if (line.isEmpty()) {
            return;
        }
        List<Waiting> waiting = List.copyOf(line);
        line.clear();
        if (!dialect.takesSeveralStatements()) {
            waiting.forEach(one -> update(one.sql(), one.arguments()));
            return;
        }
        StringJoiner sql = new StringJoiner("; ");
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Waiting one : waiting) {
            sql.add(one.sql());
            Collections.addAll(arguments, one.arguments());
        }
        try (PreparedStatement statement = prepare(sql.toString())) {
            bind(statement, arguments.toArray());
            statement.execute();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Reads the row that a result set is at. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql)) {
            bind(statement, arguments);
            statement.setFetchSize(BATCH);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(row.read(rows));
                }
                return list;
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
        List<T> list = list(sql, row, arguments);
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getFirst());
    }

    /** Returns how many rows changed. */
    int update(String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Raises a counter of COUNTERS and returns it. Its row stays locked until the commit, and every change through any server waits for it. */
    long raise(String counter, long by) {
        String sql = "UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + CAST(? AS BIGINT) WHERE NAME = ?";
        if (dialect.returnsChanges()) {
            return first(sql + " RETURNING LAST_VALUE, " + idleLimit(Dialect.COUNTER_LIMIT), row -> row.getLong(1), by,
                    counter)
                    .orElseThrow();
        }
        update(sql, by, counter);
        return first("SELECT LAST_VALUE, " + idleLimit(Dialect.COUNTER_LIMIT) + " FROM COUNTERS WHERE NAME = ?",
                row -> row.getLong(1), counter).orElseThrow();
    }

    /**
     * A text expression that makes PostgreSQL end this transaction if its server stands still, as it does from the beginning, or lets it be idle as long as work on folders takes. Others
     * wait for the rows that it has locked.
     */
    String idleLimit(boolean isLimited) {
        return idleLimit(isLimited ? Dialect.IDLE_LIMIT : "0");
    }

    private String idleLimit(String limit) {
        return dialect == Dialect.POSTGRESQL
                ? "SET_CONFIG('idle_in_transaction_session_timeout', '%s', TRUE)".formatted(limit)
                : "''";
    }

    /** Runs a statement once for each row of arguments, in batches. */
    void batch(String sql, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare(sql)) {
            int count = 0;
            long characters = 0;
            for (@Nullable
            Object[] row : rows) {
                long more = characters(row);
                if (count > 0 && (count == BATCH || characters + more > BATCH_CHARACTERS)) {
                    statement.executeBatch();
                    count = 0;
                    characters = 0;
                }
                bind(statement, row);
                statement.addBatch();
                count++;
                characters += more;
            }
            statement.executeBatch();
        } catch (SQLException e) {
            SQLException next = e.getNextException();
            throw new SqlFailure(next != null ? next : e);
        }
    }

    private static long characters(@Nullable Object[] row) {
        long characters = 0;
        for (Object value : row) {
            characters += value instanceof String text ? text.length() : 0;
        }
        return characters;
    }

    /**
     * Runs a query for rows that have one of {@code values} where the text has {@code @}, as {@code "... WHERE P.NAME @"}: for a part of the values at a time, or for one
     * at a time where the dialect is faster so. The arguments before and after the place are the same each time. The rows come in no order.
     */
    <T> List<T> listAmong(String sql, Row<T> row, List<?> values, List<?> before, List<?> after) {
        List<T> all = new ArrayList<>();
        if (values.isEmpty()) {
            return all;
        }
        if (dialect.bindsArrays()) {
            return list(sql.replace("@", "= ANY (?)"), row, joined(before, List.of(new Values(values)), after));
        }
        if (!dialect.looksUpOneByOne()) {
            for (List<?> part : parts(values)) {
                all.addAll(list(sql.replace("@", "IN " + marks(part.size())), row, joined(before, part, after)));
            }
            return all;
        }
        try (PreparedStatement statement = prepare(sql.replace("@", "= ?"))) {
            for (Object value : values) {
                bind(statement, joined(before, List.of(value), after));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        all.add(row.read(rows));
                    }
                }
            }
            return all;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** As {@link #listAmong}, for changes. */
    void updateAmong(String sql, List<?> values, @Nullable Object... before) {
        if (values.isEmpty()) {
            return;
        }
        if (dialect.bindsArrays()) {
            update(sql.replace("@", "= ANY (?)"), arguments(List.of(new Values(values)), before));
            return;
        }
        if (!dialect.looksUpOneByOne()) {
            for (List<?> part : parts(values)) {
                update(sql.replace("@", "IN " + marks(part.size())), arguments(part, before));
            }
            return;
        }
        List<@Nullable Object[]> rows = new ArrayList<>(values.size());
        for (Object value : values) {
            rows.add(arguments(List.of(value), before));
        }
        batch(sql.replace("@", "= ?"), rows);
    }

    private static Object[] joined(List<?> before, List<?> values, List<?> after) {
        List<Object> all = new ArrayList<>(before);
        all.addAll(values);
        all.addAll(after);
        return all.toArray();
    }

    private void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Values values) {
                statement.setArray(i + 1, values.of(connection));
            } else {
                statement.setObject(i + 1, arguments[i]);
            }
        }
    }

    /** Values of one type, bound as an array. */
    private record Values(List<?> values) {
        Array of(Connection connection) throws SQLException {
            return values.getFirst() instanceof Long
                    ? connection.createArrayOf("bigint", values.toArray(new Long[0]))
                    : connection.createArrayOf("text", values.toArray(new String[0]));
        }
    }

    /** A column of rows to be inserted: {@code bigint}, {@code integer} or {@code text}. */
    record NewColumn(String name, String type) {}

    /** Inserts rows, which have a value for each column, in as few statements as the dialect can. */
    void insert(String table, List<NewColumn> columns, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StringJoiner names = new StringJoiner(", ");
        columns.forEach(column -> names.add(column.name()));
        String into = "INSERT INTO " + table + " (" + names + ") ";
        if (!dialect.bindsArrays()) {
            batch(into + "VALUES " + marks(columns.size()), rows);
            return;
        }
        StringJoiner arrays = new StringJoiner(", ");
        columns.forEach(column -> arrays.add("CAST(? AS " + column.type() + "[])"));
        try (PreparedStatement statement = prepare(into + "SELECT * FROM UNNEST(" + arrays + ")")) {
            for (List<@Nullable Object[]> part : parts(rows)) {
                for (int i = 0; i < columns.size(); i++) {
                    statement.setArray(i + 1, column(columns.get(i).type(), part, i));
                }
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private Array column(String type, List<@Nullable Object[]> rows, int column) throws SQLException {
        @Nullable
        Object[] values = switch (type) {
            case "bigint" -> new Long[rows.size()];
            case "integer" -> new Integer[rows.size()];
            default -> new String[rows.size()];
        };
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[column];
        }
        return connection.createArrayOf(type, values);
    }

    /** Returns {@code (?, ?, ...)}. */
    static String marks(int count) {
        return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    /** Cuts a list into parts that fit into one statement. */
    static <T> List<List<T>> parts(List<T> list) {
        List<List<T>> parts = new ArrayList<>();
        for (int start = 0; start < list.size(); start += BATCH) {
            parts.add(list.subList(start, Math.min(list.size(), start + BATCH)));
        }
        return parts;
    }

    /** Returns the arguments with those of a list after them. */
    static @Nullable Object[] arguments(List<?> list, @Nullable Object... first) {
        @Nullable
        Object[] all = new Object[first.length + list.size()];
        System.arraycopy(first, 0, all, 0, first.length);
        for (int i = 0; i < list.size(); i++) {
            all[first.length + i] = list.get(i);
        }
        return all;
    }
}
