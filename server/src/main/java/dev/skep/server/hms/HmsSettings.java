package dev.skep.server.hms;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What the metastore's door says about its server.
 *
 * @param version of Skep
 * @param storeId names the catalog's store for good; engines tell stores apart by it
 * @param startedAt when the server started
 * @param configuration values by Hive's names, such as {@code hive.metastore.warehouse.dir}, for clients that ask; nothing secret
 */
public record HmsSettings(String version, UUID storeId, Instant startedAt, Map<String, String> configuration) {
    public HmsSettings {
        requireNonNull(version, "version is null");
        requireNonNull(storeId, "storeId is null");
        requireNonNull(startedAt, "startedAt is null");
        configuration = Map.copyOf(configuration);
    }
}
