package dev.skep.metastore;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import dev.skep.metastore.transaction.CompactionState;

/**
 * How long the catalog keeps what nobody may need any more. Defaults are Hive's.
 *
 * @param workerTimeout how long a worker may have a compaction before another one gets it
 * @param keptCompactions how many ended compactions of a table or partition are kept, by what has come of them
 * @param compactionTimeout after which those that came to nothing go although they are not too many, if a later one succeeded
 * @param eventLifetime how long events stay in the notification log
 */
public record RetentionSettings(Duration workerTimeout, Map<CompactionState, Integer> keptCompactions,
        Duration compactionTimeout, Duration eventLifetime) {
    public static final RetentionSettings DEFAULT = new RetentionSettings(Duration.ofDays(1),
            Map.of(CompactionState.SUCCEEDED, 3, CompactionState.FAILED, 3, CompactionState.REFUSED, 3,
                    CompactionState.NOT_INITIATED, 2, CompactionState.ABORTED, 2),
            Duration.ofDays(7), Duration.ofDays(7));

    public RetentionSettings {
        requireNonNull(workerTimeout, "workerTimeout is null");
        requireNonNull(compactionTimeout, "compactionTimeout is null");
        requireNonNull(eventLifetime, "eventLifetime is null");
        keptCompactions = Map.copyOf(keptCompactions);
        if (Stream.of(workerTimeout, compactionTimeout, eventLifetime).anyMatch(one -> one.isNegative() || one.isZero())
                || keptCompactions.values().stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "Invalid upkeep of the catalog: %s, %s, %s, %s (times are positive, counts not negative)".formatted(
                            workerTimeout, keptCompactions, compactionTimeout, eventLifetime));
        }
    }
}
