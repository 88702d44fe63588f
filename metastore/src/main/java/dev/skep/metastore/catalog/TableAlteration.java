package dev.skep.metastore.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.KeyType;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.FolderChanges.Move;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

/** What changing a table means for its name, folder, partitions and statistics. */
final class TableAlteration {
    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;
    private final Ownership ownership;
    private final Places places;

    TableAlteration(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
        this.ownership = new Ownership(guard);
        this.places = new Places(guard);
    }

    Table alter(StoreTransaction tx, FolderChanges folders, TableName name, Table changed, Cascade cascade,
            Map<String, @Nullable String> expectedParameters) {
        boolean isMoved = !changed.name().database().equals(name.database());
        // Databases before tables, as everywhere: no two changes wait for each other.
        Stored<Database> target = isMoved
                ? seen.lockDatabase(tx, changed.name().database())
                : tx.databases().find(name.database()).orElseThrow(() -> Missing.table(name));
        RemoteDatabases.checkLocal(target.value(), "move table " + name + " to");
        Table before = seen.lockTable(tx, name);
        guard.check(Privilege.ALTER, Owned.of(before));
        guard.checkChange("change", before);
        checkExpected(before, expectedParameters);
        Table after = merged(before, changed);
        ownership.checkKept(before.owner(), before.ownerType(), after.owner(), after.ownerType(), Owned.of(before));
        ownership.checkDefiner(before, after);
        TableRules.checkSameKeys(before, after);
        if (before.type().isView() != after.type().isView()) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot change %s: a %s cannot become a %s".formatted(name, before.type(), after.type()));
        }
        if (!after.name().equals(name)) {
            checkRename(tx, before, after.name(), target.value());
            after = renamed(tx, folders, before, after, target.value());
        } else if (!Objects.equals(before.storage().location(), after.storage().location()) && before.isPartitioned()) {
            tx.partitions().detachLocations(before);
        }
        checkPlace(tx, before, after, target.value());
        tx.tables().update(target.id(), after);
        changePartitions(tx, before, after, cascade);
        forgetStatistics(tx, before, after);
        StoredConstraints.forget(tx, before, after);
        if (!after.name().equals(name)) {
            tx.policies().tableRenamed(name, after.name());
            TransactionalState.tableRenamed(tx, name, after.name());
        }
        tx.events().append(List.of(rooms.messages().tableAltered(before, after, false)));
        return after;
    }

    /**
     * Under another name other policies may hold, those on patterns of names or on the other database: only one who reads all of a table, or manages it, may take
     * it there.
     */
    @EnforcementPoint
    private void checkRename(StoreTransaction tx, Table before, TableName target, Database database) {
        if (!guard.readsAll(before)) {
            guard.check(Privilege.MANAGE, Owned.of(before));
        }
        OfTable made = Owned.newIn(database, target);
        guard.check(Privilege.CREATE, made);
        tx.tables().find(target).ifPresent(existing -> {
            throw guard.reveals(Owned.of(existing))
                    ? new CatalogException(Reason.ALREADY_EXISTS,
                            "Cannot rename table %s to %s: that exists".formatted(before.name(), target))
                    : guard.notCreated(made);
        });
    }

    @EnforcementPoint
    private void checkPlace(StoreTransaction tx, Table before, Table after, Database database) {
        String location = after.storage().location();
        String usual = Places.usual(database, after);
        places.checkTable(before, after, usual);
        if (location != null && Places.isSame(location, usual)
                && !Objects.equals(location, before.storage().location())) {
            places.checkFree(tx, location, Owned.newIn(database, after.name()), before.name());
        }
    }

    /** The second sentence is what Iceberg's clients look for to tell a lost commit from a failure. */
    private static void checkExpected(Table before, Map<String, @Nullable String> expected) {
        expected.forEach((key, value) -> {
            String current = before.parameters().get(key);
            if (!Objects.equals(current, value)) {
                throw new CatalogException(Reason.CONFLICT,
                        "Cannot change table %s: The table has been modified. The parameter value for key '%s' is '%s'. The expected was value was '%s'"
                                .formatted(before.name(), key, current, value));
            }
        });
    }

    private Table merged(Table before, Table changed) {
        Table agreed = TableRules.withAgreedType(changed);
        String location = agreed.storage().location();
        if (location == null || location.isEmpty()) {
            location = before.storage().location();
        }
        if (agreed.type().isView()) {
            location = null;
        } else if (location != null) {
            Warehouse.location(location);
        }
        Table located = agreed.withId(before.id()).withStorage(agreed.storage().withLocation(location))
                .withParameters(guard.withUnseen(rooms.timed(agreed.parameters()), before));
        return TableRules.withCreateTime(located, rooms.createdBefore(before.createTime(), changed.createTime()));
    }

    /** A managed table that lies where the warehouse put it moves with its name, and its partitions in it do. */
    private Table renamed(StoreTransaction tx, FolderChanges folders, Table before, Table after, Database target) {
        String location = before.storage().location();
        boolean hasNewLocation = !Objects.equals(location, after.storage().location());
        Stored<Database> source = tx.databases().find(before.name().database()).orElseThrow();
        if (location != null && !hasNewLocation && !TableRules.isExternal(before)
                && isDefaultLocation(location, source.value(), before)) {
            String moved = Warehouse.defaultLocation(target, after.name().name(), TableRules.isExternal(after));
            places.checkFree(tx, moved, Owned.newIn(target, after.name()), before.name());
            folders.move(List.of(new Move(Warehouse.location(location), Warehouse.location(moved))));
            return after.withStorage(after.storage().withLocation(moved));
        }
        if (hasNewLocation && before.isPartitioned()) {
            tx.partitions().detachLocations(before);
        }
        return after;
    }

    private static boolean isDefaultLocation(String location, Database database, Table table) {
        Location usual = Warehouse
                .location(Warehouse.defaultLocation(database, table.name().name(), TableRules.isExternal(table)));
        return Warehouse.location(location).equals(usual);
    }

    private static void changePartitions(StoreTransaction tx, Table before, Table after, Cascade cascade) {
        if (!before.isPartitioned()) {
            return;
        }
        if (cascade == Cascade.PARTITIONS_TOO) {
            tx.partitions().changeDescriptors(after, storage -> storage.withColumns(after.storage().columns()));
        }
        if (!keyTypes(before).equals(keyTypes(after))) {
            tx.partitions().retype(after);
        }
    }

    private static List<KeyType> keyTypes(Table table) {
        return table.partitionKeys().stream().map(key -> KeyType.of(key.type())).toList();
    }

    /** Statistics of columns that are gone or have another type say nothing any more. */
    private static void forgetStatistics(StoreTransaction tx, Table before, Table after) {
        Set<String> kept = new HashSet<>();
        for (Column column : after.storage().columns()) {
            kept.add(column.name() + ' ' + column.type());
        }
        Set<String> forgotten = new HashSet<>();
        for (Column column : before.storage().columns()) {
            if (!kept.contains(column.name() + ' ' + column.type())) {
                forgotten.add(column.name());
            }
        }
        if (!forgotten.isEmpty()) {
            tx.statistics().deleteColumns(after, forgotten);
        }
    }
}
