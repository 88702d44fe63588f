package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.partition;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.jdbc.JdbcStore;
import dev.skep.storage.file.FileEntry;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;

/** Changes that stand in each other's way. */
abstract class RaceContractTest {
    static final TableName ITEMS = SALES.table("items");

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    static void fill(MetastoreSettings settings) {
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem())) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            session.tables().create(table(ORDERS));
            session.tables().create(table(ITEMS));
        }
    }

    @Test
    void theSameDescriptorIsStoredOnceByAll() throws Exception {
        MetastoreSettings settings = freshStore();
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem())) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            Outcomes outcomes = Outcomes.ofConcurrent(8, worker -> session.tables().create(table(
                    SALES.table("t" + worker))));
            assertThat(outcomes.failures()).isEmpty();
            assertThat(session.tables().names(SALES, NamePattern.all(), CatalogContractTest.allTypes())).hasSize(8);
        }
    }

    @Test
    void theFoldersAreThoseOfThePartitionsThatManyAddAtOnce() throws Exception {
        long seed = Long.getLong("skep.races.seed", System.nanoTime());
        System.out.println("additions of the same partitions: seed " + seed);
        MemoryFileSystem files = new MemoryFileSystem();
        try (StoredCatalog catalog = StoredCatalog.open(freshStore(), files)) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            Table orders = session.tables().create(table(ORDERS, column("p", "string")));
            int refused = 0;
            for (int round = 0; round < 40; round++) {
                int first = round;
                Outcomes outcomes = Outcomes.ofConcurrent(4, worker -> {
                    Random random = new Random(seed + 4L * first + worker);
                    List<String> values = new ArrayList<>(List.of("0", "1", "2", "3", "4"));
                    Collections.shuffle(values, random);
                    List<Partition> some = values.subList(0, 1 + random.nextInt(4)).stream()
                            .map(value -> partition(orders, value)).toList();
                    session.partitions().add(ORDERS, some, Partitions.IfExists.FAIL);
                });
                assertThat(outcomes.reasons()).isSubsetOf(Set.of(Reason.ALREADY_EXISTS));
                refused += outcomes.failures().size();
                assertThat(folders(files, orders)).as("folders of round " + round).isEqualTo(
                        new TreeSet<>(session.partitions().names(ORDERS, PartitionPredicate.all(), -1)));
                session.partitions().drop(ORDERS, List.of(PartitionPredicate.all()), DataRemoval.PURGE,
                        Partitions.IfExists.FAIL);
            }
            assertThat(refused).as("refused additions").isPositive();
        }
    }

    @Test
    void tablesAndDatabasesThatManyMakeAtOnceHaveTheirFolders() throws Exception {
        MemoryFileSystem files = new MemoryFileSystem();
        try (StoredCatalog catalog = StoredCatalog.open(freshStore(), files)) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            for (int round = 0; round < 20; round++) {
                Outcomes databases = Outcomes.ofConcurrent(4, worker -> session.databases().create(database("sales")));
                assertThat(databases.succeeded()).isEqualTo(1);
                assertThat(databases.reasons()).containsOnly(Reason.ALREADY_EXISTS);
                Outcomes tables = Outcomes.ofConcurrent(4, worker -> session.tables().create(table(ORDERS)));
                assertThat(tables.succeeded()).isEqualTo(1);
                assertThat(tables.reasons()).containsOnly(Reason.ALREADY_EXISTS);
                Table made = session.tables().table(ORDERS).beneathPolicies();
                assertThat(files.find(Location.of(String.valueOf(made.storage().location())))).isPresent();
                session.databases().dropCascade(SALES, DataRemoval.PURGE);
                assertThat(files.find(Location.of(String.valueOf(made.storage().location())).parent())).isEmpty();
            }
        }
    }

    private static Set<String> folders(MemoryFileSystem files, Table table) {
        Set<String> names = new TreeSet<>();
        for (FileEntry entry : files.list(Location.of(String.valueOf(table.storage().location())))) {
            names.add(entry.location().name());
        }
        return names;
    }

    @Test
    void aRolledBackTransactionLeavesNothing() {
        MetastoreSettings settings = freshStore();
        fill(settings);
        try (MetastoreStore store = JdbcStore.open(settings)) {
            try {
                store.change(tx -> {
                    tx.tables().delete(tx.tables().find(ITEMS).orElseThrow().id());
                    tx.locks().next();
                    throw new IllegalStateException("wanted");
                });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("wanted");
            }
            assertThat(store.<Boolean>read(tx -> tx.tables().find(ITEMS).isPresent())).isTrue();
            assertThat(store.<Long>inTransaction(tx -> tx.locks().next())).isEqualTo(1L);
        }
    }
}
