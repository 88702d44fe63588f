package dev.skep.metastore;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.skep.storage.file.Location;

/**
 * What the catalog needs to know to start.
 *
 * @param storeUrl JDBC URL of the store ({@code jdbc:postgresql://...}); null for the embedded store in {@code dataDir}
 * @param dataDir folder of the embedded store
 * @param warehouse folder of the databases of the catalogs {@code hive} and {@code spark}
 * @param connections the most connections to the store that are open at a time
 * @param transactionTimeout how long locks and transactions of clients live without a heartbeat
 */
public record MetastoreSettings(@Nullable String storeUrl, @Nullable String storeUser, @Nullable String storePassword,
        Path dataDir, Location warehouse, int connections, Duration transactionTimeout) {
    public static final int DEFAULT_CONNECTIONS = 10;
    public static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofSeconds(300);

    public MetastoreSettings {
        requireNonNull(dataDir, "dataDir is null");
        requireNonNull(warehouse, "warehouse is null");
        if (connections < 2) {
            throw new IllegalArgumentException("Invalid number of store connections: " + connections + " (at least 2)");
        }
        if (transactionTimeout.isNegative() || transactionTimeout.isZero()) {
            throw new IllegalArgumentException("Invalid transaction timeout: " + transactionTimeout);
        }
    }

    /** With the usual timeout of transactions. */
    public MetastoreSettings(@Nullable String storeUrl, @Nullable String storeUser, @Nullable String storePassword,
            Path dataDir, Location warehouse, int connections) {
        this(storeUrl, storeUser, storePassword, dataDir, warehouse, connections, DEFAULT_TRANSACTION_TIMEOUT);
    }

    /** The embedded store below {@code dataDir}. */
    public static MetastoreSettings embedded(Path dataDir, Location warehouse) {
        return new MetastoreSettings(null, null, null, dataDir, warehouse, DEFAULT_CONNECTIONS);
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "MetastoreSettings[storeUrl=%s, storeUser=%s, dataDir=%s, warehouse=%s, connections=%d]"
                .formatted(storeUrl, storeUser, dataDir, warehouse, connections);
    }
}
