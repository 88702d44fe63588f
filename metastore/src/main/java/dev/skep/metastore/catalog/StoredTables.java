package dev.skep.metastore.catalog;

import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Constraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.ViewSecurity;
import dev.skep.metastore.catalog.RuleChanges.Entry;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.model.TableType;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.store.TableStore.Listed;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

final class StoredTables implements Tables {
    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;
    private final Ownership ownership;
    private final Places places;
    private final TableAlteration alteration;
    private final Set<Long> readable;
    private final GrantChanges grants;

    /** @param readable takes the numbers of tables that were handed out for SELECT */
    StoredTables(Rooms rooms, Guard guard, Set<Long> readable, GrantChanges grants) {
        this.grants = grants;
        this.rooms = rooms;
        this.guard = guard;
        this.readable = readable;
        this.seen = new Seen(guard);
        this.ownership = new Ownership(guard);
        this.places = new Places(guard);
        this.alteration = new TableAlteration(rooms, guard);
    }

    /** The table of a list's line, with its owner. */
    static OfTable object(Listed table) {
        return new OfTable(table.name(), Owned.owner(table.owner(), table.ownerType()));
    }

    @Override
    public Optional<AuthorizedTable> find(TableName name) {
        return rooms.store().read(tx -> seen.findTable(tx, name)).map(guard::authorize);
    }

    @Override
    public AuthorizedTable table(TableName name) {
        return find(name).orElseThrow(() -> Missing.table(name));
    }

    @Override
    public AuthorizedTable tableFor(Privilege privilege, TableName name) {
        Table table = rooms.store().read(tx -> seen.table(tx, name));
        AuthorizedTable authorized = guard.authorizeFor(privilege, table);
        if (privilege == Privilege.SELECT) {
            readable.add(table.id());
        }
        return authorized;
    }

    @Override
    public AuthorizedTable readAgain(AuthorizedTable before) {
        AuthorizedTable authorized = guard.authorizeFor(Privilege.SELECT, before.beneathPolicies());
        readable.add(before.beneathPolicies().id());
        return authorized;
    }

    @Override
    public Location defaultLocation(TableName name, TableType type) {
        return rooms.store().read(tx -> {
            Database database = seen.database(tx, name.database()).value();
            RemoteDatabases.checkLocal(database, "create table " + name.name() + " in");
            guard.check(Privilege.CREATE, Owned.newIn(database, name));
            String location = Warehouse.defaultLocation(database, name.name(), type == TableType.EXTERNAL_TABLE);
            places.checkFree(tx, location, Owned.newIn(database, name), null);
            return Warehouse.location(location);
        });
    }

    @Override
    public Table placed(Table table) {
        return rooms.store().read(tx -> {
            Database database = seen.database(tx, table.name().database()).value();
            guard.check(Privilege.CREATE, Owned.newIn(database, table.name()));
            if (table.type().isView()) {
                return table;
            }
            Table complete = complete(table, database);
            checkPlace(tx, complete, database);
            return table.withStorage(table.storage().withLocation(complete.storage().location()));
        });
    }

    @Override
    public List<AuthorizedTable> tables(DatabaseName database, List<String> names) {
        List<Table> found = rooms.store().read(tx -> {
            RemoteDatabases.checkLocal(seen.database(tx, database).value(), "read tables of");
            return tx.tables().find(database,
                    names.stream().map(name -> database.table(name).name()).distinct().toList());
        });
        Map<String, Table> byName = new HashMap<>();
        for (Table table : guard.visible(found, Owned::of)) {
            byName.put(table.name().name(), table);
        }
        List<AuthorizedTable> tables = new ArrayList<>();
        for (String name : names) {
            Table table = byName.remove(database.table(name).name());
            if (table != null) {
                guard.authorizeInBulk(table).ifPresent(tables::add);
            }
        }
        return tables;
    }

