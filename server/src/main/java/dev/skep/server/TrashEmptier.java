package dev.skep.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.catalog.StoredCatalog;

/** Closes and empties the catalog's trash at each checkpoint until it is closed. */
final class TrashEmptier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrashEmptier.class);
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("trash").daemon().factory());

    TrashEmptier(StoredCatalog catalog, Duration checkpoint) {
        clock.scheduleAtFixedRate(() -> checkpoint(catalog), checkpoint.toMillis(), checkpoint.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void checkpoint(StoredCatalog catalog) {
        try {
            catalog.checkpointTrash();
        } catch (CatalogException e) {
            // The next checkpoint tries again.
            LOG.warn("Cannot empty the trash: {}", e.getMessage());
        }
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
