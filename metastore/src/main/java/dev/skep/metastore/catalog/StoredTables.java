package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.store.TableStore.Listed;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

final class StoredTables implements Tables {
    private final Rooms rooms;
    private final Guard guard;
    private final TableAlteration alteration;

    StoredTables(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.alteration = new TableAlteration(rooms);
    }

    @Override
    public Optional<AuthorizedTable> find(TableName name) {
        return rooms.store().read(tx -> tx.tables().find(name)).map(AuthorizedTable::unrestricted);
    }

    @Override
    public AuthorizedTable table(TableName name) {
        return find(name).orElseThrow(() -> Missing.table(name));
    }

    @Override
    public AuthorizedTable tableFor(Privilege privilege, TableName name) {
        AuthorizedTable table = table(name);
        guard.check(privilege, new OfTable(name, null));
        return table;
    }

    @Override
    public Location defaultLocation(TableName name, TableType type) {
        guard.check(Privilege.CREATE, new OfTable(name, null));
        Database database = rooms.store().read(tx -> tx.databases().find(name.database())).map(Stored::value)
                .orElseThrow(() -> Missing.database(name.database()));
        return Warehouse.location(
                Warehouse.defaultLocation(database, name.name(), type == TableType.EXTERNAL_TABLE));
    }

    @Override
    public List<AuthorizedTable> tables(DatabaseName database, List<String> names) {
        List<Table> found = rooms.store().read(tx -> {
            if (tx.databases().find(database).isEmpty()) {
                throw Missing.database(database);
            }
            return tx.tables().find(database,
                    names.stream().map(name -> database.table(name).name()).distinct().toList());
        });
        Map<String, Table> byName = new HashMap<>();
        for (Table table : found) {
            byName.put(table.name().name(), table);
        }
        List<AuthorizedTable> tables = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            Table table = byName.get(database.table(name).name());
            if (table != null && guard.sees(new OfTable(table.name(), null)) && taken.add(table.name().name())) {
                tables.add(AuthorizedTable.unrestricted(table));
            }
        }
        return tables;
    }

    @Override
    public List<String> names(DatabaseName database, NamePattern pattern, Set<TableType> types) {
        List<String> names = new ArrayList<>();
        for (Listed table : rooms.store().read(tx -> tx.tables().list(database))) {
            if (matches(table, pattern, types)) {
                names.add(table.name().name());
            }
        }
        return names;
    }

    private boolean matches(Listed table, NamePattern pattern, Set<TableType> types) {
        return (types.isEmpty() || types.contains(table.type())) && pattern.matches(table.name().name())
                && guard.sees(new OfTable(table.name(), null));
    }

    @Override
    public List<TableSummary> summaries(CatalogName catalog, NamePattern databases, NamePattern tables,
            Set<TableType> types) {
        List<TableSummary> summaries = new ArrayList<>();
        for (Listed table : rooms.store().read(tx -> tx.tables().list(catalog))) {
            if (databases.matches(table.name().database().name()) && matches(table, tables, types)) {
                summaries.add(new TableSummary(table.name(), table.type(), table.comment(), table.owner(),
                        table.ownerType()));
            }
        }
        return summaries;
    }

    @Override
    public Table create(Table table) {
        TableName name = table.name();
        guard.check(Privilege.CREATE, new OfTable(name, null));
        TableRules.check(table);
        return rooms.change((tx, folders) -> {
            Stored<Database> database = tx.databases().find(name.database())
                    .orElseThrow(() -> Missing.database(name.database()));
            checkAbsent(tx, name);
            Table complete = complete(table, database.value());
            String location = complete.storage().location();
            if (location != null) {
                folders.make(Warehouse.location(location));
            }
            // Taken only now, so that a slow file system does not hold up others; the name may have been taken meanwhile.
            if (tx.databases().lock(name.database()).filter(locked -> locked.id() == database.id()).isEmpty()) {
                throw Missing.database(name.database());
            }
            checkAbsent(tx, name);
            Table stored = tx.tables().insert(database.id(), complete);
            tx.events().append(List.of(rooms.messages().tableCreated(stored)));
            return stored;
        });
    }

    private static void checkAbsent(StoreTransaction tx, TableName name) {
        if (tx.tables().find(name).isPresent()) {
            throw new CatalogException(Reason.ALREADY_EXISTS, "Cannot create table %s: it exists".formatted(name));
        }
    }

    private Table complete(Table table, Database database) {
        Table agreed = TableRules.withAgreedType(table);
        String location = agreed.storage().location();
        if (agreed.type().isView()) {
            location = null;
        } else if (location == null || location.isEmpty()) {
            location = Warehouse.defaultLocation(database, agreed.name().name(), TableRules.isExternal(agreed));
        }
        Table located = agreed.withStorage(agreed.storage().withLocation(location))
                .withParameters(TableRules.withDdlTime(agreed.parameters(), rooms.now()));
        return TableRules.withCreateTime(located, rooms.now());
    }

    @Override
    public Table alter(TableName name, Table changed, Cascade cascade,
            Map<String, @Nullable String> expectedParameters) {
        guard.check(Privilege.ALTER, new OfTable(name, null));
        if (!changed.name().equals(name)) {
            guard.check(Privilege.CREATE, new OfTable(changed.name(), null));
        }
        TableRules.check(changed);
        return rooms.change(
                (tx, folders) -> alteration.alter(tx, folders, name, changed, cascade, expectedParameters));
    }

    @Override
    public void drop(TableName name, DataRemoval data) {
        guard.check(Privilege.DROP, new OfTable(name, null));
        DroppedFiles files = rooms.store().inTransaction(tx -> {
            Table table = Missing.lock(tx, name);
            DroppedFiles dropped = DroppedFiles.of(tx, table);
            tx.tables().delete(table.id());
            tx.events().append(List.of(rooms.messages().tableDropped(table)));
            return dropped;
        });
        if (data != DataRemoval.KEEP) {
            files.delete(rooms.warehouse());
        }
    }

    @Override
    public void truncate(TableName name, @Nullable List<String> partitionNames) {
        guard.check(Privilege.DELETE, new OfTable(name, null));
        List<String> locations = rooms.store().inTransaction(tx -> {
            Table table = Missing.lock(tx, name);
            if (!TableRules.ownsFiles(table)) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot truncate %s: it is not a managed table".formatted(name));
            }
            return partitionNames == null && !table.isPartitioned()
                    ? truncateTable(tx, table)
                    : truncatePartitions(tx, table, partitionNames);
        });
        for (String location : locations) {
            rooms.warehouse().empty(Warehouse.location(location));
        }
    }

    private List<String> truncateTable(StoreTransaction tx, Table table) {
        Table after = table.withParameters(
                TableRules.with(table.parameters(), TableRules.DDL_TIME, Long.toString(rooms.now())));
        Stored<Database> database = tx.databases().find(table.name().database()).orElseThrow();
        tx.tables().update(database.id(), after);
        tx.statistics().deleteOfTable(table, null, null);
        tx.events().append(List.of(rooms.messages().tableAltered(table, after, true)));
        String location = table.storage().location();
        return location == null ? List.of() : List.of(location);
    }

    private List<String> truncatePartitions(StoreTransaction tx, Table table, @Nullable List<String> names) {
        if (!table.isPartitioned()) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot truncate partitions of %s: it is not partitioned".formatted(table.name()));
        }
        List<Partition> partitions = names == null
                ? tx.partitions().list(table, PartitionPredicate.all(),
                        Partitions.UNLIMITED)
                : tx.partitions().byNames(table, names);
        if (names != null && partitions.size() < new HashSet<>(names).size()) {
            throw new CatalogException(Reason.NOT_FOUND,
                    "Cannot truncate partitions of %s: not all of %s exist".formatted(table.name(), names));
        }
        List<String> locations = new ArrayList<>();
        for (Partition partition : partitions) {
            tx.statistics().deleteOfPartition(table,
                    PartitionNames.name(table.partitionKeys(), partition.values()), null, null);
            if (partition.storage().location() != null) {
                locations.add(partition.storage().location());
            }
        }
        tx.events().append(partitions.stream()
                .map(partition -> rooms.messages().partitionAltered(table, partition, partition, true)).toList());
        return locations;
    }
}
