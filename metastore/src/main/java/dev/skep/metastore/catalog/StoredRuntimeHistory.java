package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.model.RuntimeStatistics;
import dev.skep.metastore.store.StoreTransaction;

final class StoredRuntimeHistory implements RuntimeHistory {
    private final Rooms rooms;
    private final LockRights rights;

    StoredRuntimeHistory(Rooms rooms, LockRights rights) {
        this.rooms = rooms;
        this.rights = rights;
    }

    private long now(StoreTransaction tx) {
        return rooms.leases().now(tx).getEpochSecond();
    }

    private long oldest(long now) {
        return now - rooms.upkeep().runtimeStatisticsAge().toSeconds();
    }

    @Override
    public void add(int weight, byte[] payload) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            long now = now(tx);
            tx.runtimeStatistics().deleteBefore(oldest(now));
            tx.runtimeStatistics().insert(new RuntimeStatistics(Math.toIntExact(now), weight, payload));
        });
    }

    @Override
    public List<RuntimeStatistics> newest(int weight, int before) {
        rights.checkManagesAll();
        return rooms.store().read(tx -> tx.runtimeStatistics().newest(oldest(now(tx)),
                before > 0 ? before : Long.MAX_VALUE, weight < 0 ? Long.MAX_VALUE : weight));
    }
}
