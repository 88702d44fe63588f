package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.WAREHOUSE;
import static dev.skep.metastore.catalog.CatalogContractTest.column;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.partition;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Partitions.IfExists;
import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.partition.PartitionPredicate;
import dev.skep.metastore.store.jdbc.JdbcStore;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;

/** Dropped tables whose rows are deleted later: nothing of them is seen or met, and nothing stays. */
abstract class DropContractTest {
    /** More than a part of the clean-up, and more keys than have columns of their own. */
    private static final int PARTITIONS = 5_000;
    private static final Column[] KEYS = {column("a", "string"), column("b", "int"), column("c", "string"),
            column("d", "string"), column("e", "string")};

    private final MemoryFileSystem files = new MemoryFileSystem();
    private MetastoreSettings settings;

    abstract MetastoreSettings freshStore();

    @BeforeEach
    void choose() {
        settings = freshStore();
    }

    private StoredCatalog open() {
        return StoredCatalog.open(settings, files);
    }

    private static CatalogSession session(StoredCatalog catalog) {
        return catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
    }

    private static List<Partition> partitions(Table table, int first, int count) {
        List<Partition> partitions = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            partitions.add(partition(table, "x", Integer.toString(i), "c", "d", "e" + i % 7));
        }
        return partitions;
    }

    private static Table make(CatalogSession session, int partitions) {
        Table table = session.tables().create(table(ORDERS, KEYS));
        session.partitions().add(ORDERS, partitions(table, 0, partitions), IfExists.FAIL);
        return table;
    }

    /** Waits until a store that is just opened, and so cleans up, has nothing left to clean. */
    private static void awaitClean(JdbcStore store) {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (store.tablesToClean() > 0) {
            assertThat(Instant.now()).as("when the clean-up is done").isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aTableMadeAgainHasNothingOfTheDroppedOneAlsoAfterARestart() {
        Table dropped;
        Table again;
        try (StoredCatalog catalog = open()) {
            CatalogSession session = session(catalog);
            session.databases().create(database("sales"));
            dropped = make(session, PARTITIONS);
            session.tables().drop(ORDERS, DataRemoval.DELETE);
            assertThatThrownBy(() -> session.partitions().count(ORDERS, PartitionPredicate.all()))
                    .isInstanceOfSatisfying(CatalogException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
            again = make(session, 100);
            assertThat(session.partitions().names(ORDERS, PartitionPredicate.all(), -1)).hasSize(100);
        }
        try (JdbcStore store = JdbcStore.open(settings)) {
            assertThat(store.<Long>read(tx -> tx.partitions().count(again, PartitionPredicate.all()))).isEqualTo(100);
            awaitClean(store);
            assertThat(store.<Long>read(tx -> tx.partitions().count(dropped, PartitionPredicate.all()))).isZero();
            assertThat(store.<Long>read(tx -> tx.partitions().count(again, PartitionPredicate.all()))).isEqualTo(100);
        }
        try (StoredCatalog catalog = open()) {
            assertThat(session(catalog).partitions().list(ORDERS, PartitionPredicate.all(), -1)).hasSize(100);
        }
    }

    @Test
    void statisticsOfDroppedPartitionsAreGone() {
        String name = PartitionNames.name(List.of(KEYS), List.of("x", "1", "c", "d", "e1"));
        ColumnStatistics one = new ColumnStatistics("id", "bigint", "hive", 0,
                new ColumnStatistics.LongValues(1L, 2L, 0, 2, null, null));
        Table dropped;
        try (StoredCatalog catalog = open()) {
            CatalogSession session = session(catalog);
            session.databases().create(database("sales"));
            dropped = make(session, 10);
            session.statistics().updatePartitions(ORDERS, Map.of(name, List.of(one)));
            session.tables().drop(ORDERS, DataRemoval.DELETE);
            make(session, 10);
            assertThat(session.statistics().ofPartitions(ORDERS, List.of(name), List.of("id"), "hive")).isEmpty();
        }
        try (JdbcStore store = JdbcStore.open(settings)) {
            awaitClean(store);
            assertThat(store.<Integer>read(tx -> tx.statistics()
                    .ofPartitions(dropped, List.of(name), List.of(), "hive").size())).isZero();
        }
    }

    @Test
    void aDatabaseIsDroppedWithTablesThatHaveManyPartitions() {
        try (StoredCatalog catalog = open()) {
            CatalogSession session = session(catalog);
            session.databases().create(database("sales"));
            make(session, PARTITIONS);
            session.databases().dropCascade(SALES, DataRemoval.DELETE);
            session.databases().create(database("sales"));
            assertThat(session.tables().names(SALES, NamePattern.all(), Set.of())).isEmpty();
        }
        try (JdbcStore store = JdbcStore.open(settings)) {
            awaitClean(store);
        }
    }

    @Test
    void foldersOfPartitionsOutsideTheTableAreDeletedWithIt() {
        Location outside = Location.of("memory://lake/elsewhere");
        try (StoredCatalog catalog = open()) {
            CatalogSession session = session(catalog);
            session.databases().create(database("sales"));
            Table table = make(session, 10);
            Partition placed = partitions(table, 11, 1).getFirst();
            session.partitions().add(ORDERS, List.of(new Partition(ORDERS, placed.values(), 0, 0,
                    placed.storage().withLocation(outside.text()), placed.parameters(), -1)), IfExists.FAIL);
            assertThat(files.find(outside)).isPresent();
            session.tables().drop(ORDERS, DataRemoval.DELETE);
            assertThat(files.find(outside)).isEmpty();
            assertThat(files.find(WAREHOUSE.resolve("sales.db/orders"))).isEmpty();
        }
    }

    @Test
    void whoAddsTheSamePartitionsAtTheSameTimeFailsOnceOrNeverAsAsked() throws Exception {
        try (StoredCatalog catalog = open(); ExecutorService writers = Executors.newFixedThreadPool(4)) {
            session(catalog).databases().create(database("sales"));
            Table table = make(session(catalog), 1);
            for (int round = 1; round <= 5; round++) {
                List<Partition> same = partitions(table, round * 1_000, 50);
                assertThat(outcomes(writers, adding(catalog, same, IfExists.FAIL))).containsExactlyInAnyOrder("stored",
                        "ALREADY_EXISTS", "ALREADY_EXISTS", "ALREADY_EXISTS");
                List<Partition> more = partitions(table, round * 1_000 + 100, 50);
                assertThat(outcomes(writers, adding(catalog, more, IfExists.SKIP))).containsOnly("stored");
            }
            assertThat(session(catalog).partitions().count(ORDERS, PartitionPredicate.all())).isEqualTo(1 + 5 * 100);
        }
    }

    private static Callable<String> adding(StoredCatalog catalog, List<Partition> partitions, IfExists ifExists) {
        return () -> {
            try {
                session(catalog).partitions().add(ORDERS, partitions, ifExists);
                return "stored";
            } catch (CatalogException e) {
                return e.reason().name();
            }
        };
    }

    private static List<String> outcomes(ExecutorService writers, Callable<String> call) throws Exception {
        List<Future<String>> futures = writers.invokeAll(List.of(call, call, call, call));
        List<String> outcomes = new ArrayList<>();
        for (Future<String> future : futures) {
            outcomes.add(future.get());
        }
        return outcomes;
    }
}
