package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.store.StoreTransaction;

final class StoredEvents implements Events {
    /** How many events are read at a time, at least, where some may be left out. */
    private static final int CHUNK = 1_000;

    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;

    StoredEvents(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    /** Reads on where events are left out, so that an empty answer means that there are no more. */
    @Override
    public List<NotificationEvent> after(long lastId, int limit) {
        return rooms.store().read(tx -> {
            EventSubjects subjects = new EventSubjects(guard, tx);
            if (limit < 0) {
                return subjects.visible(tx.events().after(lastId, limit));
            }
            List<NotificationEvent> visible = new ArrayList<>();
            int chunk = limit;
            long from = lastId;
            while (visible.size() < limit) {
                List<NotificationEvent> read = tx.events().after(from, chunk);
                visible.addAll(subjects.visible(read));
                if (read.size() < chunk) {
                    break;
                }
                from = read.getLast().id();
                chunk = Math.max(chunk, CHUNK);
            }
            return visible.size() <= limit ? visible : List.copyOf(visible.subList(0, limit));
        });
    }

    @Override
    public long newestId() {
        return rooms.store().read(tx -> tx.events().newestId());
    }

    @Override
    public long report(NotificationEvent event) {
        long time = event.time() > 0 ? event.time() : rooms.now();
        NotificationEvent timed = new NotificationEvent(0, time, event.type(), event.catalog(), event.database(),
                event.table(), event.message(), event.messageFormat());
        return rooms.store().inTransaction(tx -> {
            guard.check(Privilege.INSERT, subject(tx, event));
            return tx.events().append(List.of(timed));
        });
    }

    /** What the event is about, with its owner. Fails with NOT_FOUND or DATABASE_NOT_FOUND. */
    private CatalogObject subject(StoreTransaction tx, NotificationEvent event) {
        CatalogName catalog = event.catalog() == null ? CatalogName.HIVE : new CatalogName(event.catalog());
        if (event.database() == null) {
            return new OfCatalog(catalog);
        }
        DatabaseName database = new DatabaseName(catalog, event.database());
        return event.table() == null
                ? Owned.of(seen.database(tx, database).value())
                : Owned.of(seen.table(tx, database.table(event.table())));
    }
}
