package dev.skep.metastore.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.TransactionState;
import dev.skep.metastore.transaction.TransactionWrite;

/** Transactions of clients, and what they have said that they write. */
public interface TransactionStore {

    /** Now, by the one clock that all servers over the store share. */
    Instant time();

    /** Makes changes of transactions and locks through all servers wait until this one ends. Returns the newest transaction. */
    long serialize();

    /** Returns the newest transaction; 0 if there never was one. */
    long newest();

    /** Sets the newest transaction. Only after {@link #serialize}. */
    void setNewest(long id);

    void insert(List<Transaction> transactions);

    Optional<Transaction> find(long id);

    /** Returns the transaction, open or not, that repeats one of another warehouse. */
    Optional<Transaction> repeating(Transaction.Source source);

    /** Returns the transactions numbered from {@code first} to {@code last}, in order. */
    List<Transaction> between(long first, long last);

    /** Returns the open and the aborted transactions, in order. */
    List<Transaction> uncommitted();

    /** Returns the oldest open transaction. */
    Optional<Long> oldestOpen();

    /** Returns the open transactions whose lease had run out at {@code time}. */
    List<Long> expired(Instant time);

    /** Keeps up those of the open transactions numbered from {@code first} to {@code last} whose lease has not run out. Returns how many. */
    int heartbeat(long first, long last, Instant time, Instant expires);

    /** Ends a transaction, with what it may still read. */
    void end(long id, TransactionState state);

    /** Adds what a transaction writes. */
    void write(List<TransactionWrite> writes);

    List<TransactionWrite> writes(long transaction);

    /**
     * Marks what a transaction has written as committed when {@code newest} was the newest transaction. Until {@code known} it is not forgotten: a client that was cut off may
     * ask again.
     */
    void commitWrites(long transaction, long newest, Instant known);

    /** Returns what transactions that were committed after {@code transaction} began have written to a table. */
    List<TransactionWrite> committedSince(long transaction, TableName table);

    /** Notes the lowest write id of a table that a transaction may still read. */
    void reads(long transaction, TableName table, long writeId);

    /** Forgets what no open transaction can meet any more, but not that a transaction was committed while that is to be known. */
    void prune(Instant now);

    void tableDropped(TableName name);

    void tableRenamed(TableName from, TableName to);

    /** Forgets what is kept of all tables of a database. */
    void databaseDropped(DatabaseName name);
}
