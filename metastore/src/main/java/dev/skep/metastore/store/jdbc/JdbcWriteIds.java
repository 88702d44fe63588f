package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.WriteIdStore;
import dev.skep.metastore.transaction.WriteId;

final class JdbcWriteIds implements WriteIdStore {
    private static final String SELECT = "SELECT TRANSACTION_ID, WRITE_ID FROM WRITE_IDS WHERE " + TableKeys.IS_TABLE;

    private final Statements statements;

    JdbcWriteIds(Statements statements) {
        this.statements = statements;
    }

    private static WriteId read(ResultSet row) throws SQLException {
        return new WriteId(row.getLong(1), row.getLong(2));
    }

    @Override
    public long newest(TableName table) {
        return statements.first("SELECT LAST_VALUE FROM WRITE_ID_COUNTERS WHERE " + TableKeys.IS_TABLE,
                row -> row.getLong(1), TableKeys.of(table)).orElse(0L);
    }

    @Override
    public void setNewest(TableName table, long writeId) {
        int changed = statements.update("UPDATE WRITE_ID_COUNTERS SET LAST_VALUE = ? WHERE " + TableKeys.IS_TABLE,
                TableKeys.of(table, writeId));
        if (changed == 0) {
            statements.update(
                    "INSERT INTO WRITE_ID_COUNTERS (LAST_VALUE, CATALOG_NAME, DATABASE_NAME, TABLE_NAME) VALUES (?, ?, ?, ?)",
                    TableKeys.of(table, writeId));
        }
    }

    @Override
    public void insert(TableName table, List<WriteId> writeIds) {
        List<@Nullable Object[]> rows = new ArrayList<>(writeIds.size());
        for (WriteId id : writeIds) {
            rows.add(TableKeys.of(table, id.number(), id.transaction()));
        }
        statements.batch(
                "INSERT INTO WRITE_IDS (WRITE_ID, TRANSACTION_ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME) VALUES (?, ?, ?, ?, ?)",
                rows);
    }

    @Override
    public List<WriteId> find(TableName table, List<Long> transactions) {
        return statements.listAmong(SELECT + " AND TRANSACTION_ID @", JdbcWriteIds::read, transactions,
                List.of(TableKeys.of(table)), List.of());
    }

    @Override
    public Optional<Long> newestOf(TableName table, long newestTransaction) {
        return statements.first(SELECT + " AND TRANSACTION_ID <= ? ORDER BY WRITE_ID DESC LIMIT 1",
                row -> row.getLong(2), table.database().catalog().name(), table.database().name(), table.name(),
                newestTransaction);
    }

    @Override
    public List<WriteId> upTo(TableName table, long newest) {
        return statements.list(SELECT + " AND WRITE_ID <= ? ORDER BY WRITE_ID", JdbcWriteIds::read,
                table.database().catalog().name(), table.database().name(), table.name(), newest);
    }

    @Override
    public void deleteAborted(TableName table, long newest) {
        statements.later("DELETE FROM WRITE_IDS WHERE " + TableKeys.IS_TABLE
                + " AND WRITE_ID <= ? AND TRANSACTION_ID IN (SELECT ID FROM TRANSACTIONS WHERE STATE = 'ABORTED')",
                table.database().catalog().name(), table.database().name(), table.name(), newest);
    }

    @Override
    public void tableDropped(TableName name) {
        statements.later("DELETE FROM WRITE_IDS WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
        statements.later("DELETE FROM WRITE_ID_COUNTERS WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
    }

    /** What a transaction took before it made a table of the new name, as CREATE TABLE AS SELECT does, gives way. */
    @Override
    public void tableRenamed(TableName from, TableName to) {
        if (newest(from) > 0) {
            tableDropped(to);
            TableKeys.rename(statements, "WRITE_IDS", from, to);
            TableKeys.rename(statements, "WRITE_ID_COUNTERS", from, to);
        }
    }

    @Override
    public void databaseDropped(DatabaseName name) {
        statements.later("DELETE FROM WRITE_IDS WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
        statements.later("DELETE FROM WRITE_ID_COUNTERS WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
    }
}
