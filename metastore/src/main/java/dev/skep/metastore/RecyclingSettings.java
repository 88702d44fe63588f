package dev.skep.metastore;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

import dev.skep.storage.file.Location;

/**
 * Where files go that a client is about to replace and that replication may still have to read.
 *
 * @param retention how long they stay
 */
public record RecyclingSettings(Location root, Duration retention) {
    public RecyclingSettings {
        requireNonNull(root, "root is null");
        requireNonNull(retention, "retention is null");
    }
}
