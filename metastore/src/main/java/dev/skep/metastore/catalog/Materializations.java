package dev.skep.metastore.catalog;

import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.TransactionSnapshot;

/** What engines ask about materialized views, which are tables of the catalog. */
public interface Materializations {

    /**
     * Returns what has happened to a view's sources since it was built. Where that cannot be told, as for sources that do not exist or that the caller does not
     * see, it is told as if rows had been changed: the view must be built from the whole.
     *
     * @param then the write ids of each source that the view was built from, in the form of transactions
     * @param now the transactions that the asking query sees
     */
    Freshness freshness(Set<TableName> sources, Map<TableName, TransactionSnapshot> then, TransactionSnapshot now);

    /**
     * What has happened to sources, besides rows that were added.
     *
     * @param hasChangedRows whether rows were changed or deleted
     * @param isCompacted whether files were or will be rewritten, so that added rows can no longer be told from old ones
     */
    record Freshness(boolean hasChangedRows, boolean isCompacted) {}

    /** Gives an open transaction of the caller's the right to build a view anew. Returns false while another one has it. Needs the right to write the view. */
    boolean lockRebuild(TableName view, long transaction);

    /** Keeps that right up. Returns false if the transaction does not have it. */
    boolean keepUpRebuild(TableName view, long transaction);

    /** Counts rows that a client has changed in the table of that number, for all views over it. Does nothing if the caller sees no such table; needs the right to write it. */
    void count(long table, SourceChanges changes);
}
