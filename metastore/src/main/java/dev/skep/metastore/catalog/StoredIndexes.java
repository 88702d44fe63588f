package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.FolderChanges;

final class StoredIndexes implements Indexes {
    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;
    private final StoredTables tables;

    StoredIndexes(Rooms rooms, Guard guard, StoredTables tables) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
        this.tables = tables;
    }

    @Override
    public TableIndex add(TableIndex index, @Nullable Table indexTable) {
        TableRules.checkName(index.name(), "index");
        return rooms.change((tx, folders) -> {
            Table table = seen.lockTable(tx, index.table());
            guard.check(Privilege.ALTER, Owned.of(table));
            guard.checkChange("add an index to", table);
            if (tx.indexes().find(table, index.name()).isPresent()) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot add index %s to %s: it exists".formatted(index.name(), index.table()));
            }
            Table rows = rows(tx, folders, index, indexTable);
            TableIndex timed = index.withCreateTime(rooms.now()).withParameters(
                    TableRules.with(index.parameters(), TableRules.DDL_TIME, Long.toString(rooms.now())));
            tx.indexes().insert(table, rows, timed);
            return timed;
        }, (tx, folder) -> StoredTables.isTable(tx, index.indexTable().database(), folder));
    }

    private Table rows(StoreTransaction tx, FolderChanges folders, TableIndex index, @Nullable Table made) {
        if (made == null) {
            Table rows = seen.findTable(tx, index.indexTable())
                    .orElseThrow(() -> new CatalogException(Reason.INVALID_OBJECT,
                            "Cannot add index %s to %s: its table %s does not exist".formatted(index.name(),
                                    index.table(), index.indexTable())));
            // The table will go with the index.
            guard.check(Privilege.ALTER, Owned.of(rows));
            guard.check(Privilege.DROP, Owned.of(rows));
            if (rows.name().equals(index.table())) {
                throw new CatalogException(Reason.INVALID_OBJECT,
                        "Cannot add index %s to %s: a table cannot hold the rows of its own index"
                                .formatted(index.name(), index.table()));
            }
            return rows;
        }
        if (!made.name().equals(index.indexTable())) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Cannot add index %s to %s: its table is %s, and %s is to be made".formatted(index.name(),
                            index.table(), index.indexTable(), made.name()));
        }
        try {
            return tables.create(tx, folders, made, List.of());
        } catch (CatalogException e) {
            if (e.reason() == Reason.ALREADY_EXISTS) {
                throw new CatalogException(Reason.INVALID_OBJECT,
                        "Cannot add index %s to %s: its table %s exists".formatted(index.name(), index.table(),
                                made.name()),
                        e);
            }
            throw e;
        }
    }

    @Override
    public void alter(TableName name, String index, Map<String, String> parameters) {
        rooms.store().change(tx -> {
            Table table = seen.lockTable(tx, name);
            TableIndex before = index(tx, table, index);
            guard.check(Privilege.ALTER, Owned.of(table));
            tx.indexes().update(table, before.withParameters(
                    TableRules.with(parameters, TableRules.DDL_TIME, Long.toString(rooms.now()))));
        });
    }

    @Override
    public void drop(TableName name, String index, DataRemoval data) {
        List<FolderTask> removals = rooms.store().inTransaction(tx -> {
            Table table = seen.lockTable(tx, name);
            TableIndex dropped = index(tx, table, index);
            guard.check(Privilege.ALTER, Owned.of(table));
            tx.indexes().delete(table, dropped.name());
            return tx.tables().lock(dropped.indexTable()).map(rows -> tables.remove(tx, rows, data))
                    .orElse(List.of());
        });
        rooms.folders().finish(removals);
    }

    @Override
    public TableIndex index(TableName name, String index) {
        return rooms.store().read(tx -> seen.findTable(tx, name).map(table -> index(tx, table, index)))
                .orElseThrow(() -> missing(name, index));
    }

    private TableIndex index(StoreTransaction tx, Table table, String name) {
        return visible(tx.indexes().find(table, name.toLowerCase(Locale.ROOT)).stream().toList(), table).stream()
                .findFirst().orElseThrow(() -> missing(table.name(), name));
    }

    private static CatalogException missing(TableName table, String name) {
        return new CatalogException(Reason.NOT_FOUND,
                "Cannot find index %s of %s: it does not exist".formatted(name, table));
    }

    @Override
    public List<TableIndex> of(TableName name) {
        return rooms.store().read(tx -> {
            Optional<Table> table = seen.findTable(tx, name);
            return table.isEmpty() ? List.of() : visible(tx.indexes().of(table.get()), table.get());
        });
    }

    /** Those of whose columns the caller sees all. */
    @EnforcementPoint
    private List<TableIndex> visible(List<TableIndex> indexes, Table table) {
        if (indexes.isEmpty()) {
            return indexes;
        }
        AuthorizedTable seenTable = guard.authorize(table);
        Set<String> hidden = new HashSet<>();
        table.columns().forEach(column -> hidden.add(column.name()));
        seenTable.visibleColumns().forEach(column -> hidden.remove(column.name()));
        List<TableIndex> visible = new ArrayList<>();
        for (TableIndex index : indexes) {
            if (index.storage().columns().stream().map(Column::name).noneMatch(hidden::contains)) {
                visible.add(index);
            }
        }
        return visible;
    }
}
