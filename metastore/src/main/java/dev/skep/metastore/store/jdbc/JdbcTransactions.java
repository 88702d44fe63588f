package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.TransactionStore;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.Transaction.Source;
import dev.skep.metastore.transaction.TransactionState;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.metastore.transaction.TransactionWrite;

final class JdbcTransactions implements TransactionStore {
    private static final String COLUMNS = "ID, STATE, TYPE, CALLER, USER_NAME, HOST_NAME, AGENT, STARTED_AT, HEARTBEAT_AT, HEARTBEATS, EXPIRES_AT, MIN_OPEN, REPLICATION_POLICY, SOURCE_ID";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM TRANSACTIONS";
    private static final String WRITES = "SELECT TRANSACTION_ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, OPERATION FROM TRANSACTION_WRITES";

    private final Statements statements;

    JdbcTransactions(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Instant time() {
        String query = statements.dialect().timeQuery();
        return query == null
                ? Instant.ofEpochMilli(System.currentTimeMillis())
                : Instant.ofEpochMilli(statements.first(query, row -> row.getLong(1)).orElseThrow());
    }

    @Override
    public long serialize() {
        return statements.raise("TRANSACTION", 0);
    }

    @Override
    public long newest() {
        return statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'TRANSACTION'", row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public void setNewest(long id) {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = ? WHERE NAME = 'TRANSACTION'", id);
    }

    @Override
    public void insert(List<Transaction> transactions) {
        List<@Nullable Object[]> rows = new ArrayList<>(transactions.size());
        for (Transaction one : transactions) {
            Source source = one.source();
            rows.add(new @Nullable Object[]{one.id(), one.state().name(), one.type().name(), one.caller(), one.user(),
                    one.host(), one.agent(), one.started().toEpochMilli(), one.heartbeat().toEpochMilli(),
                    one.heartbeats(), one.expires().toEpochMilli(), one.oldestOpen(),
                    source == null ? null : source.policy(), source == null ? null : source.id()});
        }
        statements.batch("INSERT INTO TRANSACTIONS (" + COLUMNS + ") VALUES " + Statements.marks(14), rows);
    }

    private static Transaction read(ResultSet row) throws SQLException {
        String policy = row.getString(13);
        return new Transaction(row.getLong(1), TransactionState.valueOf(row.getString(2)),
                TransactionType.valueOf(row.getString(3)), row.getString(4), row.getString(5), row.getString(6),
                row.getString(7), Instant.ofEpochMilli(row.getLong(8)), Instant.ofEpochMilli(row.getLong(9)),
                row.getInt(10), Instant.ofEpochMilli(row.getLong(11)), row.getLong(12),
                policy == null ? null : new Source(policy, row.getLong(14)));
    }

    @Override
    public Optional<Transaction> find(long id) {
        return statements.first(SELECT + " WHERE ID = ?", JdbcTransactions::read, id);
    }

    @Override
    public Optional<Transaction> repeating(Source source) {
        return statements.first(SELECT + " WHERE REPLICATION_POLICY = ? AND SOURCE_ID = ? ORDER BY ID DESC",
                JdbcTransactions::read, source.policy(), source.id());
    }

    static List<Transaction> repeating(Statements statements, String policy) {
        return statements.list(SELECT + " WHERE REPLICATION_POLICY = ? ORDER BY ID", JdbcTransactions::read, policy);
    }

    @Override
    public List<Transaction> between(long first, long last) {
        return statements.list(SELECT + " WHERE ID BETWEEN ? AND ? ORDER BY ID", JdbcTransactions::read, first, last);
    }

    @Override
    public List<Transaction> uncommitted() {
        return statements.list(SELECT + " WHERE STATE IN ('OPEN', 'ABORTED') ORDER BY ID", JdbcTransactions::read);
    }

    @Override
    public Optional<Long> oldestOpen() {
        return statements.first("SELECT ID FROM TRANSACTIONS WHERE STATE = 'OPEN' ORDER BY ID LIMIT 1",
                row -> row.getLong(1));
    }

    @Override
    public List<Long> expired(Instant time) {
        return statements.list("SELECT ID FROM TRANSACTIONS WHERE STATE = 'OPEN' AND EXPIRES_AT <= ? ORDER BY ID",
                row -> row.getLong(1), time.toEpochMilli());
    }

    @Override
    public int heartbeat(long first, long last, Instant time, Instant expires) {
        return statements.update(
                "UPDATE TRANSACTIONS SET HEARTBEAT_AT = ?, HEARTBEATS = HEARTBEATS + 1, EXPIRES_AT = CASE WHEN EXPIRES_AT < ? THEN ? ELSE EXPIRES_AT END WHERE ID BETWEEN ? AND ? AND STATE = 'OPEN' AND EXPIRES_AT > ?",
                time.toEpochMilli(), expires.toEpochMilli(), expires.toEpochMilli(), first, last,
                time.toEpochMilli());
    }

    @Override
    public void end(long id, TransactionState state) {
        statements.update("UPDATE TRANSACTIONS SET STATE = ? WHERE ID = ?", state.name(), id);
        statements.update("DELETE FROM READ_WRITE_IDS WHERE TRANSACTION_ID = ?", id);
    }

