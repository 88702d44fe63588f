package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionMetric;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.metastore.transaction.LockObject;
import org.jspecify.annotations.Nullable;

/**
 * Compactions of transactional tables: a queue between those who ask for them and the workers that do them, which are clients. Asking needs ALTER on the table; the calls of workers
 * need MANAGE on the catalog {@code hive}.
 */
public interface Compactions {

    /** Puts a compaction into the queue, unless the same table or partition stands there or is being worked on. */
    Answer request(LockObject object, @Nullable String pool, Compaction.Request request);

    /** @param compaction the new one, or the one that is in the way */
    record Answer(Compaction compaction, boolean isAccepted) {}

    /** Returns those of tables that the caller sees, the newest first; of one table, or null for all. */
    List<Compaction> list(@Nullable TableName table);

    /** Takes those that nobody works on yet out of the queue. Returns the ones that were; others do not exist, or are too far. */
    Set<Long> abort(List<Long> ids);

    /** Returns for the table, or each of the partitions, the newest compaction after {@code lastId} that is done but for cleaning. */
    List<Compaction> newestDone(TableName table, @Nullable List<String> partitions, long lastId);

    /** Gives a worker the oldest of its pool. */
    Optional<Compaction> next(@Nullable String worker, @Nullable String workerVersion, @Nullable String pool);

    /** Says what a worker has found out. */
    void update(long id, @Nullable String runAs, long highestWriteId, long transaction);

    void setJob(long id, String jobId);

    /** Ends a step of a worker; done when cleaned, the aborted write ids up to the highest are forgotten. */
    void mark(long id, CompactionState state, @Nullable String error);

    /** Asks for the cleaning of what was compacted by other ways. */
    Compaction submitForCleaning(LockObject object, Compaction.Request request, long highestWriteId, long transaction);

    /** Returns the columns of the compacted table or partition that have statistics of Hive's. */
    List<String> columnsWithStatistics(LockObject object);

    /**
     * Notes a worker's measure of a table or partition; one below the threshold is forgotten. Returns false if another worker came first.
     */
    boolean measure(LockObject object, CompactionMetric.Kind kind, int value, int threshold);

    /** Returns the last measure that was at its threshold or above. */
    Optional<CompactionMetric> metric(LockObject object, CompactionMetric.Kind kind);

    void forgetMetric(LockObject object, CompactionMetric.Kind kind);
}
