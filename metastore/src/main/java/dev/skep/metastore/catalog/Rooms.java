package dev.skep.metastore.catalog;

import java.time.Clock;
import java.util.function.BiFunction;

import dev.skep.metastore.UpkeepSettings;
import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.Warehouse;

/** The rooms that the topics of a session put together, and the way a change goes through them. */
record Rooms(MetastoreStore store, Warehouse warehouse, EventMessages messages, Clock clock,
        Leases leases, UpkeepSettings upkeep) {

    /** Now, in seconds since 1970. */
    long now() {
        return clock.instant().getEpochSecond();
    }

    /** Runs a change of folders and store: if the store does not take it, the folders are as before. */
    <T> T change(BiFunction<StoreTransaction, FolderChanges, T> work) {
        return folders().change(work);
    }

    /** What is done to folders beside the store. */
    FolderTasks folders() {
        return new FolderTasks(store, warehouse);
    }
}
