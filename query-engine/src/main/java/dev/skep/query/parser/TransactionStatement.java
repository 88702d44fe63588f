package dev.skep.query.parser;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A statement about the locks, transactions and compactions of the metastore's clients. */
public sealed interface TransactionStatement extends Statement.OfTransactions {

    /**
     * @param object a table, or a database; null for all locks
     * @param partition of a table
     */
    record ShowLocks(@Nullable Name object, boolean isDatabase, List<PartitionTerm> partition)
            implements
                TransactionStatement {
        public ShowLocks {
            partition = List.copyOf(partition);
        }
    }

    record KillLock(long id) implements TransactionStatement {}

    record ShowTransactions() implements TransactionStatement {}

    record AbortTransactions(List<Long> ids) implements TransactionStatement {
        public AbortTransactions {
            ids = List.copyOf(ids);
        }
    }

    record ShowCompactions() implements TransactionStatement {}
}
