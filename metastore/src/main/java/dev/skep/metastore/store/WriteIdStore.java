package dev.skep.metastore.store;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.WriteId;

/** The write ids of tables, counted for each table from 1. */
public interface WriteIdStore {

    /** Returns the newest write id of a table; 0 if there never was one. */
    long newest(TableName table);

    /** Sets it, for a table that may not have had one. */
    void setNewest(TableName table, long writeId);

    void insert(TableName table, List<WriteId> writeIds);

    /** Returns those of the transactions that have one, in no order. */
    List<WriteId> find(TableName table, List<Long> transactions);

    /** Returns the greatest of the transactions up to {@code newestTransaction}, among those still known. */
    Optional<Long> newestOf(TableName table, long newestTransaction);

    /** Returns those up to {@code newest} that are still known, in order. */
    List<WriteId> upTo(TableName table, long newest);

    /** Forgets those of aborted transactions up to {@code newest}: their files are gone. */
    void deleteAborted(TableName table, long newest);

    void tableDropped(TableName name);

    void tableRenamed(TableName from, TableName to);

    /** Forgets those of all tables of a database. */
    void databaseDropped(DatabaseName name);
}
