package dev.skep.metastore.replication;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far one run of a replication policy has come.
 *
 * @param execution the number of the run, which finds it
 * @param dump the number of the run that wrote what this one loads
 * @param metadata what it replicates; null where the client has not said
 * @param progress how far it is; null where the client has not said
 * @param format how both are written; null for JSON
 * @param started when it was first heard of, to the second
 */
public record ReplicationMetric(long execution, String policy, long dump, @Nullable String metadata,
        @Nullable String progress, @Nullable String format, Instant started) {
    public ReplicationMetric {
        requireNonNull(policy, "policy is null");
        requireNonNull(started, "started is null");
    }

    /** Returns this with what a later report says; policy, dump and beginning are those of the first. */
    public ReplicationMetric updated(ReplicationMetric later) {
        return new ReplicationMetric(execution, policy, dump, given(later.metadata, metadata),
                given(later.progress, progress), later.format, started);
    }

    private static @Nullable String given(@Nullable String later, @Nullable String before) {
        return later == null || later.isEmpty() ? before : later;
    }
}
