package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Database.RemoteDatabase;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.routine.RoutineKind;
import dev.skep.metastore.store.DatabaseStore;
import dev.skep.metastore.store.FolderTask;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.store.TableStore.Listed;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.Warehouse;

final class StoredDatabases implements Databases {
    /** How many characters of events a drop holds in memory. */
    private static final int MESSAGES_AT_ONCE = 64 << 20;

    private final Rooms rooms;
    private final Guard guard;
    private final Seen seen;
    private final Ownership ownership;
    private final Places places;
    private final StoredTables tables;

    StoredDatabases(Rooms rooms, Guard guard, StoredTables tables) {
        this.tables = tables;
        this.rooms = rooms;
        this.guard = guard;
        this.seen = new Seen(guard);
        this.ownership = new Ownership(guard);
        this.places = new Places(guard);
    }

    @Override
    public List<Catalog> catalogs() {
        return guard.visible(rooms.store().read(tx -> tx.catalogs().all()), catalog -> new OfCatalog(catalog.name()));
    }

    @Override
    public Catalog catalog(CatalogName name) {
        return rooms.store().read(tx -> seen.catalog(tx, name)).value();
    }

    @Override
    public void createCatalog(Catalog catalog) {
        guard.check(Privilege.CREATE, new OfCatalog(catalog.name()));
        TableRules.checkName(catalog.name().name(), "catalog");
        places.checkReadAndWrite(catalog.location());
        Catalog timed = new Catalog(catalog.name(), catalog.description(), catalog.location(),
                rooms.created(catalog.createTime()));
        rooms.<Boolean>change((tx, folders) -> {
            if (tx.catalogs().find(catalog.name()).isPresent()) {
                throw taken(new OfCatalog(catalog.name()), new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create catalog %s: it exists".formatted(catalog.name())));
            }
            // Stored first: another that makes the same waits for this one before it looks at the folder.
            tx.catalogs().insert(timed);
            tx.databases().insert(tx.catalogs().find(catalog.name()).orElseThrow().id(),
                    StoredCatalog.defaultDatabase(timed, "Default database of the catalog " + catalog.name()));
            folders.make(Warehouse.location(catalog.location()));
            return true;
        }, (tx, folder) -> {
            tx.catalogs().insert(timed);
            tx.catalogs().delete(tx.catalogs().find(timed.name()).orElseThrow().id());
            return false;
        });
    }

    /** The failure for a name that is taken; the same as for one that may not be made if the caller may not know what is there. */
    private CatalogException taken(CatalogObject existing, CatalogException failure) {
        return guard.reveals(existing) ? failure : guard.notCreated(existing);
    }

    @Override
    public void alterCatalog(CatalogName name, Catalog changed) {
        Warehouse.location(changed.location());
        if (!changed.name().equals(name)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot rename catalog %s to %s: catalogs keep their names".formatted(name, changed.name()));
        }
        rooms.store().change(tx -> {
            Stored<Catalog> stored = seen.catalog(tx, name);
            guard.check(Privilege.ALTER, new OfCatalog(name));
            if (!changed.location().equals(stored.value().location())) {
                places.checkReadAndWrite(changed.location());
            }
            tx.catalogs().update(stored.id(), changed);
        });
    }

    @Override
    public void dropCatalog(CatalogName name) {
        if (name.equals(CatalogName.HIVE)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot drop catalog %s: it always exists".formatted(name));
        }
        List<String> folders = rooms.store().inTransaction(tx -> {
            List<String> left = new ArrayList<>();
            left.add(seen.catalog(tx, name).value().location());
            long id = seen.catalog(tx, name).id();
            guard.check(Privilege.DROP, new OfCatalog(name));
            List<DatabaseStore.Listed> others = tx.databases().list(name).stream()
                    .filter(database -> !database.name().name().equals(Database.DEFAULT)).toList();
            if (!others.isEmpty()) {
                List<DatabaseStore.Listed> known = guard.visible(others, Seen::object);
                throw known.isEmpty()
                        ? guard.refused("drop", new OfCatalog(name))
                        : new CatalogException(Reason.NOT_EMPTY, "Cannot drop catalog %s: database %s is in it"
                                .formatted(name, known.getFirst().name().name()));
            }
            DatabaseName last = new DatabaseName(name, Database.DEFAULT);
            tx.databases().lock(last).ifPresent(stored -> {
                checkEmpty(tx, last);
                tx.databases().delete(stored.id());
                if (stored.value().location() != null) {
                    left.add(stored.value().location());
                }
            });
            tx.catalogs().delete(id);
            tx.policies().catalogDropped(name);
            return left;
        });
        folders.forEach(this::deleteFolder);
    }

    @Override
    public Optional<Database> find(DatabaseName name) {
        return rooms.store().read(tx -> seen.findDatabase(tx, name)).map(Stored::value);
    }

    @Override
    public Database database(DatabaseName name) {
        return find(name).orElseThrow(() -> notFound(name));
    }

    private static CatalogException notFound(DatabaseName name) {
        return new CatalogException(Reason.NOT_FOUND, "Cannot find database %s: it does not exist".formatted(name));
    }

    private Stored<Database> lock(StoreTransaction tx, DatabaseName name) {
        return seen.findAndLockDatabase(tx, name).orElseThrow(() -> notFound(name));
    }

    @Override
    public List<String> names(CatalogName catalog, NamePattern pattern) {
        return rooms.store().read(tx -> seen.databases(tx, catalog)).stream()
                .map(database -> database.name().name()).filter(pattern::matches).toList();
    }

    @Override
    public void create(Database database) {
        DatabaseName name = database.name();
        TableRules.checkName(name.name(), "database");
        rooms.<Boolean>change((tx, folders) -> {
            Stored<Catalog> catalog = seen.catalog(tx, name.catalog());
            guard.check(Privilege.CREATE, new OfDatabase(name, null));
            tx.databases().find(name).ifPresent(existing -> {
                throw taken(Owned.of(existing.value()), new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create database %s: it exists".formatted(name)));
            });
            checkConnector(tx, database);
            Database complete = complete(ownership.ofNew(database), catalog.value());
            checkPlaces(tx, null, complete, catalog.value());
            // Stored first: another that makes the same waits for this one before it looks at the folders.
            tx.databases().insert(catalog.id(), complete);
            if (database.connector() == null) {
                make(folders, complete.location());
                make(folders, complete.managedLocation());
            }
            tx.events().append(List.of(rooms.messages().databaseCreated(complete)));
            return true;
        }, (tx, folder) -> isDatabase(tx, database));
    }

    /** Takes the name for the transaction, and so waits for those who make the database just now: ALREADY_EXISTS if it is there. */
    private static boolean isDatabase(StoreTransaction tx, Database database) {
        Stored<Catalog> catalog = tx.catalogs().find(database.name().catalog()).orElseThrow();
        tx.databases().delete(tx.databases().insert(catalog.id(), database));
        return false;
    }

    /** A remote database names a connector that is there; it is kept until the database is stored. */
    private static void checkConnector(StoreTransaction tx, Database database) {
        RemoteDatabase remote = database.connector();
        if (remote != null && tx.connectors().lock(remote.connector()).isEmpty()) {
            throw new CatalogException(Reason.INVALID_OBJECT,
                    "Cannot create database %s: data connector %s does not exist".formatted(database.name(),
                            remote.connector()));
        }
    }

    private static void make(FolderChanges folders, @Nullable String location) {
        if (location != null) {
            folders.make(Warehouse.location(location));
        }
    }

    private Database complete(Database database, Catalog catalog) {
        String location = database.location() == null || database.location().isEmpty()
                ? Warehouse.defaultLocation(catalog, database.name())
                : database.location();
        return new Database(database.name(), database.comment(), location, emptyToNull(database.managedLocation()),
                database.parameters(), database.owner(), database.ownerType(), rooms.created(database.createTime()),
                database.connector());
    }

    /** The folders of a database take its tables' files: one that is not where the warehouse would put it is asked for, one that is must not be others'. */
    private void checkPlaces(StoreTransaction tx, @Nullable Database before, Database after, Catalog catalog) {
        String usual = Warehouse.defaultLocation(catalog, after.name());
        String location = after.location();
        if (location != null && (before == null || !location.equals(before.location()))) {
            if (Warehouse.location(location).equals(Warehouse.location(usual))) {
                places.checkFree(tx, location, Owned.of(after), null);
            } else {
                places.checkReadAndWrite(location);
            }
        }
        String managed = after.managedLocation();
        if (managed != null && (before == null || !managed.equals(before.managedLocation()))) {
            places.checkReadAndWrite(managed);
        }
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    @Override
    public void alter(DatabaseName name, Database changed) {
        if (!changed.name().equals(name)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot rename database %s to %s: databases keep their names".formatted(name, changed.name()));
        }
        rooms.store().change(tx -> {
            Stored<Database> stored = lock(tx, name);
            Database before = stored.value();
            guard.check(Privilege.ALTER, Owned.of(before));
            String location = emptyToNull(changed.location());
            String managed = emptyToNull(changed.managedLocation());
            Database after = new Database(name, changed.comment(), location == null ? before.location() : location,
                    managed == null ? before.managedLocation() : managed, changed.parameters(), changed.owner(),
                    changed.ownerType(), rooms.createdBefore(before.createTime(), changed.createTime()),
                    before.connector());
            ownership.checkKept(before.owner(), before.ownerType(), after.owner(), after.ownerType(),
                    Owned.of(before));
            if (after.location() != null) {
                Warehouse.location(after.location());
            }
            if (after.managedLocation() != null) {
                Warehouse.location(after.managedLocation());
            }
            checkPlaces(tx, before, after, tx.catalogs().find(name.catalog()).orElseThrow().value());
            tx.databases().update(stored.id(), after);
            tx.events().append(List.of(rooms.messages().databaseAltered(before, after)));
        });
    }

    @Override
    public void drop(DatabaseName name, DataRemoval data) {
        drop(name, data, false);
    }

    @Override
    public void dropCascade(DatabaseName name, DataRemoval data) {
        drop(name, data, true);
    }

    private void drop(DatabaseName name, DataRemoval data, boolean cascade) {
        record Dropped(Database database, List<FolderTask> removals, boolean isUsual) {}
        Dropped dropped = rooms.store().inTransaction(tx -> {
            Stored<Database> stored = lock(tx, name);
            guard.check(Privilege.DROP, Owned.of(stored.value()));
            if (name.name().equals(Database.DEFAULT) && name.catalog().equals(CatalogName.HIVE)) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot drop database %s: the catalog %s always has its default database".formatted(name,
                                CatalogName.HIVE));
            }
            DroppedFiles.checkRemovable(rooms.warehouse(), "database " + name, stored.value().location());
            CascadedDrop content = new CascadedDrop(rooms,
                    (rows, removals, events) -> tables.remove(tx, rows, data, removals, events), tx, stored.value(),
                    data, MESSAGES_AT_ONCE);
            if (cascade) {
                List<Listed> listed = tx.tables().list(name);
                List<Function> functions = tx.functions().all(name);
                checkCascade(Owned.of(stored.value()), listed.stream().map(StoredTables::object).toList());
                checkCascade(Owned.of(stored.value()), functions.stream().map(Owned::of).toList());
                checkCascade(Owned.of(stored.value()), members(tx, name));
                content.removeTables(listed.stream().map(table -> table.name().name()).toList());
                tx.functions().deleteAll(stored.id());
                tx.routines().deleteAll(stored.id());
                tx.schemas().deleteAll(stored.id());
            } else {
                checkEmpty(tx, name);
            }
            tx.policies().databaseDropped(name);
            TransactionalState.databaseDropped(tx, name);
            List<FolderTask> begun = rooms.folders().begin(tx, content.removals());
            content.finish(rooms.messages().databaseDropped(stored.value()));
            tx.databases().delete(stored.id());
            boolean isUsual = stored.value().location() != null && Places.isSame(stored.value().location(),
                    Warehouse.defaultLocation(tx.catalogs().find(name.catalog()).orElseThrow().value(), name));
            return new Dropped(stored.value(), begun, isUsual && !name.name().equals(Database.DEFAULT));
        });
        rooms.folders().finish(dropped.removals());
        if (data != DataRemoval.KEEP && dropped.database().connector() == null) {
            deleteFolder(dropped.database().managedLocation());
            String location = dropped.database().location();
            if (location != null && dropped.isUsual()
                    && !rooms.warehouse().hasFilesInFolders(Warehouse.location(location))) {
                rooms.folders().finish(rooms.store().inTransaction(
                        tx -> rooms.folders().begin(tx, FolderTasks.removal(data, location, List.of(location)))));
            } else {
                deleteFolder(location);
            }
        }
    }

