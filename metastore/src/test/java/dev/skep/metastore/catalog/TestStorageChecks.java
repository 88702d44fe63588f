package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.assertFails;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.partition;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.StorageChecks;
import dev.skep.metastore.TrashSettings;
import dev.skep.metastore.UpkeepSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;

/** Drops where the server may not write in a folder: the permissions are those of a file system in memory, as tests may run as a user whom no permission stops. */
class TestStorageChecks {
    @TempDir
    Path folder;

    private final Restricted files = new Restricted();

    /** Files in memory, in some folders of which nothing may be changed. */
    private static final class Restricted extends ForwardingFiles {
        private final Set<Location> readOnly = new HashSet<>();

        Restricted() {
            super(new MemoryFileSystem());
        }

        @Override
        public boolean isWritable(Location directory) {
            return !readOnly.contains(directory);
        }
    }

    private StoredCatalog open(StorageChecks checks) {
        return StoredCatalog.open(MetastoreSettings.embedded(folder, WAREHOUSE), files, AccessSettings.OPEN,
                TrashSettings.NONE, checks, UpkeepSettings.DEFAULTS);
    }

    private static CatalogSession session(StoredCatalog catalog) {
        return catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
    }

    @Test
    void refusesDropsBelowFoldersThatAreNotWritable() {
        Location database = WAREHOUSE.resolve("sales.db");
        try (StoredCatalog catalog = open(StorageChecks.ON)) {
            CatalogSession session = session(catalog);
            session.databases().create(database("sales"));
            Table orders = session.tables().create(table(ORDERS, column("ds", "string")));
            session.partitions().add(ORDERS, List.of(partition(orders, "a")), IfExists.FAIL);

            files.readOnly.add(database);
            assertFails(Reason.STORAGE, "the folder memory://lake/warehouse/sales.db is not writable",
                    () -> session.tables().drop(ORDERS, DataRemoval.KEEP));
            assertFails(Reason.STORAGE, "Cannot drop table",
                    () -> session.databases().dropCascade(SALES, DataRemoval.DELETE));
            assertThat(session.tables().find(ORDERS)).isPresent();

            files.readOnly.clear();
            files.readOnly.add(database.resolve("orders"));
            assertFails(Reason.STORAGE, "Cannot drop partition ds=a of", () -> session.partitions().drop(ORDERS,
                    List.of(PartitionPredicate.all()), DataRemoval.DELETE, IfExists.FAIL));
            assertThat(session.partitions().count(ORDERS, PartitionPredicate.all())).isEqualTo(1);

            files.readOnly.clear();
            files.readOnly.add(WAREHOUSE);
            assertFails(Reason.STORAGE, "Cannot drop database",
                    () -> session.databases().dropCascade(SALES, DataRemoval.DELETE));
            session.partitions().drop(ORDERS, List.of(PartitionPredicate.all()), DataRemoval.DELETE, IfExists.FAIL);
            session.tables().drop(ORDERS, DataRemoval.DELETE);
            files.readOnly.clear();
            session.databases().drop(SALES, DataRemoval.DELETE);
        }
    }

    @Test
    void asksNobodyWhereChecksAreOff() {
        try (StoredCatalog catalog = open(StorageChecks.OFF)) {
            CatalogSession session = session(catalog);
            session.databases().create(database("sales"));
            session.tables().create(table(ORDERS, column("ds", "string")));
            files.readOnly.add(WAREHOUSE.resolve("sales.db"));
            session.tables().drop(ORDERS, DataRemoval.DELETE);
            assertThat(session.tables().find(ORDERS)).isEmpty();
        }
    }
}
