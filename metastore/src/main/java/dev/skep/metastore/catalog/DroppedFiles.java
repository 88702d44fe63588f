package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.Table;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.Warehouse;
import org.jspecify.annotations.Nullable;

/** The folders of a dropped table, to be deleted once its drop is stored; none if the table does not own its files. */
record DroppedFiles(List<String> locations, boolean isPurged) {

    static DroppedFiles of(StoreTransaction tx, Table table) {
        List<String> locations = new ArrayList<>();
        if (TableRules.ownsFiles(table)) {
            if (table.storage().location() != null) {
                locations.add(table.storage().location());
            }
            if (table.isPartitioned()) {
                locations.addAll(tx.partitions().locationsOutside(table));
            }
        }
        return new DroppedFiles(List.copyOf(locations),
                TableRules.removal(table, DataRemoval.DELETE) == DataRemoval.PURGE);
    }

    /** What is to be done to the folders as {@code data} says. */
    List<FolderTask> removal(DataRemoval data) {
        DataRemoval removal = isPurged && data == DataRemoval.DELETE ? DataRemoval.PURGE : data;
        List<FolderTask> tasks = new ArrayList<>();
        for (String location : locations) {
            tasks.addAll(FolderTasks.removal(removal, location, List.of(location)));
        }
        return tasks;
    }

    /** Fails with STORAGE where checks are on and the folder could not be deleted; Hive looks whether or not it is to be. */
    static void checkRemovable(Warehouse warehouse, String what, @Nullable String location) {
        if (location != null) {
            warehouse.checkRemovable(what, Warehouse.location(location));
        }
    }
}