    @Override
    public List<String> names(DatabaseName database, NamePattern pattern, Set<TableType> types) {
        if (types.isEmpty() && guard.seesAllTables(database)) {
            List<String> all = rooms.store().read(tx -> {
                List<String> found = tx.tables().names(database, pattern.starts());
                checkLocalIfNone(tx, database, found);
                return found;
            });
            return pattern.isAll() ? all : all.stream().filter(pattern::matches).toList();
        }
        List<Listed> matching = matching(rooms.store().read(tx -> list(tx, database, pattern, types)), pattern);
        List<String> names = new ArrayList<>();
        for (Listed table : guard.visible(matching, StoredTables::object)) {
            names.add(table.name().name());
        }
        return names;
    }

    private List<Listed> list(StoreTransaction tx, DatabaseName database, NamePattern pattern, Set<TableType> types) {
        List<Listed> tables = tx.tables().list(database, pattern.starts(), types);
        checkLocalIfNone(tx, database, tables);
        return tables;
    }

    private void checkLocalIfNone(StoreTransaction tx, DatabaseName database, List<?> tables) {
        if (tables.isEmpty()) {
            seen.findDatabase(tx, database)
                    .ifPresent(found -> RemoteDatabases.checkLocal(found.value(), "list tables of"));
        }
    }

    private static List<Listed> matching(List<Listed> tables, NamePattern pattern) {
        return pattern.isAll()
                ? tables
                : tables.stream().filter(table -> pattern.matches(table.name().name())).toList();
    }

    @Override
    public List<TableSummary> summaries(CatalogName catalog, NamePattern databases, NamePattern tables,
            Set<TableType> types) {
        List<Listed> matching = matching(
                rooms.store().read(tx -> tx.tables().list(catalog, databases::matches, tables.starts(), types)),
                tables);
        return guard.visible(matching, StoredTables::object).stream().map(table -> new TableSummary(table.name(),
                table.type(), table.comment(), table.owner(), table.ownerType())).toList();
    }

    @Override
    public Table create(Table table) {
        return create(table, List.of());
    }

    @Override
    public Table create(Table table, List<Constraint> constraints) {
        return create(table, constraints, List.of());
    }

    @Override
    public Table create(Table table, List<Constraint> constraints, List<Grant> given) {
        List<Entry> made = new ArrayList<>();
        Table stored = rooms.change((tx, folders) -> {
            made.clear();
            Table created = create(tx, folders, table, constraints);
            made.addAll(grants.grantOnNew(tx, created, given));
            return created;
        }, (tx, folder) -> isTable(tx, table.name().database(), folder));
        grants.log(made);
        return stored;
    }

    /** Waits for those who make tables in the database just now, and holds up those who come. */
    static boolean isTable(StoreTransaction tx, DatabaseName database, Location folder) {
        return tx.databases().lock(database).isPresent() && tx.tables().atOrAround(List.of(folder.text())).stream()
                .anyMatch(name -> tx.tables().find(name)
                        .filter(table -> Places.isSame(folder.text(), table.storage().location())).isPresent());
    }

    /** Makes a table as a part of a change, which asks {@link #isTable} about the folder if it fails. */
    Table create(StoreTransaction tx, FolderChanges folders, Table table, List<Constraint> constraints) {
        TableName name = table.name();
        TableRules.check(table);
        ViewSecurity.check(table);
        Stored<Database> database = seen.database(tx, name.database());
        RemoteDatabases.checkLocal(database.value(), "create table " + name.name() + " in");
        OfTable made = Owned.newIn(database.value(), name);
        guard.check(Privilege.CREATE, made);
        checkAbsent(tx, name, made);
        Table complete = complete(ownership.ofNew(table, database.value()), database.value());
        checkPlace(tx, complete, database.value());
        String location = complete.storage().location();
        if (location != null) {
            folders.make(Warehouse.location(location));
        }
        // Taken only now, so that a slow file system does not hold up others; the name may have been taken meanwhile.
        if (tx.databases().lock(name.database()).filter(locked -> locked.id() == database.id()).isEmpty()) {
            throw Missing.database(name.database());
        }
        checkAbsent(tx, name, made);
        if (location != null) {
            folders.ensure(Warehouse.location(location));
        }
        Table stored = tx.tables().insert(database.id(), complete);
        tx.events().append(List.of(rooms.messages().tableCreated(stored)));
        new StoredConstraints(rooms, guard).add(tx, stored, constraints);
        return stored;
    }

