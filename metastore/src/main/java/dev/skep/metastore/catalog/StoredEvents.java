package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;

final class StoredEvents implements Events {
    private final Rooms rooms;
    private final Guard guard;

    StoredEvents(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
    }

    @Override
    public List<NotificationEvent> after(long lastId, int limit) {
        return guard.visible(rooms.store().read(tx -> tx.events().after(lastId, limit)), StoredEvents::object);
    }

    private static CatalogObject object(NotificationEvent event) {
        if (event.catalog() == null) {
            return new OfCatalog(CatalogName.HIVE);
        }
        CatalogName catalog = new CatalogName(event.catalog());
        if (event.database() == null) {
            return new OfCatalog(catalog);
        }
        DatabaseName database = new DatabaseName(catalog, event.database());
        return event.table() == null
                ? new OfDatabase(database, null)
                : new OfTable(database.table(event.table()), null);
    }

    @Override
    public long newestId() {
        return rooms.store().read(tx -> tx.events().newestId());
    }

    @Override
    public long report(NotificationEvent event) {
        guard.check(Privilege.INSERT, object(event));
        long time = event.time() > 0 ? event.time() : rooms.now();
        NotificationEvent timed = new NotificationEvent(0, time, event.type(), event.catalog(), event.database(),
                event.table(), event.message(), event.messageFormat());
        return rooms.store().inTransaction(tx -> tx.events().append(List.of(timed)));
    }
}
