package dev.skep.metastore.catalog;

import java.time.Clock;
import java.util.Map;
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

    /** When something that is made now was made, in seconds since 1970: where objects are taken over from elsewhere, when it was made there. */
    long created(long given) {
        return warehouse.isUntouched() && given > 0 ? given : now();
    }

    /** When something that is changed now was made: it keeps its time, unless another is taken over. */
    long createdBefore(long before, long given) {
        return warehouse.isUntouched() && given > 0 ? given : before;
    }

    /** Parameters with the time of this change in them, unless they tell one; what is taken over stays as it was. */
    Map<String, String> timed(Map<String, String> parameters) {
        return warehouse.isUntouched() ? parameters : TableRules.withDdlTime(parameters, now());
    }

    /** The same rooms for taking objects over from elsewhere: folders stay as they are, and so do times. */
    Rooms adopting() {
        return new Rooms(store, warehouse.untouched(), messages, clock, leases, upkeep);
    }

    /** Runs a change of the store that moves folders, or makes some that may stay: if the store does not take it, moved ones are as before. */
    <T> T change(BiFunction<StoreTransaction, FolderChanges, T> work) {
        return folders().change(work, (tx, folder) -> true);
    }

    /** Runs a change of folders and store: if the store does not take it, the folders are as before, but for those that others claim. */
    <T> T change(BiFunction<StoreTransaction, FolderChanges, T> work, FolderTasks.Claims claims) {
        return folders().change(work, claims);
    }

    /** What is done to folders beside the store. */
    FolderTasks folders() {
        return new FolderTasks(store, warehouse);
    }
}
