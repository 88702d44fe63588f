package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;

final class StoredPartitionMarks implements PartitionMarks {
    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;

    StoredPartitionMarks(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    @Override
    public void mark(TableName name, Map<String, String> values, int event) {
        rooms.store().change(tx -> {
            Table table = seen.lockTable(tx, name);
            guard.check(Privilege.INSERT, Owned.of(table));
            tx.partitionMarks().mark(table.id(), partition(table, values), event, rooms.clock().millis());
        });
    }

    @Override
    public boolean isMarked(TableName name, Map<String, String> values, int event) {
        return rooms.store().read(tx -> {
            Table table = seen.table(tx, name);
            guard.checkPartitions(guard.authorize(table));
            return tx.partitionMarks().isMarked(table.id(), partition(table, values), event);
        });
    }

    private static String partition(Table table, Map<String, String> given) {
        Map<String, String> values = new HashMap<>();
        given.forEach((key, value) -> values.put(key.toLowerCase(Locale.ROOT), value));
        if (values.size() != table.partitionKeys().size()) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid partition of %s: %d values for %d partition keys".formatted(table.name(), values.size(),
                            table.partitionKeys().size()));
        }
        List<String> inOrder = new ArrayList<>();
        for (Column key : table.partitionKeys()) {
            String value = values.get(key.name());
            if (value == null) {
                throw new CatalogException(Reason.INVALID_INPUT, "Invalid partition of %s: it has no value of '%s'"
                        .formatted(table.name(), key.name()));
            }
            inOrder.add(value);
        }
        return PartitionNames.name(table.partitionKeys(), inOrder);
    }
}
