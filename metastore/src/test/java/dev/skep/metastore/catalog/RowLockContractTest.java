package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.jdbc.JdbcStore;

/** Transactions that stand in each other's way in a store that locks single rows. */
abstract class RowLockContractTest extends RaceContractTest {

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
}
