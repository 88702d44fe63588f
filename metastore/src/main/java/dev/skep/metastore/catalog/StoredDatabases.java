package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.store.TableStore.Listed;
import dev.skep.metastore.warehouse.Warehouse;

final class StoredDatabases implements Databases {
    private final Rooms rooms;
    private final Guard guard;

    StoredDatabases(Rooms rooms, Guard guard) {
        this.rooms = rooms;
        this.guard = guard;
    }

    @Override
    public List<Catalog> catalogs() {
        return guard.visible(rooms.store().read(tx -> tx.catalogs().all()), catalog -> new OfCatalog(catalog.name()));
    }

    @Override
    public Catalog catalog(CatalogName name) {
        guard.check(Privilege.DESCRIBE, new OfCatalog(name));
        return rooms.store().read(tx -> find(tx, name)).value();
    }

    private static Stored<Catalog> find(StoreTransaction tx, CatalogName name) {
        return tx.catalogs().find(name).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                "Cannot find catalog %s: it does not exist".formatted(name)));
    }

    @Override
    public void createCatalog(Catalog catalog) {
        guard.check(Privilege.CREATE, new OfCatalog(catalog.name()));
        TableRules.checkName(catalog.name().name(), "catalog");
        Warehouse.location(catalog.location());
        Catalog timed = new Catalog(catalog.name(), catalog.description(), catalog.location(), rooms.now());
        rooms.<Boolean>change((tx, folders) -> {
            if (tx.catalogs().find(catalog.name()).isPresent()) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create catalog %s: it exists".formatted(catalog.name()));
            }
            folders.make(Warehouse.location(catalog.location()));
            tx.catalogs().insert(timed);
            tx.databases().insert(find(tx, catalog.name()).id(),
                    StoredCatalog.defaultDatabase(timed, "Default database of the catalog " + catalog.name()));
            return true;
        });
    }

    @Override
    public void alterCatalog(CatalogName name, Catalog changed) {
        guard.check(Privilege.ALTER, new OfCatalog(name));
        Warehouse.location(changed.location());
        if (!changed.name().equals(name)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot rename catalog %s to %s: catalogs keep their names".formatted(name, changed.name()));
        }
        rooms.store().change(tx -> tx.catalogs().update(find(tx, name).id(), changed));
    }

    @Override
    public void dropCatalog(CatalogName name) {
        guard.check(Privilege.DROP, new OfCatalog(name));
        if (name.equals(CatalogName.HIVE) || name.equals(CatalogName.SPARK)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot drop catalog %s: it always exists".formatted(name));
        }
        rooms.store().change(tx -> {
            long id = find(tx, name).id();
            for (String database : tx.databases().names(name)) {
                DatabaseName databaseName = new DatabaseName(name, database);
                if (!database.equals(Database.DEFAULT)) {
                    throw new CatalogException(Reason.NOT_EMPTY,
                            "Cannot drop catalog %s: database %s is in it".formatted(name, database));
                }
                Stored<Database> stored = lock(tx, databaseName);
                checkEmpty(tx, databaseName);
                tx.databases().delete(stored.id());
            }
            tx.catalogs().delete(id);
        });
    }

    @Override
    public Optional<Database> find(DatabaseName name) {
        guard.check(Privilege.DESCRIBE, new OfDatabase(name, null));
        return rooms.store().read(tx -> tx.databases().find(name)).map(Stored::value);
    }

    @Override
    public Database database(DatabaseName name) {
        return find(name).orElseThrow(() -> notFound(name));
    }

    private static CatalogException notFound(DatabaseName name) {
        return new CatalogException(Reason.NOT_FOUND, "Cannot find database %s: it does not exist".formatted(name));
    }

    private static Stored<Database> lock(StoreTransaction tx, DatabaseName name) {
        return tx.databases().lock(name).orElseThrow(() -> notFound(name));
    }

    @Override
    public List<String> names(CatalogName catalog, NamePattern pattern) {
        List<String> names = rooms.store().read(tx -> tx.databases().names(catalog));
        if (!pattern.isAll()) {
            names = names.stream().filter(pattern::matches).toList();
        }
        return guard.visible(names, name -> new OfDatabase(new DatabaseName(catalog, name), null));
    }

    @Override
    public void create(Database database) {
        DatabaseName name = database.name();
        guard.check(Privilege.CREATE, new OfDatabase(name, null));
        TableRules.checkName(name.name(), "database");
        rooms.<Boolean>change((tx, folders) -> {
            Stored<Catalog> catalog = find(tx, name.catalog());
            if (tx.databases().find(name).isPresent()) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create database %s: it exists".formatted(name));
            }
            String location = database.location() == null || database.location().isEmpty()
                    ? Warehouse.defaultLocation(catalog.value(), name)
                    : database.location();
            String managed = emptyToNull(database.managedLocation());
            Database complete = new Database(name, database.comment(), location, managed, database.parameters(),
                    database.owner(), database.ownerType(), rooms.now(), database.connector());
            if (database.connector() == null) {
                folders.make(Warehouse.location(location));
                if (managed != null) {
                    folders.make(Warehouse.location(managed));
                }
            }
            tx.databases().insert(catalog.id(), complete);
            tx.events().append(List.of(rooms.messages().databaseCreated(complete)));
            return true;
        });
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    @Override
    public void alter(DatabaseName name, Database changed) {
        guard.check(Privilege.ALTER, new OfDatabase(name, null));
        if (!changed.name().equals(name)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot rename database %s to %s: databases keep their names".formatted(name, changed.name()));
        }
        rooms.store().change(tx -> {
            Stored<Database> stored = lock(tx, name);
            Database before = stored.value();
            String location = emptyToNull(changed.location());
            String managed = emptyToNull(changed.managedLocation());
            Database after = new Database(name, changed.comment(), location == null ? before.location() : location,
                    managed == null ? before.managedLocation() : managed, changed.parameters(), changed.owner(),
                    changed.ownerType(), before.createTime(), before.connector());
            if (after.location() != null) {
                Warehouse.location(after.location());
            }
            if (after.managedLocation() != null) {
                Warehouse.location(after.managedLocation());
            }
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
        guard.check(Privilege.DROP, new OfDatabase(name, null));
        if (name.name().equals(Database.DEFAULT)) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot drop database %s: a catalog always has its default database".formatted(name));
        }
        record Dropped(Database database, List<DroppedFiles> files) {}
        Dropped dropped = rooms.store().inTransaction(tx -> {
            Stored<Database> stored = lock(tx, name);
            List<DroppedFiles> files = new ArrayList<>();
            List<NotificationEvent> events = new ArrayList<>();
            if (cascade) {
                for (Listed listed : tx.tables().list(name)) {
                    guard.check(Privilege.DROP, new OfTable(listed.name(), null));
                    Table table = Missing.lock(tx, listed.name());
                    files.add(DroppedFiles.of(tx, table));
                    tx.tables().delete(table.id());
                    events.add(rooms.messages().tableDropped(table));
                }
                tx.functions().deleteAll(stored.id());
            } else {
                checkEmpty(tx, name);
            }
            tx.databases().delete(stored.id());
            events.add(rooms.messages().databaseDropped(stored.value()));
            tx.events().append(events);
            return new Dropped(stored.value(), files);
        });
        if (data != DataRemoval.KEEP) {
            dropped.files().forEach(files -> files.delete(rooms.warehouse()));
            deleteFolder(dropped.database().managedLocation());
            deleteFolder(dropped.database().connector() == null ? dropped.database().location() : null);
        }
    }

    /** What lies in a database's folder without belonging to one of its managed tables stays. */
    private void deleteFolder(@Nullable String location) {
        if (location != null) {
            rooms.warehouse().deleteIfEmpty(Warehouse.location(location));
        }
    }

    private static void checkEmpty(StoreTransaction tx, DatabaseName name) {
        List<Listed> tables = tx.tables().list(name);
        if (!tables.isEmpty()) {
            throw new CatalogException(Reason.NOT_EMPTY, "Cannot drop database %s: it is not empty, %d tables are in it"
                    .formatted(name, tables.size()));
        }
        List<String> functions = tx.functions().names(name);
        if (!functions.isEmpty()) {
            throw new CatalogException(Reason.NOT_EMPTY,
                    "Cannot drop database %s: it is not empty, %d functions are in it".formatted(name,
                            functions.size()));
        }
    }
}
