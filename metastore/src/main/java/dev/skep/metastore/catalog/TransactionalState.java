package dev.skep.metastore.catalog;

import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;

/**
 * What is kept of transactional tables besides the catalog follows the tables: a table that is made again begins with no write ids. Locks stay, as they are of names, and end by
 * themselves.
 */
final class TransactionalState {
    private TransactionalState() {}

    static void tableDropped(StoreTransaction tx, TableName name) {
        tx.transactions().tableDropped(name);
        tx.writeIds().tableDropped(name);
        tx.compactions().tableDropped(name);
        tx.replication().tableDropped(name);
        tx.materializations().tableDropped(name);
    }

    static void tableRenamed(StoreTransaction tx, TableName from, TableName to) {
        tx.transactions().tableRenamed(from, to);
        tx.writeIds().tableRenamed(from, to);
        tx.compactions().tableRenamed(from, to);
        tx.replication().tableRenamed(from, to);
        tx.materializations().tableRenamed(from, to);
    }

    static void databaseDropped(StoreTransaction tx, DatabaseName name) {
        tx.transactions().databaseDropped(name);
        tx.writeIds().databaseDropped(name);
        tx.compactions().databaseDropped(name);
        tx.replication().databaseDropped(name);
        tx.materializations().databaseDropped(name);
    }
}
