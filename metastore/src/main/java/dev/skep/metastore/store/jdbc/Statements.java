package dev.skep.metastore.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Runs statements on one connection. Failures are {@link SqlFailure}s. */
final class Statements {
    /** How many rows or values go into one statement or round trip. */
    static final int BATCH = 1_000;
    /** How many characters of text go into one round trip, so that a batch is not larger than a database takes at once. */
    private static final int BATCH_CHARACTERS = 1_000_000;

    private final Connection connection;
    private final Dialect dialect;

    Statements(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Reads the row that a result set is at. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) {
        try (PreparedStatement statement = connection.prepareStatement(dialect.words(sql))) {
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
        try (PreparedStatement statement = connection.prepareStatement(dialect.words(sql))) {
            bind(statement, arguments);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Raises a counter of COUNTERS and returns it. Its row stays locked until the commit, and every change through any server waits for it. */
    long raise(String counter, long by) {
        update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + CAST(? AS BIGINT) WHERE NAME = ?", by, counter);
        return first("SELECT LAST_VALUE, " + idleLimit(true) + " FROM COUNTERS WHERE NAME = ?", row -> row.getLong(1),
                counter).orElseThrow();
    }

    /**
     * A text expression that makes PostgreSQL end this transaction if its server stands still, as it does from the beginning, or lets it be idle as long as work on folders takes. Others
     * wait for the rows that it has locked.
     */
    String idleLimit(boolean isLimited) {
        return dialect == Dialect.POSTGRESQL
                ? "SET_CONFIG('idle_in_transaction_session_timeout', '%s', TRUE)"
                        .formatted(isLimited ? Dialect.IDLE_LIMIT : "0")
                : "''";
    }

    /** Runs a statement once for each row of arguments, in batches. */
    void batch(String sql, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(dialect.words(sql))) {
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
        if (!dialect.looksUpOneByOne()) {
            for (List<?> part : parts(values)) {
                all.addAll(list(sql.replace("@", "IN " + marks(part.size())), row, joined(before, part, after)));
            }
            return all;
        }
        try (PreparedStatement statement = connection
                .prepareStatement(dialect.words(sql.replace("@", "= ?")))) {
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

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
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
