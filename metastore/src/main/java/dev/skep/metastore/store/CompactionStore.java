package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionMetric;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.CompactionState;
import org.jspecify.annotations.Nullable;

/** Compactions that were asked for, and what came of them. */
public interface CompactionStore {

    /** Returns the number of a new one, and makes other changes of compactions wait until this one ends. */
    long next();

    void insert(Compaction compaction);

    /** Replaces state and work. */
    void update(Compaction changed);

    Optional<Compaction> find(long id);

    /** Returns the oldest of a pool in a state. @param pool null for those of no pool */
    Optional<Compaction> oldest(CompactionState state, @Nullable String pool);

    /** Returns all of a table, the newest first. */
    List<Compaction> of(TableName table);

    /** Returns all, the newest first. */
    List<Compaction> all();

    /** Returns what is known of a table or partition by one measure. */
    Optional<CompactionMetric> metric(LockObject object, CompactionMetric.Kind kind);

    void insert(CompactionMetric metric);

    /** Replaces the metric of that object and kind if its version is still the one before. Returns false if it is not. */
    boolean update(CompactionMetric changed);

    /** Returns false if there was none. */
    boolean deleteMetric(LockObject object, CompactionMetric.Kind kind);

    /** Forgets compactions. */
    void delete(List<Long> ids);

    void tableDropped(TableName name);

    void tableRenamed(TableName from, TableName to);

    void databaseDropped(DatabaseName name);
}