    private void checkAbsent(StoreTransaction tx, TableName name, CatalogObject made) {
        tx.tables().find(name).ifPresent(existing -> {
            throw guard.reveals(Owned.of(existing))
                    ? new CatalogException(Reason.ALREADY_EXISTS, "Cannot create table %s: it exists".formatted(name))
                    : guard.notCreated(made);
        });
    }

    /** A place of one's own is asked for; the one that the warehouse chose must not be others'. */
    @EnforcementPoint
    private void checkPlace(StoreTransaction tx, Table table, Database database) {
        String location = table.storage().location();
        String usual = Places.usual(database, table);
        places.checkTable(null, table, usual);
        if (location != null && Places.isSame(location, usual)) {
            places.checkFree(tx, location, Owned.newIn(database, table.name()), null);
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
                .withParameters(rooms.timed(agreed.parameters()));
        return TableRules.withCreateTime(located, rooms.created(agreed.createTime()));
    }

    @Override
    public Table alter(TableName name, Table changed, Cascade cascade,
            Map<String, @Nullable String> expectedParameters) {
        TableRules.check(changed);
        ViewSecurity.check(changed);
        return rooms.change(
                (tx, folders) -> alteration.alter(tx, folders, name, changed, cascade, expectedParameters));
    }

    @Override
    public void changeCounts(TableName name, UnaryOperator<Map<String, String>> change) {
        rooms.store().change(tx -> {
            Table table = seen.lockTable(tx, name);
            RowCounts.checkMayCount(guard, table);
            Map<String, String> after = RowCounts.changed(table.parameters(), change);
            if (after.equals(table.parameters())) {
                return;
            }
            Table counted = table.withParameters(after);
            tx.tables().update(tx.databases().find(name.database()).orElseThrow().id(), counted);
            tx.events().append(List.of(rooms.messages().tableAltered(table, counted, false)));
        });
    }

    @Override
    public void drop(TableName name, DataRemoval data) {
        List<FolderTask> removals = rooms.store().inTransaction(tx -> {
            Table table = seen.lockTable(tx, name);
            guard.check(Privilege.DROP, Owned.of(table));
            tx.indexes().ofRows(table).ifPresent(index -> {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot drop table %s: it holds the rows of index %s of %s; drop the index"
                                .formatted(name, index.name(), index.table()));
            });
            return remove(tx, table, data);
        });
        rooms.folders().finish(removals);
    }

    /**
     * Removes a table, which is locked, and those that hold the rows of its indexes, as a part of a change. Returns what is then to be done to
     * folders.
     */
    List<FolderTask> remove(StoreTransaction tx, Table table, DataRemoval data) {
        List<FolderTask> removals = new ArrayList<>();
        List<NotificationEvent> events = new ArrayList<>();
        remove(tx, table, data, removals, events);
        List<FolderTask> tasks = rooms.folders().begin(tx, removals);
        tx.events().append(events);
        return tasks;
    }

    /** Removes a table as a part of a larger removal, and tells what is to be done to folders, and the events. */
    void remove(StoreTransaction tx, Table table, DataRemoval data, List<FolderTask> removals,
            List<NotificationEvent> events) {
        DroppedFiles.checkRemovable(rooms.warehouse(), "table " + table.name(), table.storage().location());
        removals.addAll(DroppedFiles.of(tx, table).removal(data));
        List<TableIndex> indexes = tx.indexes().of(table);
        tx.policies().tableDropped(table.name());
        tx.tables().delete(table.id());
        TransactionalState.tableDropped(tx, table.name());
        events.add(rooms.messages().tableDropped(table));
        for (TableIndex index : indexes) {
            tx.tables().lock(index.indexTable()).ifPresent(rows -> remove(tx, rows, data, removals, events));
        }
    }

    @Override
    public void truncate(TableName name, @Nullable List<String> partitionNames) {
        List<String> locations = rooms.store().inTransaction(tx -> {
            Table table = seen.lockTable(tx, name);
            guard.check(Privilege.DELETE, Owned.of(table));
            if (partitionNames != null) {
                guard.checkPartitions(guard.authorize(table));
            }
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
