package dev.skep.metastore.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.RebuildLock;
import dev.skep.metastore.transaction.WriteId;

/** What is known of materialized views: who builds them anew, and what has changed in their sources. Changes of locks come after {@link TransactionStore#serialize}. */
public interface MaterializationStore {

    Optional<RebuildLock> rebuild(TableName view);

    void insert(RebuildLock lock);

    /** Keeps a lock up. Returns false if that transaction does not hold it. */
    boolean heartbeat(TableName view, long transaction, Instant time);

    void deleteRebuild(TableName view);

    /** Notes that a committed transaction has changed or deleted rows of a table. */
    void rowsChanged(TableName table, WriteId writeId);

    /** Returns the committed transactions that changed or deleted rows of a table under a write id of at least {@code first}, in order. */
    List<WriteId> rowChanges(TableName table, long first);

    /** Forgets the changes up to a write id, whose files were compacted. */
    void deleteRowChanges(TableName table, long newest);

    /** Adds to what has changed in a source of views, for each of these views. */
    void addSourceChanges(long source, SourceChanges changes);

    void tableDropped(TableName name);

    void tableRenamed(TableName from, TableName to);

    void databaseDropped(DatabaseName name);
}
