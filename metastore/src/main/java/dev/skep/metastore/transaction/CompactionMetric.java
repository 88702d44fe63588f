package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

/**
 * How badly a place needs compaction, by one measure.
 *
 * @param object a table or partition
 * @param version of the value; each change makes it one more
 */
public record CompactionMetric(LockObject object, Kind kind, int value, int version) {
    public CompactionMetric {
        requireNonNull(object, "object is null");
        requireNonNull(kind, "kind is null");
        if (object.table() == null) {
            throw new IllegalArgumentException("Invalid compaction metric: %s is no table".formatted(object));
        }
    }

    /** What is counted. */
    public enum Kind {
        NUM_OBSOLETE_DELTAS, NUM_DELTAS, NUM_SMALL_DELTAS
    }

    public CompactionMetric changedTo(int newValue) {
        return new CompactionMetric(object, kind, newValue, version + 1);
    }
}
