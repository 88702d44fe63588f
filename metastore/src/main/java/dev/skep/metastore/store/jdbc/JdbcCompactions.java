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
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.metastore.transaction.LockObject;

final class JdbcCompactions implements CompactionStore {
    private static final String SELECT = "SELECT ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, STATE, POOL, BODY FROM COMPACTIONS";

    private final Statements statements;

    JdbcCompactions(Statements statements) {
        this.statements = statements;
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
    public void delete(List<Long> ids) {
        statements.updateAmong("DELETE FROM COMPACTIONS WHERE ID @", ids);
    }

    @Override
    public void tableDropped(TableName name) {
        statements.update("DELETE FROM COMPACTIONS WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
    }

    @Override
    public void tableRenamed(TableName from, TableName to) {
        TableKeys.rename(statements, "COMPACTIONS", from, to);
    }

    @Override
    public void databaseDropped(DatabaseName name) {
        statements.update("DELETE FROM COMPACTIONS WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
    }
}
