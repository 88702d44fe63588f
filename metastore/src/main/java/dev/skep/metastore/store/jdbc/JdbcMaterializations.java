package dev.skep.metastore.store.jdbc;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.MaterializationStore;
import dev.skep.metastore.transaction.RebuildLock;
import dev.skep.metastore.transaction.WriteId;

final class JdbcMaterializations implements MaterializationStore {
    private static final List<String> BY_NAME = List.of("ROW_CHANGES", "REBUILD_LOCKS");

    private final Statements statements;

    JdbcMaterializations(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Optional<RebuildLock> rebuild(TableName view) {
        return statements.first("SELECT TRANSACTION_ID, HEARTBEAT_AT FROM REBUILD_LOCKS WHERE " + TableKeys.IS_TABLE,
                row -> new RebuildLock(view, row.getLong(1), Instant.ofEpochMilli(row.getLong(2))),
                TableKeys.of(view));
    }

    @Override
    public void insert(RebuildLock lock) {
        statements.update(
                "INSERT INTO REBUILD_LOCKS (TRANSACTION_ID, HEARTBEAT_AT, CATALOG_NAME, DATABASE_NAME, TABLE_NAME) VALUES (?, ?, ?, ?, ?)",
                TableKeys.of(lock.view(), lock.transaction(), lock.heartbeat().toEpochMilli()));
    }

    @Override
    public boolean heartbeat(TableName view, long transaction, Instant time) {
        return statements.update(
                "UPDATE REBUILD_LOCKS SET HEARTBEAT_AT = ? WHERE TRANSACTION_ID = ? AND " + TableKeys.IS_TABLE,
                TableKeys.of(view, time.toEpochMilli(), transaction)) > 0;
    }

    @Override
    public void deleteRebuild(TableName view) {
        statements.later("DELETE FROM REBUILD_LOCKS WHERE " + TableKeys.IS_TABLE, TableKeys.of(view));
    }

    @Override
    public void rowsChanged(TableName table, WriteId writeId) {
        int known = statements.update(
                "UPDATE ROW_CHANGES SET TRANSACTION_ID = ? WHERE WRITE_ID = ? AND " + TableKeys.IS_TABLE,
                TableKeys.of(table, writeId.transaction(), writeId.number()));
        if (known == 0) {
            statements.update(
                    "INSERT INTO ROW_CHANGES (TRANSACTION_ID, WRITE_ID, CATALOG_NAME, DATABASE_NAME, TABLE_NAME) VALUES (?, ?, ?, ?, ?)",
                    TableKeys.of(table, writeId.transaction(), writeId.number()));
        }
    }

    @Override
    public List<WriteId> rowChanges(TableName table, long first) {
        return statements.list(
                "SELECT TRANSACTION_ID, WRITE_ID FROM ROW_CHANGES WHERE WRITE_ID >= ? AND " + TableKeys.IS_TABLE
                        + " ORDER BY WRITE_ID",
                row -> new WriteId(row.getLong(1), row.getLong(2)), TableKeys.of(table, first));
    }

    @Override
    public void deleteRowChanges(TableName table, long newest) {
        statements.update("DELETE FROM ROW_CHANGES WHERE WRITE_ID <= ? AND " + TableKeys.IS_TABLE,
                TableKeys.of(table, newest));
    }

    @Override
    public void addSourceChanges(long source, SourceChanges changes) {
        statements.update(
                "UPDATE SOURCE_CHANGES SET INSERTED = INSERTED + CAST(? AS BIGINT), UPDATED = UPDATED + CAST(? AS BIGINT), DELETED = DELETED + CAST(? AS BIGINT) WHERE SOURCE_ID = ?",
                changes.inserted(), changes.updated(), changes.deleted(), source);
    }

    private static Optional<Long> idOf(Statements statements, TableName table) {
        return statements.first(
                "SELECT T.ID FROM CATALOGS C JOIN DATABASES D ON D.CATALOG_ID = C.ID JOIN TABLES T ON T.DATABASE_ID = D.ID WHERE C.NAME = ? AND D.NAME = ? AND T.NAME = ?",
                row -> row.getLong(1), TableKeys.of(table));
    }

    /** Has the changes of a view's sources counted, from what the view says. */
    static void count(Statements statements, Table view) {
        Table.CreationMetadata creation = view.creationMetadata();
        if (creation == null) {
            return;
        }
        statements.update("DELETE FROM SOURCE_CHANGES WHERE VIEW_ID = ?", view.id());
        for (TableName source : new LinkedHashSet<>(creation.sources())) {
            SourceChanges changes = creation.changes().getOrDefault(source, SourceChanges.NONE);
            idOf(statements, source).ifPresent(id -> statements.update(
                    "INSERT INTO SOURCE_CHANGES (VIEW_ID, SOURCE_ID, INSERTED, UPDATED, DELETED) VALUES (?, ?, ?, ?, ?)",
                    view.id(), id, changes.inserted(), changes.updated(), changes.deleted()));
        }
    }

    /** Returns what has changed in the sources of a view, without those in which nothing has. */
    static Map<TableName, SourceChanges> changes(Statements statements, long view) {
        record Change(TableName source, SourceChanges changes) {}
        Map<TableName, SourceChanges> changes = new HashMap<>();
        for (Change change : statements.list(
                "SELECT C.NAME, D.NAME, T.NAME, S.INSERTED, S.UPDATED, S.DELETED FROM SOURCE_CHANGES S JOIN TABLES T ON T.ID = S.SOURCE_ID JOIN DATABASES D ON D.ID = T.DATABASE_ID JOIN CATALOGS C ON C.ID = D.CATALOG_ID WHERE S.VIEW_ID = ?",
                row -> new Change(
                        new DatabaseName(new CatalogName(row.getString(1)), row.getString(2))
                                .table(row.getString(3)),
                        new SourceChanges(row.getLong(4), row.getLong(5), row.getLong(6))),
                view)) {
            if (!change.changes().equals(SourceChanges.NONE)) {
                changes.put(change.source(), change.changes());
            }
        }
        return changes;
    }

    /** Forgets the counts of a table that is dropped, as a view and as a source. */
    static void tableDeleted(Statements statements, long id) {
        statements.later("DELETE FROM SOURCE_CHANGES WHERE VIEW_ID = ? OR SOURCE_ID = ?", id, id);
    }

    static void tablesDeleted(Statements statements, List<Long> numbers) {
        statements.updateAmong("DELETE FROM SOURCE_CHANGES WHERE VIEW_ID @", numbers);
        statements.updateAmong("DELETE FROM SOURCE_CHANGES WHERE SOURCE_ID @", numbers);
    }

    @Override
    public void tableDropped(TableName name) {
        for (String rows : BY_NAME) {
            statements.later("DELETE FROM " + rows + " WHERE " + TableKeys.IS_TABLE, TableKeys.of(name));
        }
    }

    @Override
    public void tableRenamed(TableName from, TableName to) {
        for (String rows : BY_NAME) {
            statements.later("DELETE FROM " + rows + " WHERE " + TableKeys.IS_TABLE, TableKeys.of(to));
            TableKeys.rename(statements, rows, from, to);
        }
    }

    @Override
    public void databaseDropped(DatabaseName name) {
        for (String rows : BY_NAME) {
            statements.later("DELETE FROM " + rows + " WHERE " + TableKeys.IS_DATABASE, TableKeys.of(name));
        }
    }
}