    /** What else is in a database: procedures, packages, schemas of the registry. */
    private static List<CatalogObject> members(StoreTransaction tx, DatabaseName name) {
        List<CatalogObject> members = new ArrayList<>();
        for (RoutineKind kind : RoutineKind.values()) {
            tx.routines().list(kind, name.catalog()).stream()
                    .filter(listed -> listed.name().database().equals(name)).map(StoredRoutines::object)
                    .forEach(members::add);
        }
        tx.schemas().all(name).stream().map(StoredSchemas::object).forEach(members::add);
        return members;
    }

    /** Fails if something in the database may not be dropped: naming it, or if it may not be seen, without. */
    @EnforcementPoint
    private void checkCascade(CatalogObject database, List<? extends CatalogObject> content) {
        for (CatalogObject object : content) {
            if (!guard.sees(object)) {
                throw guard.refused("drop", database);
            }
        }
        content.forEach(object -> guard.check(Privilege.DROP, object));
    }

    /**
     * What lies in a folder that the warehouse did not choose stays, and the folder with it. So it does in one that the warehouse chose if there are folders with files in it that were no
     * table's of the database: those of external tables, of others' tables, or what users laid there; files directly in it go, as with Hive.
     */
    private void deleteFolder(@Nullable String location) {
        if (location != null) {
            rooms.warehouse().deleteIfEmpty(Warehouse.location(location));
        }
    }

