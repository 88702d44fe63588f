package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.store.StatisticsStore;

final class JdbcStatistics implements StatisticsStore {
    private static final long OF_TABLE = 0;
    private static final String COLUMNS = "S.COLUMN_NAME, S.COLUMN_TYPE, S.ENGINE, S.LAST_ANALYZED, S.BODY";

    private final Statements statements;

    JdbcStatistics(Statements statements) {
        this.statements = statements;
    }

    @Override
    public List<ColumnStatistics> ofTable(Table table, List<String> columns, String engine) {
        return statements.list(
                "SELECT " + COLUMNS
                        + " FROM COLUMN_STATISTICS S WHERE S.TABLE_ID = ? AND S.PARTITION_ID = ? AND S.ENGINE = ?"
                        + among(columns) + " ORDER BY S.COLUMN_NAME",
                JdbcStatistics::read, Statements.arguments(columns, table.id(), OF_TABLE, engine));
    }

    private static String among(List<String> columns) {
        return columns.isEmpty() ? "" : " AND S.COLUMN_NAME IN " + Statements.marks(columns.size());
    }

    private static ColumnStatistics read(ResultSet row) throws SQLException {
        return new ColumnStatistics(row.getString(1), row.getString(2), row.getString(3), row.getLong(4),
                StatisticsJson.read(row.getString(5)));
    }

    @Override
    public Map<String, List<ColumnStatistics>> ofPartitions(Table table, List<String> names, List<String> columns,
            String engine) {
        Map<String, List<ColumnStatistics>> found = new TreeMap<>();
        List<String> after = new ArrayList<>();
        after.add(engine);
        after.addAll(columns);
        statements.listAmong(
                "SELECT " + COLUMNS
                        + ", P.NAME FROM PARTITIONS P JOIN COLUMN_STATISTICS S ON S.TABLE_ID = P.TABLE_ID AND S.PARTITION_ID = P.ID"
                        + " WHERE P.TABLE_ID = ? AND P.NAME @ AND S.ENGINE = ?" + among(columns)
                        + " ORDER BY S.COLUMN_NAME",
                row -> found.computeIfAbsent(row.getString(6), name -> new ArrayList<>()).add(read(row)), names,
                List.of(table.id()), after);
        return found;
    }

    @Override
    public void replaceOfTable(Table table, List<ColumnStatistics> statistics) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ColumnStatistics one : statistics) {
            rows.add(row(table, OF_TABLE, one));
        }
        replace(rows);
    }

    @Override
    public void replaceOfPartitions(Table table, Map<String, List<ColumnStatistics>> statistics) {
        Map<String, Long> numbers = new HashMap<>();
        statements.listAmong("SELECT P.NAME, P.ID FROM PARTITIONS P WHERE P.TABLE_ID = ? AND P.NAME @",
                row -> numbers.put(row.getString(1), row.getLong(2)), List.copyOf(statistics.keySet()),
                List.of(table.id()), List.of());
        List<@Nullable Object[]> rows = new ArrayList<>();
        statistics.forEach((name, ofPartition) -> {
            Long id = numbers.get(name);
            if (id != null) {
                ofPartition.forEach(one -> rows.add(row(table, id, one)));
            }
        });
        replace(rows);
    }

    private static @Nullable Object[] row(Table table, long partitionId, ColumnStatistics statistics) {
        return new @Nullable Object[]{table.id(), partitionId, statistics.column(), statistics.engine(),
                statistics.columnType(), statistics.lastAnalyzed(), StatisticsJson.write(statistics.values())};
    }

    private void replace(List<@Nullable Object[]> rows) {
        List<@Nullable Object[]> keys = new ArrayList<>(rows.size());
        for (@Nullable
        Object[] row : rows) {
            keys.add(new @Nullable Object[]{row[0], row[1], row[2], row[3]});
        }
        statements.batch(
                "DELETE FROM COLUMN_STATISTICS WHERE TABLE_ID = ? AND PARTITION_ID = ? AND COLUMN_NAME = ? AND ENGINE = ?",
                keys);
        statements.batch(
                "INSERT INTO COLUMN_STATISTICS (TABLE_ID, PARTITION_ID, COLUMN_NAME, ENGINE, COLUMN_TYPE, LAST_ANALYZED, BODY) VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    @Override
    public int deleteOfTable(Table table, @Nullable String column, @Nullable String engine) {
        return delete("PARTITION_ID = 0", List.of(table.id()), column, engine);
    }

    @Override
    public int deleteOfPartition(Table table, String name, @Nullable String column, @Nullable String engine) {
        return delete("PARTITION_ID IN (SELECT P.ID FROM PARTITIONS P WHERE P.TABLE_ID = ? AND P.NAME = ?)",
                List.of(table.id(), table.id(), name), column, engine);
    }

    private int delete(String which, List<Object> first, @Nullable String column, @Nullable String engine) {
        List<Object> arguments = new ArrayList<>(first);
        String sql = "DELETE FROM COLUMN_STATISTICS WHERE TABLE_ID = ? AND " + which;
        if (column != null) {
            sql += " AND COLUMN_NAME = ?";
            arguments.add(column);
        }
        if (engine != null) {
            sql += " AND ENGINE = ?";
            arguments.add(engine);
        }
        return statements.update(sql, arguments.toArray());
    }

    @Override
    public void deleteColumns(Table table, Set<String> columns) {
        for (List<String> part : Statements.parts(List.copyOf(columns))) {
            statements.update("DELETE FROM COLUMN_STATISTICS WHERE TABLE_ID = ? AND COLUMN_NAME IN "
                    + Statements.marks(part.size()), Statements.arguments(part, table.id()));
        }
    }
}
