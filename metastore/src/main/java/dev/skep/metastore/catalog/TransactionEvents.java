package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.event.NotificationEvent;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.TransactionType;

/** What the log tells of transactions, as Hive's does: nothing of those that only read, nor of those that repeat another warehouse's. */
final class TransactionEvents {
    private TransactionEvents() {}

    static boolean isTold(TransactionType type, boolean isRepeating) {
        return type != TransactionType.READ_ONLY && !(isRepeating && type == TransactionType.DEFAULT);
    }

    private static boolean isTold(Transaction transaction) {
        return isTold(transaction.type(), transaction.source() != null);
    }

    static void committed(StoreTransaction tx, EventMessages messages, Transaction transaction) {
        if (isTold(transaction)) {
            tx.events().append(List.of(messages.transactionCommitted(transaction.id())));
        }
    }

    static void aborted(StoreTransaction tx, EventMessages messages, List<Transaction> transactions) {
        List<NotificationEvent> events = transactions.stream().filter(TransactionEvents::isTold)
                .map(transaction -> messages.transactionAborted(transaction.id())).toList();
        if (!events.isEmpty()) {
            tx.events().append(events);
        }
    }
}