    /** Counts what the caller may see; for the rest there is only a refusal. */
    private void checkEmpty(StoreTransaction tx, DatabaseName name) {
        List<Listed> tables = tx.tables().list(name);
        List<Function> functions = tx.functions().all(name);
        int knownTables = guard.visible(tables, StoredTables::object).size();
        if (knownTables > 0) {
            throw new CatalogException(Reason.NOT_EMPTY, "Cannot drop database %s: it is not empty, %d tables are in it"
                    .formatted(name, knownTables));
        }
        int knownFunctions = guard.visible(functions, Owned::of).size();
        if (knownFunctions > 0) {
            throw new CatalogException(Reason.NOT_EMPTY,
                    "Cannot drop database %s: it is not empty, %d functions are in it".formatted(name,
                            knownFunctions));
        }
        List<CatalogObject> members = members(tx, name);
        List<CatalogObject> known = guard.visible(members, member -> member);
        if (!known.isEmpty()) {
            throw new CatalogException(Reason.NOT_EMPTY, "Cannot drop database %s: it is not empty, %s is in it"
                    .formatted(name, known.getFirst()));
        }
        if (!tables.isEmpty() || !functions.isEmpty() || !members.isEmpty()) {
            throw guard.refused("drop", new OfDatabase(name, null));
        }
    }
}
