package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.Table;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.Warehouse;

/** The folders of a dropped table, to be deleted once its drop is stored; none if the table does not own its files. */
record DroppedFiles(List<String> locations) {

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
        return new DroppedFiles(List.copyOf(locations));
    }

    void delete(Warehouse warehouse) {
        for (String location : locations) {
            warehouse.delete(Warehouse.location(location));
        }
    }
}
