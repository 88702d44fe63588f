package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableIndex;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.Location;

/**
 * The tables of a database that is dropped with them, and their events: removed in parts by bulk operations of the store, so that a database may have any number of tables. What is
 * kept of tables by their names goes with the database.
 */
final class CascadedDrop {
    /** How many tables are read, locked and removed at a time. */
    private static final int PART = 1_000;

    private final Rooms rooms;
    private final Elsewhere elsewhere;
    private final StoreTransaction tx;
    private final Database database;
    private final DataRemoval data;
    private final int charactersAtMost;
    private final List<NotificationEvent> events = new ArrayList<>();
    private final List<List<String>> left = new ArrayList<>();
    private final List<FolderTask> removals = new ArrayList<>();
    private final Map<FolderTask.Kind, List<String>> inFolder = new EnumMap<>(FolderTask.Kind.class);
    private long characters;

    /** Removes a table of another database, which holds the rows of an index of this one and is locked. */
    interface Elsewhere {
        void remove(Table rows, List<FolderTask> removals, List<NotificationEvent> events);
    }

    /**
     * @param database is locked
     * @param charactersAtMost how long the messages of events may be that are in memory at a time
     */
    CascadedDrop(Rooms rooms, Elsewhere elsewhere, StoreTransaction tx, Database database, DataRemoval data,
            int charactersAtMost) {
        this.rooms = rooms;
        this.elsewhere = elsewhere;
        this.tx = tx;
        this.database = database;
        this.data = data;
        this.charactersAtMost = charactersAtMost;
    }

    /**
     * Locks all tables and removes them, as far as their events can be kept; {@link #finish} does the rest. Events are numbered behind one lock that every change of the store takes
     * last, so as little as possible is done behind it.
     */
    void removeTables(List<String> names) {
        DatabaseName name = database.name();
        for (TableIndex index : tx.indexes().of(name)) {
            if (!index.indexTable().database().equals(name)) {
                tx.tables().lock(index.indexTable())
                        .ifPresent(rows -> elsewhere.remove(rows, removals, events));
            }
        }
        for (int start = 0; start < names.size(); start += PART) {
            List<String> part = names.subList(start, Math.min(names.size(), start + PART));
            List<Table> locked = tx.tables().lock(name, part);
            locked.forEach(this::noteFolders);
            if (characters < charactersAtMost) {
                remove(locked);
            } else {
                left.add(part);
            }
        }
    }

    private void noteFolders(Table table) {
        DroppedFiles.checkRemovable(rooms.warehouse(), "table " + table.name(), table.storage().location());
        Location folder = location();
        for (FolderTask task : DroppedFiles.of(tx, table).removal(data)) {
            if (folder != null && folder.contains(Warehouse.location(task.folder()))) {
                inFolder.computeIfAbsent(task.kind(), _ -> new ArrayList<>()).addAll(task.places());
            } else {
                removals.add(task);
            }
        }
    }

    private @Nullable Location location() {
        String location = database.location();
        return location == null ? null : Warehouse.location(location);
    }

    private void remove(List<Table> locked) {
        for (Table table : locked) {
            NotificationEvent event = rooms.messages().tableDropped(table);
            characters += event.message().length();
            events.add(event);
        }
        tx.tables().delete(locked);
    }

    /** What is to be done to folders: those in the database's own, many at a time. */
    List<FolderTask> removals() {
        List<FolderTask> all = new ArrayList<>(removals);
        inFolder.forEach((kind, places) -> all.addAll(FolderTasks.removal(
                kind == FolderTask.Kind.DELETE ? DataRemoval.PURGE : data, String.valueOf(database.location()),
                places)));
        return all;
    }

    /** Removes what is left, and stores the events and {@code last}. To be done last: others wait from here on. */
    void finish(NotificationEvent last) {
        for (List<String> part : left) {
            tx.events().append(List.copyOf(events));
            events.clear();
            remove(tx.tables().lock(database.name(), part));
        }
        events.add(last);
        tx.events().append(events);
    }
}
