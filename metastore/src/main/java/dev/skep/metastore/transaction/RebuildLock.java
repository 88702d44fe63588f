package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import dev.skep.metastore.model.TableName;

/** The right of one transaction to build a materialized view anew. It ends with the transaction, or when its holder was not heard of for long. */
public record RebuildLock(TableName view, long transaction, Instant heartbeat) {
    public RebuildLock {
        requireNonNull(view, "view is null");
        requireNonNull(heartbeat, "heartbeat is null");
    }
}
