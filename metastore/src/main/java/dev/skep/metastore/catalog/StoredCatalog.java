package dev.skep.metastore.catalog;

import dev.skep.metastore.StorageChecks;
import dev.skep.metastore.TrashSettings;
import dev.skep.metastore.RetentionSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.UpkeepSettings;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.jdbc.JdbcStore;
import dev.skep.metastore.warehouse.FolderChanges;
import dev.skep.metastore.warehouse.Warehouse;
import dev.skep.storage.file.FileSystem;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.AccessPolicy.Grant;

/** The catalog over a store and a file system. Close it after the last call. */
public final class StoredCatalog implements MetastoreCatalog, AutoCloseable {
    private final Rooms rooms;
    private final AccessSettings access;
    private final Policies policies;

    private StoredCatalog(Rooms rooms, AccessSettings access) {
        this.rooms = rooms;
        this.access = access;
        this.policies = new Policies(rooms.store(), access.administrators());
    }

    /** Opens the catalog; on the first start it makes the catalogs {@code hive} and {@code spark}, each with a database {@code default}. Fails with STORE or STORAGE. */
    public static StoredCatalog open(MetastoreSettings settings, FileSystem files, AccessSettings access) {
        return open(settings, files, access, TrashSettings.NONE);
    }

    /** As the other, for a catalog that is open to everyone when it is new. */
    public static StoredCatalog open(MetastoreSettings settings, FileSystem files) {
        return open(settings, files, AccessSettings.OPEN);
    }

    /** With a clock that leases run by as well. */
    static StoredCatalog open(MetastoreSettings settings, FileSystem files, AccessSettings access, Clock clock) {
        return open(settings, files, access, clock, UpkeepSettings.DEFAULTS);
    }

    /** With a clock, and other rules for what is kept beside the catalog. */
    static StoredCatalog open(MetastoreSettings settings, FileSystem files, AccessSettings access, Clock clock,
            UpkeepSettings upkeep) {
        return open(settings, files, access, TrashSettings.NONE, StorageChecks.OFF, clock,
                new Leases(settings.transactionTimeout(), clock), upkeep);
    }

    /** As the others, for a catalog that keeps what is dropped for a while. */
    public static StoredCatalog open(MetastoreSettings settings, FileSystem files, AccessSettings access,
            TrashSettings trash) {
        return open(settings, files, access, trash, StorageChecks.OFF, UpkeepSettings.DEFAULTS);
    }

    /** As the others, for a catalog that may look before it drops whether it may, with rules for what clusters keep beside the catalog. */
    public static StoredCatalog open(MetastoreSettings settings, FileSystem files, AccessSettings access,
            TrashSettings trash, StorageChecks checks, UpkeepSettings upkeep) {
        return open(settings, files, access, trash, checks, Clock.systemUTC(),
                new Leases(settings.transactionTimeout(), null), upkeep);
    }

    private static StoredCatalog open(MetastoreSettings settings, FileSystem files, AccessSettings access,
            TrashSettings trash, StorageChecks checks, Clock clock, Leases leases, UpkeepSettings upkeep) {
        MetastoreStore store = JdbcStore.open(settings);
        try {
            Rooms rooms = new Rooms(store, new Warehouse(files, settings.warehouse(), trash, clock, checks),
                    new EventMessages(clock), clock, leases, upkeep);
            makeCatalogs(rooms);
            FirstGrants.make(rooms, access);
            return new StoredCatalog(rooms, access);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Both in one transaction, at the first start: later ones know the store by the first, and make no second where that was dropped. */
    private static void makeCatalogs(Rooms rooms) {
        if (rooms.store().<Boolean>read(tx -> tx.catalogs().find(CatalogName.HIVE).isPresent())) {
            return;
        }
        String root = rooms.warehouse().root().text();
        // No database or table can have this folder's name, as it has a dot.
        String spark = rooms.warehouse().root().resolve("spark.catalog").text();
        try {
            rooms.<Boolean>change((tx, folders) -> {
                if (tx.catalogs().storeId().isEmpty()) {
                    tx.catalogs().nameStore(UUID.randomUUID());
                }
                makeCatalog(tx, folders,
                        new Catalog(CatalogName.HIVE, "Default catalog, for Hive", root, rooms.now()),
                        "Default Hive database");
                makeCatalog(tx, folders, new Catalog(CatalogName.SPARK, "Catalog for Spark", spark, rooms.now()),
                        "Default database of the catalog spark");
                return true;
            });
        } catch (CatalogException e) {
            // Another server that started at the same moment may have been first.
            if (e.reason() != Reason.ALREADY_EXISTS
                    || rooms.store().<Boolean>read(tx -> tx.catalogs().find(CatalogName.HIVE).isEmpty())) {
                throw e;
            }
        }
    }

    private static void makeCatalog(StoreTransaction tx, FolderChanges folders, Catalog catalog, String comment) {
        tx.catalogs().insert(catalog);
        long id = tx.catalogs().find(catalog.name()).orElseThrow().id();
        folders.make(Warehouse.location(catalog.location()));
        tx.databases().insert(id, defaultDatabase(catalog, comment));
    }

    static Database defaultDatabase(Catalog catalog, String comment) {
        DatabaseName name = new DatabaseName(catalog.name(), Database.DEFAULT);
        return new Database(name, comment, Warehouse.defaultLocation(catalog, name), null, Map.of(), "public",
                PrincipalType.ROLE, catalog.createTime(), null);
    }

    /** Names the catalog's store for good: the same through every server over it. */
    public UUID storeId() {
        return rooms.store().<UUID>read(tx -> tx.catalogs().storeId().orElseThrow());
    }

    @Override
    public CatalogSession sessionFor(Caller caller, FileReader reader) {
        return new StoredSession(rooms, new Guard(caller, reader, policies.current(), rooms.clock(), access.log()),
                access, policies);
    }

    /** Delegation tokens, for the rooms that sign callers in. */
    public Tokens tokens() {
        return new StoredTokens(rooms.store(), rooms.clock());
    }

    /** Returns the grants that give everyone everything, for a server with sign-in to warn of. */
    public List<Grant> openGrants() {
        return FirstGrants.open(policies.current().policies());
    }

    /** Closes and empties the trash of the warehouse's file system; to be called once a checkpoint. */
    public void checkpointTrash() {
        rooms.warehouse().checkpointTrash();
    }

    /** Finishes what servers that died have left half done with folders; to be called every few seconds. Returns how much there was. Fails with STORE or STORAGE. */
    public int settleFolders() {
        return rooms.folders().settle();
    }

    /** Ends locks and transactions whose lease has run out, and forgets what decides nothing any more; to be called now and then. */
    public void endTransactions() {
        new Housekeeping(rooms, RetentionSettings.DEFAULT).endTransactions();
    }

    /** Frees compactions of workers that are gone, and forgets old ones and old events; to be called now and then. */
    public void tidy(RetentionSettings settings) {
        Housekeeping housekeeping = new Housekeeping(rooms, settings);
        housekeeping.tidyCompactions();
        housekeeping.forgetEvents();
    }

    @Override
    public void close() {
        rooms.store().close();
    }
}