    @Override
    public void write(List<TransactionWrite> writes) {
        List<@Nullable Object[]> rows = new ArrayList<>(writes.size());
        for (TransactionWrite write : writes) {
            rows.add(new @Nullable Object[]{write.transaction(), write.object().database().catalog().name(),
                    write.object().database().name(), TableKeys.tableColumn(write.object()),
                    TableKeys.partitionColumn(write.object()), write.operation().name()});
        }
        statements.batch(
                "INSERT INTO TRANSACTION_WRITES (TRANSACTION_ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, OPERATION) VALUES (?, ?, ?, ?, ?, ?)",
                rows);
    }

    private static TransactionWrite readWrite(ResultSet row) throws SQLException {
        return new TransactionWrite(row.getLong(1), TableKeys.read(row, 2), DataOperation.valueOf(row.getString(6)));
    }

    @Override
    public List<TransactionWrite> writes(long transaction) {
        return statements.list(WRITES + " WHERE TRANSACTION_ID = ?", JdbcTransactions::readWrite, transaction);
    }

    /** The end of its lease says nothing of a transaction that is committed, but how long it is known. */
    @Override
    public void commitWrites(long transaction, long newest, Instant known) {
        statements.update("UPDATE TRANSACTIONS SET COMMIT_ID = ?, EXPIRES_AT = ? WHERE ID = ?", newest,
                known.toEpochMilli(), transaction);
        statements.update("UPDATE TRANSACTION_WRITES SET COMMIT_ID = ? WHERE TRANSACTION_ID = ?", newest, transaction);
    }

    @Override
    public List<TransactionWrite> committedSince(long transaction, TableName table) {
        return statements.list(
                WRITES + " WHERE " + TableKeys.IS_TABLE
                        + " AND COMMIT_ID >= ? AND TRANSACTION_ID <> ? ORDER BY TRANSACTION_ID",
                JdbcTransactions::readWrite, table.database().catalog().name(), table.database().name(), table.name(),
                transaction, transaction);
    }

    @Override
    public void reads(long transaction, TableName table, long writeId) {
        int changed = statements.update(
                "UPDATE READ_WRITE_IDS SET WRITE_ID = ? WHERE TRANSACTION_ID = ? AND " + TableKeys.IS_TABLE,
                TableKeys.of(table, writeId, transaction));
        if (changed == 0) {
            statements.update(
                    "INSERT INTO READ_WRITE_IDS (TRANSACTION_ID, WRITE_ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME) VALUES (?, ?, ?, ?, ?)",
                    TableKeys.of(table, transaction, writeId));
        }
    }

    /** What is older than all that any open transaction may have seen open decides nothing any more. */
    @Override
    public void prune(Instant now) {
        long horizon = statements.first("SELECT MIN(MIN_OPEN) FROM TRANSACTIONS WHERE STATE = 'OPEN'", row -> {
            long oldest = row.getLong(1);
            return row.wasNull() ? -1L : oldest;
        }).filter(oldest -> oldest >= 0).orElseGet(() -> newest() + 1);
        statements.update(
                "DELETE FROM WRITE_IDS WHERE TRANSACTION_ID < ? AND NOT EXISTS (SELECT 1 FROM TRANSACTIONS T WHERE T.ID = WRITE_IDS.TRANSACTION_ID AND T.STATE <> 'COMMITTED')",
                horizon);
        statements.update("DELETE FROM TRANSACTION_WRITES WHERE COMMIT_ID < ?", horizon);
        statements.update("DELETE FROM TRANSACTIONS WHERE ID < ? AND STATE = 'COMMITTED' AND EXPIRES_AT <= ?", horizon,
                now.toEpochMilli());
        statements.update(
                "DELETE FROM TRANSACTION_WRITES WHERE TRANSACTION_ID IN (SELECT T.ID FROM TRANSACTIONS T WHERE T.ID < ? AND T.STATE = 'ABORTED' AND NOT EXISTS (SELECT 1 FROM WRITE_IDS W WHERE W.TRANSACTION_ID = T.ID))",
                horizon);
        statements.update(
                "DELETE FROM TRANSACTIONS WHERE ID < ? AND STATE = 'ABORTED' AND NOT EXISTS (SELECT 1 FROM WRITE_IDS W WHERE W.TRANSACTION_ID = TRANSACTIONS.ID)",
                horizon);
    }

    @Override
    public void tableDropped(TableName name) {
        statements.later("DELETE FROM TRANSACTION_WRITES WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
        statements.later("DELETE FROM READ_WRITE_IDS WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
    }

    @Override
    public void tableRenamed(TableName from, TableName to) {
        TableKeys.rename(statements, "TRANSACTION_WRITES", from, to);
        statements.later("DELETE FROM READ_WRITE_IDS WHERE " + TableKeys.IS_TABLE, TableKeys.of(to));
        TableKeys.rename(statements, "READ_WRITE_IDS", from, to);
    }

    @Override
    public void databaseDropped(DatabaseName name) {
        statements.later("DELETE FROM TRANSACTION_WRITES WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
        statements.later("DELETE FROM READ_WRITE_IDS WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
    }
}
