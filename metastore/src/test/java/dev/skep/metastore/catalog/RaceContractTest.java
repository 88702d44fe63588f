package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static dev.skep.metastore.catalog.CatalogContractTest.database;
import static dev.skep.metastore.catalog.CatalogContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.jdbc.JdbcStore;
import dev.skep.storage.memory.MemoryFileSystem;

/** Transactions that stand in each other's way. */
abstract class RaceContractTest {
    private static final TableName ITEMS = SALES.table("items");

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    private static void fill(MetastoreSettings settings) {
        try (StoredCatalog catalog = StoredCatalog.open(settings, new MemoryFileSystem())) {
            CatalogSession session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
            session.databases().create(database("sales"));
            session.tables().create(table(ORDERS));
            session.tables().create(table(ITEMS));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the other transaction did not come", e);
        }
    }

    @Test
    void ofTwoThatWaitForEachOtherOneIsRunAgain() throws Exception {
        MetastoreSettings settings = freshStore();
        fill(settings);
        try (MetastoreStore store = JdbcStore.open(settings)) {
            CyclicBarrier bothHoldOne = new CyclicBarrier(2);
            AtomicInteger runs = new AtomicInteger();
            Outcomes outcomes = Outcomes.ofConcurrent(2, worker -> {
                AtomicInteger own = new AtomicInteger();
                long number = store.inTransaction(tx -> {
                    runs.incrementAndGet();
                    lock(tx, worker == 0 ? ORDERS : ITEMS);
                    if (own.incrementAndGet() == 1) {
                        await(bothHoldOne);
                    }
                    lock(tx, worker == 0 ? ITEMS : ORDERS);
                    return tx.locks().next();
                });
                assertThat(number).isBetween(1L, 2L);
            });
            assertThat(outcomes.failures()).isEmpty();
            assertThat(runs.get()).as("runs of the two").isEqualTo(3);
            assertThat(store.<Long>inTransaction(tx -> tx.locks().next())).as("nothing was counted twice")
                    .isEqualTo(3L);
        }
    }

    private static void lock(StoreTransaction tx, TableName name) {
        assertThat(tx.tables().lock(name)).isPresent();
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
