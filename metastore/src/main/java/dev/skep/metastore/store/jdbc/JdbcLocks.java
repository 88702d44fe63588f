package dev.skep.metastore.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.store.LockStore;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.HeldLock.Blocker;
import dev.skep.metastore.transaction.LockComponent;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockState;
import dev.skep.metastore.transaction.LockType;

final class JdbcLocks implements LockStore {
    private static final String COLUMNS = "ID, COMPONENT, TRANSACTION_ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME, PARTITION_NAME, TYPE, OPERATION, STATE, CALLER, USER_NAME, HOST_NAME, AGENT, ACQUIRED_AT, HEARTBEAT_AT, HEARTBEATS, EXPIRES_AT, BLOCKED_BY, BLOCKED_BY_COMPONENT";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM LOCKS";
    private static final String IN_ORDER = " ORDER BY ID, COMPONENT";

    private final Statements statements;

    JdbcLocks(Statements statements) {
        this.statements = statements;
    }

    @Override
    public long next() {
        statements.update("UPDATE COUNTERS SET LAST_VALUE = LAST_VALUE + 1 WHERE NAME = 'LOCK'");
        return statements.first("SELECT LAST_VALUE FROM COUNTERS WHERE NAME = 'LOCK'", row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public void insert(List<HeldLock> components) {
        List<@Nullable Object[]> rows = new ArrayList<>(components.size());
        for (HeldLock one : components) {
            LockComponent component = one.component();
            LockObject object = component.object();
            Instant acquired = one.acquired();
            Blocker blocker = one.blockedBy();
            rows.add(new @Nullable Object[]{one.id(), one.number(), one.transaction(),
                    object.database().catalog().name(), object.database().name(), TableKeys.tableColumn(object),
                    TableKeys.partitionColumn(object), component.type().name(), component.operation().name(),
                    one.state().name(), one.caller(), one.user(), one.host(), one.agent(),
                    acquired == null ? null : acquired.toEpochMilli(), one.heartbeat().toEpochMilli(),
                    one.heartbeats(), one.expires().toEpochMilli(), blocker == null ? null : blocker.id(),
                    blocker == null ? null : blocker.number()});
        }
        statements.batch("INSERT INTO LOCKS (" + COLUMNS + ") VALUES " + Statements.marks(20), rows);
    }

    private static HeldLock read(ResultSet row) throws SQLException {
        long acquired = row.getLong(15);
        Instant acquiredAt = row.wasNull() ? null : Instant.ofEpochMilli(acquired);
        long blockedBy = row.getLong(19);
        Blocker blocker = row.wasNull() ? null : new Blocker(blockedBy, row.getInt(20));
        LockComponent component = new LockComponent(TableKeys.read(row, 4), LockType.valueOf(row.getString(8)),
                DataOperation.valueOf(row.getString(9)), row.getLong(3) != 0, false);
        return new HeldLock(row.getLong(1), row.getInt(2), component, LockState.valueOf(row.getString(10)),
                row.getLong(3), row.getString(11), row.getString(12), row.getString(13), row.getString(14),
                acquiredAt, Instant.ofEpochMilli(row.getLong(16)), row.getInt(17),
                Instant.ofEpochMilli(row.getLong(18)), blocker);
    }

    @Override
    public List<HeldLock> find(long id) {
        return statements.list(SELECT + " WHERE ID = ?" + IN_ORDER, JdbcLocks::read, id);
    }

    @Override
    public List<HeldLock> around(LockObject object) {
        String ofDatabase = SELECT + " WHERE " + TableKeys.IS_DATABASE;
        String table = object.table();
        return table == null
                ? statements.list(ofDatabase + IN_ORDER, JdbcLocks::read, TableKeys.of(object.database()))
                : statements.list(ofDatabase + " AND TABLE_NAME IN (?, '')" + IN_ORDER, JdbcLocks::read,
                        object.database().catalog().name(), object.database().name(), table);
    }

    @Override
    public List<HeldLock> all() {
        return statements.list(SELECT + IN_ORDER, JdbcLocks::read);
    }

    @Override
    public void acquire(long id, Instant time) {
        statements.update(
                "UPDATE LOCKS SET STATE = 'ACQUIRED', ACQUIRED_AT = ?, BLOCKED_BY = NULL, BLOCKED_BY_COMPONENT = NULL WHERE ID = ?",
                time.toEpochMilli(), id);
    }

    @Override
    public void block(long id, int number, Blocker blocker) {
        statements.update("UPDATE LOCKS SET BLOCKED_BY = ?, BLOCKED_BY_COMPONENT = ? WHERE ID = ? AND COMPONENT = ?",
                blocker.id(), blocker.number(), id, number);
    }

    @Override
    public boolean heartbeat(long id, Instant time, Instant expires) {
        return statements.update(
                "UPDATE LOCKS SET HEARTBEAT_AT = ?, HEARTBEATS = HEARTBEATS + 1, EXPIRES_AT = CASE WHEN EXPIRES_AT < ? THEN ? ELSE EXPIRES_AT END WHERE ID = ? AND TRANSACTION_ID = 0 AND EXPIRES_AT > ?",
                time.toEpochMilli(), expires.toEpochMilli(), expires.toEpochMilli(), id, time.toEpochMilli()) > 0;
    }

    @Override
    public boolean delete(long id) {
        return statements.update("DELETE FROM LOCKS WHERE ID = ?", id) > 0;
    }

    @Override
    public void deleteOfTransaction(long transaction) {
        statements.update("DELETE FROM LOCKS WHERE TRANSACTION_ID = ?", transaction);
    }

    @Override
    public boolean hasExpired(Instant time) {
        return statements.first("SELECT ID FROM LOCKS WHERE TRANSACTION_ID = 0 AND EXPIRES_AT <= ? LIMIT 1",
                row -> row.getLong(1), time.toEpochMilli()).isPresent();
    }

    @Override
    public void deleteExpired(Instant time) {
        statements.update("DELETE FROM LOCKS WHERE TRANSACTION_ID = 0 AND EXPIRES_AT <= ?", time.toEpochMilli());
    }
}
