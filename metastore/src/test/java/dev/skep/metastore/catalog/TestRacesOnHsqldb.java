package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.metastore.store.jdbc.JdbcStore;

class TestRacesOnHsqldb extends RaceContractTest {
    @TempDir
    Path folder;

    @Override
    MetastoreSettings freshStore() {
        return MetastoreSettings.embedded(folder, CatalogContractTest.WAREHOUSE);
    }

    /** In HSQLDB's {@code mvcc} mode a writer that comes to wait for one that is just rolled back is never woken. */
    @Test
    void nobodyWaitsForOneThatWasRolledBack() throws Exception {
        MetastoreSettings settings = freshStore();
        fill(settings);
        try (MetastoreStore store = JdbcStore.open(settings)) {
            Outcomes outcomes = Outcomes.ofConcurrent(4, worker -> {
                for (int i = 0; i < 2_000; i++) {
                    try {
                        store.change(tx -> {
                            tx.tables().lock(ORDERS);
                            if (worker == 0) {
                                throw new IllegalStateException("wanted");
                            }
                        });
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessage("wanted");
                    }
                }
            });
            assertThat(outcomes.failures()).isEmpty();
        }
    }
}
