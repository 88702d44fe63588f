package dev.skep.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.RetentionSettings;
import dev.skep.metastore.catalog.StoredCatalog;

/** Does what keeps the catalog in order, in the background, until it is closed. Every server over a store does it; what one does the others find done. */
final class CatalogUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogUpkeep.class);
    private static final Duration FOLDERS = Duration.ofSeconds(2);
    private static final Duration TRANSACTIONS = Duration.ofMinutes(1);
    private static final Duration OLD = Duration.ofMinutes(10);
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("upkeep").daemon().factory());

    CatalogUpkeep(StoredCatalog catalog, RetentionSettings settings) {
        every(FOLDERS, "finish what a server that died has left of folders", () -> {
            int settled = catalog.settleFolders();
            if (settled > 0) {
                LOG.info("Finished {} changes of folders that a server had left", settled);
            }
        });
        every(TRANSACTIONS, "end transactions that ran out", catalog::endTransactions);
        every(OLD, "forget old compactions and events", () -> catalog.tidy(settings));
    }

    private void every(Duration period, String what, Runnable work) {
        clock.scheduleWithFixedDelay(() -> {
            try {
                work.run();
            } catch (CatalogException e) {
                // The next time tries again.
                LOG.warn("Cannot {}: {}", what, e.getMessage());
            }
        }, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets what it is at come to its end: the catalog is closed next. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(LEAVE.toNanos(), TimeUnit.NANOSECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            clock.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
