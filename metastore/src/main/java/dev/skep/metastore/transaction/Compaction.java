package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A wish to put the files of a transactional table or partition together, and what has come of it. The work is done by clients: Hive's workers.
 *
 * @param object a table or a partition
 * @param pool the workers that are to do it; null for those of no pool
 * @param request what was asked for
 * @param work who does it, and what has come of it
 */
public record Compaction(long id, LockObject object, CompactionState state, @Nullable String pool, Request request,
        Work work) {
    public Compaction {
        requireNonNull(object, "object is null");
        requireNonNull(state, "state is null");
        requireNonNull(request, "request is null");
        requireNonNull(work, "work is null");
        if (object.table() == null) {
            throw new IllegalArgumentException("Invalid compaction: %s is not a table".formatted(object));
        }
    }

    /** What was asked for. @param buckets 0 where nothing was said */
    public record Request(CompactionType type, @Nullable String runAs, Map<String, String> properties,
            @Nullable String initiatorId, @Nullable String initiatorVersion, int buckets, @Nullable String orderBy,
            long enqueued) {
        public Request {
            requireNonNull(type, "type is null");
            properties = Map.copyOf(properties);
        }
    }

    /** What was done. Times in milliseconds since 1970; 0 stands for what has not happened. */
    public record Work(@Nullable String worker, @Nullable String workerVersion, long started, long ended,
            @Nullable String runAs, long highestWriteId, long transaction, @Nullable String jobId,
            @Nullable String error) {
        public static final Work NONE = new Work(null, null, 0, 0, null, 0, 0, null, null);
    }

    public Compaction with(CompactionState next, Work done) {
        return new Compaction(id, object, next, pool, request, done);
    }
}
