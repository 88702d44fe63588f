package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.FolderChanges.Move;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

/** What changes of partitions do to their folders. */
final class PartitionFolders {
    private final Warehouse warehouse;

    PartitionFolders(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** Where the warehouse puts a partition; null for those of a view. */
    static @Nullable String usual(Table table, String name) {
        String location = table.storage().location();
        return location == null ? null : Warehouse.location(location).resolve(name).text();
    }

    private static boolean isUsual(Table table, String name, String location) {
        String usual = usual(table, name);
        return usual != null && Location.of(usual).equals(Warehouse.location(location));
    }

    /** Moves the folder of a renamed partition of a managed table, if it lies where the warehouse put it and no other place is asked for. Returns the partition with its place. */
    Partition moved(FolderChanges folders, Table table, String oldName, String newName, Partition before,
            Partition after) {
        String location = before.storage().location();
        if (location == null || oldName.equals(newName) || TableRules.isExternal(table)
                || !location.equals(after.storage().location()) || !isUsual(table, oldName, location)) {
            return after;
        }
        String target = usual(table, newName);
        if (target == null) {
            return after;
        }
        folders.move(List.of(new Move(Warehouse.location(location), Warehouse.location(target))));
        return withLocation(after, table, target);
    }

    /** Hive keeps the files of an archived partition in another folder, which it names in a parameter; one that is not the table's is not touched. */
    private static @Nullable String filesOf(Partition partition, @Nullable Location tableFolder) {
        String original = partition.parameters().get("original_location");
        if (!"true".equalsIgnoreCase(partition.parameters().get("is_archived")) || original == null) {
            return partition.storage().location();
        }
        String root = tableFolder == null ? null : tableFolder.text().replaceAll("/+$", "") + "/";
        String text = Warehouse.location(original).text();
        return root != null && text.startsWith(root) && !text.contains("/../") ? original : null;
    }

    /** Fails with STORAGE where checks are on and a folder could not be deleted. */
    void checkRemovable(Table table, Map<String, Partition> dropped) {
        Set<Location> above = new HashSet<>();
        dropped.forEach((name, partition) -> {
            String location = partition.storage().location();
            if (location != null) {
                Location folder = Warehouse.location(location);
                if (!folder.path().equals("/") && above.add(folder.parent())) {
                    warehouse.checkRemovable("partition %s of %s".formatted(name, table.name()), folder);
                }
            }
        });
    }

    /** What is to be done to the folders of dropped partitions: with those that lie where the warehouse put them go the folders above them, up to the table's, that are empty then. */
    static List<FolderTask> removal(Table table, Map<String, Partition> dropped, DataRemoval data) {
        String root = table.storage().location();
        Location tableFolder = root == null ? null : Warehouse.location(root);
        List<String> usual = new ArrayList<>();
        List<FolderTask> tasks = new ArrayList<>();
        dropped.forEach((name, partition) -> {
            String location = filesOf(partition, tableFolder);
            if (location == null) {
                return;
            }
            if (tableFolder != null && isUsual(table, name, location)) {
                usual.add(Warehouse.location(location).text());
            } else {
                tasks.addAll(FolderTasks.removal(data, location, List.of(location)));
            }
        });
        if (tableFolder != null) {
            tasks.addAll(FolderTasks.removal(data, tableFolder.text(), usual));
        }
        return tasks;
    }

    static void checkExchangeable(Table from, Table to) {
        if (!sameColumns(from.storage().columns(), to.storage().columns())
                || !sameColumns(from.partitionKeys(), to.partitionKeys())) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot exchange partitions of %s with %s: their columns or partition keys differ"
                            .formatted(from.name(), to.name()));
        }
    }

    private static boolean sameColumns(List<Column> some, List<Column> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).name().equals(others.get(i).name())
                    || !some.get(i).type().equalsIgnoreCase(others.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    /** Moves the folders of partitions below those of another table. Returns the partitions as they are there. */
    List<Partition> exchange(FolderChanges folders, List<Partition> leaving, Table to) {
        List<Partition> arriving = new ArrayList<>(leaving.size());
        List<Move> moves = new ArrayList<>(leaving.size());
        for (Partition partition : leaving) {
            String target = usual(to, PartitionNames.name(to.partitionKeys(), partition.values()));
            String location = partition.storage().location();
            if (location == null || target == null) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot exchange partitions of %s with %s: views have no files".formatted(partition.table(),
                                to.name()));
            }
            if (!warehouse.exists(Warehouse.location(location))) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot exchange partition %s of %s with %s: its folder %s is not there".formatted(
                                partition.values(), partition.table(), to.name(), location));
            }
            moves.add(new Move(Warehouse.location(location), Warehouse.location(target)));
            arriving.add(withLocation(partition, to, target));
        }
        folders.move(moves);
        return arriving;
    }

    private static Partition withLocation(Partition partition, Table table, String location) {
        return new Partition(table.name(), partition.values(), partition.createTime(), partition.lastAccessTime(),
                partition.storage().withLocation(location), partition.parameters(), partition.writeId());
    }
}
