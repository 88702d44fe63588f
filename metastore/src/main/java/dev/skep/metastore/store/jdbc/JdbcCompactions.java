package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.CompactionStore;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionMetric;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.metastore.transaction.LockObject;

final class JdbcCompactions implements CompactionStore {
    private static final String SELECT = "SELECT ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, STATE, POOL, BODY FROM COMPACTIONS";

    private static final String IS_METRIC = TableKeys.IS_TABLE + " AND PARTITION_NAME = ? AND KIND = ?";

    private final Statements statements;
    private final Ids ids;

    JdbcCompactions(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public long next() {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + 1 WHERE NAME = 'COMPACTION'");
        return statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'COMPACTION'", row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public void insert(Compaction compaction) {
        LockObject object = compaction.object();
        statements.update(
                "INSERT INTO COMPACTIONS (ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, STATE, POOL, BODY) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                compaction.id(), object.database().catalog().name(), object.database().name(),
                TableKeys.tableColumn(object), TableKeys.partitionColumn(object), compaction.state().name(),
                poolColumn(compaction.pool()), CompactionJson.write(compaction));
    }

    private static String poolColumn(@Nullable String pool) {
        return pool == null ? "" : pool;
    }

    private static Compaction read(ResultSet row) throws SQLException {
        String pool = row.getString(7);
        String body = row.getString(8);
        return new Compaction(row.getLong(1), TableKeys.read(row, 2), CompactionState.valueOf(row.getString(6)),
                pool.isEmpty() ? null : pool, CompactionJson.readRequest(body), CompactionJson.readWork(body));
    }

    @Override
    public void update(Compaction changed) {
        statements.update("UPDATE COMPACTIONS SET STATE = ?, BODY = ? WHERE ID = ?", changed.state().name(),
                CompactionJson.write(changed), changed.id());
    }

    @Override
    public Optional<Compaction> find(long id) {
        return statements.first(SELECT + " WHERE ID = ?", JdbcCompactions::read, id);
    }

    @Override
    public Optional<Compaction> oldest(CompactionState state, @Nullable String pool) {
        return statements.first(SELECT + " WHERE STATE = ? AND POOL = ? ORDER BY ID LIMIT 1", JdbcCompactions::read,
                state.name(), poolColumn(pool));
    }

    @Override
    public List<Compaction> of(TableName table) {
        return statements.list(SELECT + " WHERE " + TableKeys.IS_TABLE + " ORDER BY ID DESC", JdbcCompactions::read,
                TableKeys.of(table));
    }

    @Override
    public List<Compaction> all() {
        return statements.list(SELECT + " ORDER BY ID DESC", JdbcCompactions::read);
    }

    @Override
    public Optional<CompactionMetric> metric(LockObject object, CompactionMetric.Kind kind) {
        return statements.first("SELECT METRIC_VALUE, VERSION FROM COMPACTION_METRICS WHERE " + IS_METRIC,
                row -> new CompactionMetric(object, kind, row.getInt(1), row.getInt(2)), key(object, kind));
    }

    private static Object[] key(LockObject object, CompactionMetric.Kind kind, Object... before) {
        Object[] key = java.util.Arrays.copyOf(before, before.length + 5);
        key[before.length] = object.database().catalog().name();
        key[before.length + 1] = object.database().name();
        key[before.length + 2] = TableKeys.tableColumn(object);
        key[before.length + 3] = TableKeys.partitionColumn(object);
        key[before.length + 4] = kind.name();
        return key;
    }

    @Override
    public void insert(CompactionMetric metric) {
        statements.update(
                "INSERT INTO COMPACTION_METRICS (ID, METRIC_VALUE, VERSION, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, KIND) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                key(metric.object(), metric.kind(), ids.next(), metric.value(), metric.version()));
    }

    @Override
    public boolean update(CompactionMetric changed) {
        return statements.update(
                "UPDATE COMPACTION_METRICS SET METRIC_VALUE = ?, VERSION = ? WHERE VERSION = ? AND " + IS_METRIC,
                key(changed.object(), changed.kind(), changed.value(), changed.version(), changed.version() - 1)) > 0;
    }

    @Override
    public boolean deleteMetric(LockObject object, CompactionMetric.Kind kind) {
        return statements.update("DELETE FROM COMPACTION_METRICS WHERE " + IS_METRIC, key(object, kind)) > 0;
    }

    @Override
    public void delete(List<Long> ids) {
        statements.updateAmong("DELETE FROM COMPACTIONS WHERE ID @", ids);
    }

    @Override
    public void tableDropped(TableName name) {
        statements.later("DELETE FROM COMPACTIONS WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
        statements.later("DELETE FROM COMPACTION_METRICS WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
    }

    @Override
    public void tableRenamed(TableName from, TableName to) {
        TableKeys.rename(statements, "COMPACTIONS", from, to);
        TableKeys.rename(statements, "COMPACTION_METRICS", from, to);
    }

    @Override
    public void databaseDropped(DatabaseName name) {
        statements.later("DELETE FROM COMPACTIONS WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
        statements.later("DELETE FROM COMPACTION_METRICS WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
    }
}
