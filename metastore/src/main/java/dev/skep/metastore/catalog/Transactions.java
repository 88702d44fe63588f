package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.CommitRequest;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.metastore.transaction.ValidWriteIds;
import dev.skep.metastore.transaction.WriteId;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of clients over transactional tables, and the write ids that they write under. A transaction has a lease, which heartbeats prolong; when it runs out the
 * transaction is aborted. Another's transaction is as absent to all but those who may MANAGE the catalog {@code hive}. Failures that clients tell apart are
 * {@link dev.skep.metastore.transaction.TransactionException}s.
 */
public interface Transactions {

    /** Begins transactions. Returns their numbers, in order; one that repeats another warehouse's and exists already is returned as it is. */
    List<Long> open(OpenRequest request);

    /** Returns what is committed now; without open transactions of these types, which a reader need not leave out. */
    TransactionSnapshot snapshot(Set<TransactionType> without);

    /** Returns the open and aborted transactions that are the caller's, or all for one who may MANAGE. */
    List<Transaction> list();

    /** Returns the transactions of this warehouse that repeat those of another one's; those that do not exist are left out. */
    List<Long> repeating(String policy, List<Long> sources);

    /**
     * Commits. Fails with ABORTED, and aborts, if a transaction that was committed since this one began has changed rows of the same table or partition. Committing a second time does
     * nothing.
     */
    default void commit(long id) {
        commit(CommitRequest.of(id));
    }

    /** As {@link #commit(long)}, with what becomes true with the commit; nothing of it does where the transaction was committed before. */
    void commit(CommitRequest request);

    /** Aborts; a second time does nothing. Fails with NO_TRANSACTION if it was committed. */
    void abort(long id);

    /** Aborts those that are open. */
    void abortAll(List<Long> ids);

    void heartbeat(long id);

    /** Keeps up the transactions from {@code first} to {@code last}. */
    Heartbeats heartbeat(long first, long last);

    /** Those that could not be kept up. */
    record Heartbeats(Set<Long> aborted, Set<Long> missing) {
        public Heartbeats {
            aborted = Set.copyOf(aborted);
            missing = Set.copyOf(missing);
        }
    }

    /** Returns the newest transaction that was committed since this one began and changed rows that it says to change as well; 0 if there is none. */
    long newestInConflict(long id);

    /** Makes the next transaction the one after {@code newest}, for a warehouse that takes over another's numbers. */
    void seed(long newest);

    /** Says what a transaction writes besides what its locks said. */
    void addPartitions(long id, TableName table, List<String> partitions, DataOperation operation);

    /** Returns the write ids of transactions in a table, making those that lack. */
    List<WriteId> allocateWriteIds(TableName table, List<Long> transactions);

    /** Gives transactions that repeat those of a policy the write ids that these had. Fails with CONFLICT if they are taken. */
    List<WriteId> repeatWriteIds(TableName table, String policy, List<WriteId> sources);

    /** Returns what a reader sees of tables; null for one that begins now. A table that does not exist has none. */
    List<ValidWriteIds> validWriteIds(List<TableName> tables, @Nullable TransactionSnapshot snapshot);

    /** As the other, of what was committed when the table's newest write id was {@code writeId}. */
    List<ValidWriteIds> validWriteIds(List<TableName> tables, long writeId);

    /** Returns the newest write id of a table; 0 if it has none. */
    long newestWriteId(TableName table);

    /** Makes the next write id of a table the one after {@code newest}. Fails with CONFLICT if it is beyond. */
    void seedWriteId(TableName table, long newest);

    /** Notes the lowest write ids that a transaction may still read. */
    void reads(long id, Map<TableName, Long> writeIds);

    /** Takes over the write ids of another warehouse's table that were aborted there. Does nothing if the table has write ids. */
    void takeOverWriteIds(TableName table, long newest, List<Long> aborted, String user, String host);
}
