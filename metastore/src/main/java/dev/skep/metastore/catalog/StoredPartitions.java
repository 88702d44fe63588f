package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AuthorizedTable;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

final class StoredPartitions implements Partitions {
    /** How many partitions one event names. */
    private static final int PER_EVENT = 1_000;

    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;
    private final Places places;
    private final Set<Long> readable;
    private final PartitionFolders partitionFolders;

    /** @param readable the numbers of tables that were handed out for SELECT */
    StoredPartitions(Rooms rooms, Guard guard, Set<Long> readable) {
        this.rooms = rooms;
        this.guard = guard;
        this.readable = readable;
        this.seen = new Seen(guard);
        this.places = new Places(guard);
        this.partitionFolders = new PartitionFolders(rooms.warehouse());
    }

    private interface Reading<T> {
        T read(StoreTransaction tx, AuthorizedTable table);
    }

    /** Reads for someone who is told what is read. */
    private <T> T read(TableName name, Reading<T> reading) {
        return rooms.store().read(tx -> {
            AuthorizedTable table = guard.authorize(partitioned(seen.table(tx, name)));
            guard.checkPartitions(table);
            return reading.read(tx, table);
        });
    }

    private static Table partitioned(Table table) {
        if (!table.isPartitioned()) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot look for partitions of %s: it is not partitioned".formatted(table.name()));
        }
        return table;
    }

    @Override
    public Optional<Partition> find(TableName table, List<String> values) {
        return read(table, (tx, of) -> {
            checkValues(of.beneathPolicies(), values);
            return tx.partitions().find(of.beneathPolicies(), values)
                    .map(partition -> guard.visible(List.of(partition), of).getFirst());
        });
    }

    @Override
    public List<Partition> list(TableName table, PartitionPredicate predicate, int limit) {
        return read(table,
                (tx, of) -> guard.visible(tx.partitions().list(of.beneathPolicies(), predicate, limit), of));
    }

    @Override
    public List<Partition> byNames(TableName table, List<String> names) {
        return read(table, (tx, of) -> guard.visible(tx.partitions().byNames(of.beneathPolicies(), names), of));
    }

    @Override
    public List<String> names(TableName table, PartitionPredicate predicate, int limit) {
        return read(table, (tx, of) -> tx.partitions().names(of.beneathPolicies(), predicate, limit));
    }

    @Override
    public long count(TableName table, PartitionPredicate predicate) {
        return read(table, (tx, of) -> tx.partitions().count(of.beneathPolicies(), predicate));
    }

    @Override
    public List<Partition> forScan(AuthorizedTable table, PartitionPredicate predicate) {
        return rooms.store().read(tx -> {
            checkEngine(table.name());
            Table stored = partitioned(Missing.find(tx, table.name()));
            if (stored.id() != table.beneathPolicies().id()) {
                throw Missing.table(table.name());
            }
            checkScan(stored);
            return tx.partitions().list(stored, predicate, UNLIMITED);
        });
    }

    /** What this session, or one of a view's definer that it gave, handed out for SELECT is scanned with it; anything else is decided on. */
    @EnforcementPoint
    private void checkScan(Table table) {
        if (!readable.contains(table.id())) {
            if (!guard.reveals(Owned.of(table))) {
                throw Missing.table(table.name());
            }
            guard.authorizeFor(Privilege.SELECT, table);
        }
    }

    @Override
    public List<Partition> forWrite(TableName table, PartitionPredicate predicate) {
        return rooms.store().read(tx -> {
            checkEngine(table);
            Table stored = partitioned(seen.table(tx, table));
            guard.check(Privilege.INSERT, Owned.of(stored));
            return tx.partitions().list(stored, predicate, UNLIMITED);
        });
    }

    /** Partitions beneath the policies are for the engine that keeps them. */
    @EnforcementPoint
    private void checkEngine(TableName name) {
        if (guard.reader() != FileReader.ENGINE) {
            throw new CatalogException(Reason.ACCESS_DENIED,
                    "Cannot scan partitions of %s: only for an engine that keeps row filters and masks"
                            .formatted(name));
        }
    }

    private static void checkValues(Table table, List<String> values) {
        if (values.size() != table.partitionKeys().size()) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid partition values of %s: %s (%d values for %d partition keys)".formatted(table.name(),
                            values, values.size(), table.partitionKeys().size()));
        }
        for (String value : values) {
            if (value.indexOf('\0') >= 0) {
                throw new CatalogException(Reason.INVALID_INPUT,
                        "Invalid partition value of %s: it holds a zero character".formatted(table.name()));
            }
        }
    }

    private static String name(Table table, List<String> values) {
        checkValues(table, values);
        return PartitionNames.name(table.partitionKeys(), values);
    }

    @Override
    public List<Partition> add(TableName name, List<Partition> partitions, IfExists ifExists) {
        Map<Location, String> wanted = new HashMap<>();
        return rooms.change((tx, folders) -> {
            // One who may add what is there needs to know what is there: nobody adds meanwhile.
            Table table = ifExists == IfExists.SKIP
                    ? seen.lockTable(tx, name)
                    : seen.lockTableForAddition(tx, name);
            guard.check(Privilege.INSERT, Owned.of(table));
            partitioned(table);
            guard.checkAddition(table);
            Map<String, Partition> added = new LinkedHashMap<>();
            for (Partition partition : partitions) {
                String partitionName = name(table, partition.values());
                if (added.putIfAbsent(partitionName, partition) != null && ifExists == IfExists.FAIL) {
                    throw exists(table, partitionName, "it is given twice");
                }
            }
            Set<String> existing = tx.partitions().existing(table, List.copyOf(added.keySet()));
            if (!existing.isEmpty() && ifExists == IfExists.FAIL) {
                throw exists(table, existing.iterator().next(), "it exists");
            }
            added.keySet().removeAll(existing);
            List<Partition> complete = new ArrayList<>(added.size());
            added.forEach((partitionName, partition) -> complete.add(complete(table, partitionName, partition)));
            complete.forEach(partition -> places.checkPartition(table, null, partition.storage(),
                    PartitionFolders.usual(table, name(table, partition.values()))));
            Map<Location, String> places = new LinkedHashMap<>();
            complete.forEach(partition -> {
                String location = partition.storage().location();
                if (location != null) {
                    places.put(Warehouse.location(location), name(table, partition.values()));
                }
            });
            wanted.putAll(places);
            folders.makeAll(places.keySet());
            tx.partitions().insert(table, complete);
            append(tx, complete, part -> rooms.messages().partitionsAdded(table, part));
            return complete;
        }, (tx, folder) -> isPartition(tx, name, wanted.get(folder)));
    }

    /** Waits for those who add partitions just now, and holds up those who come. */
    private static boolean isPartition(StoreTransaction tx, TableName name, @Nullable String partition) {
        Optional<Table> table = tx.tables().lock(name);
        return partition == null
                || table.isPresent() && !tx.partitions().existing(table.get(), List.of(partition)).isEmpty();
    }

    private static CatalogException exists(Table table, String partition, String reason) {
        return new CatalogException(Reason.ALREADY_EXISTS,
                "Cannot add partition %s to %s: %s".formatted(partition, table.name(), reason));
    }

    private Partition complete(Table table, String name, Partition partition) {
        String location = partition.storage().location();
        if (location == null || location.isEmpty()) {
            location = PartitionFolders.usual(table, name);
        }
        List<String> values = PartitionNames.values(table.partitionKeys(), name).orElseThrow();
        return new Partition(table.name(), values, rooms.created(partition.createTime()), partition.lastAccessTime(),
                partition.storage().withLocation(location),
                rooms.timed(partition.parameters()), partition.writeId());
    }

    private interface EventOf {
        NotificationEvent of(List<Partition> partitions);
    }

    private static void append(StoreTransaction tx, List<Partition> partitions, EventOf event) {
        List<NotificationEvent> events = new ArrayList<>();
        for (int start = 0; start < partitions.size(); start += PER_EVENT) {
            events.add(event.of(partitions.subList(start, Math.min(partitions.size(), start + PER_EVENT))));
        }
        if (!events.isEmpty()) {
            tx.events().append(events);
        }
    }

    @Override
    public void alter(TableName name, List<Partition> partitions) {
        rooms.store().change(tx -> {
            Table table = lock(tx, name, Privilege.ALTER);
            guard.checkPartitions(guard.authorize(table));
            guard.checkChange("change partitions of", table);
            Map<String, Partition> changes = new LinkedHashMap<>();
            for (Partition partition : partitions) {
                changes.put(name(table, partition.values()), partition);
            }
            Map<List<String>, Partition> before = new HashMap<>();
            for (Partition partition : tx.partitions().byNames(table, List.copyOf(changes.keySet()))) {
                before.put(partition.values(), partition);
            }
            List<Partition> after = new ArrayList<>();
            List<NotificationEvent> events = new ArrayList<>();
            changes.forEach((partitionName, changed) -> {
                List<String> values = PartitionNames.values(table.partitionKeys(), partitionName).orElseThrow();
                Partition old = before.get(values);
                if (old == null) {
                    throw notFound(table, partitionName);
                }
                Partition merged = merged(old, values, changed);
                places.checkPartition(table, old.storage(), merged.storage(),
                        PartitionFolders.usual(table, partitionName));
                after.add(merged);
                events.add(rooms.messages().partitionAltered(table, old, merged, false));
            });
            tx.partitions().update(table, after);
            if (!events.isEmpty()) {
                tx.events().append(events);
            }
        });
    }

    private static CatalogException notFound(Table table, String partition) {
        return new CatalogException(Reason.NOT_FOUND,
                "Cannot find partition %s of %s: it does not exist".formatted(partition, table.name()));
    }

    private Partition merged(Partition before, List<String> values, Partition changed) {
        String location = changed.storage().location();
        return new Partition(before.table(), values,
                changed.createTime() > 0 ? changed.createTime() : before.createTime(), changed.lastAccessTime(),
                changed.storage()
                        .withLocation(location == null || location.isEmpty() ? before.storage().location() : location),
                rooms.timed(changed.parameters()), changed.writeId());
    }

    @Override
    public void rename(TableName name, List<String> values, Partition changed) {
        rooms.<Boolean>change((tx, folders) -> {
            Table table = lock(tx, name, Privilege.ALTER);
            guard.checkPartitions(guard.authorize(table));
            guard.checkChange("change partitions of", table);
            String oldName = name(table, values);
            String newName = name(table, changed.values());
            Partition before = tx.partitions().find(table, values).orElseThrow(() -> notFound(table, oldName));
            if (!oldName.equals(newName) && !tx.partitions().existing(table, List.of(newName)).isEmpty()) {
                throw new CatalogException(Reason.ALREADY_EXISTS, "Cannot rename partition %s of %s to %s: that exists"
                        .formatted(oldName, table.name(), newName));
            }
            List<String> newValues = PartitionNames.values(table.partitionKeys(), newName).orElseThrow();
            Partition after = partitionFolders.moved(folders, table, oldName, newName, before,
                    merged(before, newValues, changed));
            places.checkPartition(table, before.storage(), after.storage(), PartitionFolders.usual(table, newName));
            tx.partitions().rename(table, before.values(), after);
            tx.events().append(List.of(rooms.messages().partitionAltered(table, before, after, false)));
            return true;
        });
    }

    @Override
    public List<Partition> drop(TableName name, List<PartitionPredicate> predicates, DataRemoval data,
            IfExists ifExists) {
        record Dropped(Table table, Map<String, Partition> partitions, List<FolderTask> removals) {}
        Dropped dropped = rooms.store().inTransaction(tx -> {
            Table table = lock(tx, name, Privilege.DELETE);
            guard.checkPartitions(guard.authorize(table));
            Map<String, Partition> partitions = new TreeMap<>();
            for (PartitionPredicate predicate : predicates) {
                List<Partition> found = tx.partitions().list(table, predicate, UNLIMITED);
                if (found.isEmpty() && ifExists == IfExists.FAIL) {
                    throw new CatalogException(Reason.NOT_FOUND,
                            "Cannot drop partitions of %s: none meets %s".formatted(name, predicate));
                }
                for (Partition partition : found) {
                    partitions.put(name(table, partition.values()), partition);
                }
            }
            partitionFolders.checkRemovable(table, partitions);
            tx.partitions().delete(table, List.copyOf(partitions.keySet()));
            List<FolderTask> removals = data != DataRemoval.KEEP && TableRules.ownsFiles(table)
                    ? PartitionFolders.removal(table, partitions, TableRules.removal(table, data))
                    : List.of();
            List<FolderTask> begun = rooms.folders().begin(tx, removals);
            append(tx, List.copyOf(partitions.values()), part -> rooms.messages().partitionsDropped(table, part));
            return new Dropped(table, partitions, begun);
        });
        rooms.folders().finish(dropped.removals());
        return guard.visible(List.copyOf(dropped.partitions().values()), guard.authorize(dropped.table()));
    }

    @Override
    public List<Partition> exchange(TableName source, PartitionPredicate predicate, TableName target) {
        if (source.equals(target)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot exchange partitions of %s: source and target are the same table".formatted(source));
        }
        return rooms.change((tx, folders) -> {
            // In the order of names, so that two exchanges in opposite directions do not wait for each other.
            boolean sourceFirst = source.toString().compareTo(target.toString()) < 0;
            Table first = seen.lockTable(tx, sourceFirst ? source : target);
            Table second = seen.lockTable(tx, sourceFirst ? target : source);
            Table from = partitioned(sourceFirst ? first : second);
            Table to = partitioned(sourceFirst ? second : first);
            checkExchange(from, to);
            PartitionFolders.checkExchangeable(from, to);
            List<Partition> leaving = tx.partitions().list(from, predicate, UNLIMITED);
            if (leaving.isEmpty()) {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot exchange partitions of %s: none meets %s".formatted(source, predicate));
            }
            List<String> names = leaving.stream().map(partition -> name(from, partition.values())).toList();
            for (String existing : tx.partitions().existing(to, names)) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot exchange partition %s of %s: it exists in %s".formatted(existing, source, target));
            }
            List<Partition> arriving = partitionFolders.exchange(folders, leaving, to);
            tx.partitions().insert(to, arriving);
            tx.partitions().delete(from, names);
            append(tx, arriving, part -> rooms.messages().partitionsAdded(to, part));
            append(tx, leaving, part -> rooms.messages().partitionsDropped(from, part));
            return guard.visible(arriving, guard.authorize(to));
        });
    }

    /** Rows come under the policies of another table, so that only one who reads all of them may take them there. */
    @EnforcementPoint
    private void checkExchange(Table from, Table to) {
        guard.check(Privilege.DELETE, Owned.of(from));
        guard.check(Privilege.INSERT, Owned.of(to));
        guard.checkPartitions(guard.authorize(from));
        guard.checkPartitions(guard.authorize(to));
        guard.checkAddition(to);
        if (!guard.readsAll(from)) {
            guard.check(Privilege.MANAGE, Owned.of(from));
        }
    }

    private Table lock(StoreTransaction tx, TableName name, Privilege privilege) {
        Table table = seen.lockTable(tx, name);
        guard.check(privilege, Owned.of(table));
        return partitioned(table);
    }

    @Override
    public void changeCounts(TableName name, List<Partition> counted) {
        rooms.store().change(tx -> {
            Table table = seen.lockTable(tx, name);
            RowCounts.checkMayCount(guard, table);
            partitioned(table);
            Map<String, Partition> given = new LinkedHashMap<>();
            counted.forEach(partition -> given.put(name(table, partition.values()), partition));
            List<Partition> after = new ArrayList<>();
            List<NotificationEvent> events = new ArrayList<>();
            for (Partition before : tx.partitions().byNames(table, List.copyOf(given.keySet()))) {
                Partition one = given.get(name(table, before.values()));
                if (one != null) {
                    Partition changed = RowCounts.taken(before, one.parameters());
                    after.add(changed);
                    events.add(rooms.messages().partitionAltered(table, before, changed, false));
                }
            }
            tx.partitions().update(table, after);
            if (!events.isEmpty()) {
                tx.events().append(events);
            }
        });
    }
}
