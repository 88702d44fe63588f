package dev.skep.metastore.catalog;

import java.time.Instant;

import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.metastore.transaction.TransactionState;

/** The look-ups of transactions: another's is not found, and one whose lease has run out is aborted, even if nobody has noticed yet. */
final class OpenTransactions {
    private final Rooms rooms;
    private final Leases leases;
    private final LockRights rights;

    OpenTransactions(Rooms rooms, LockRights rights) {
        this.rooms = rooms;
        this.leases = rooms.leases();
        this.rights = rights;
    }

    /** Ends what has run out, in a transaction of its own where there is something. */
    void expireIfDue() {
        if (rooms.store().<Boolean>read(tx -> leases.isDue(tx, leases.now(tx)))) {
            rooms.store().change(tx -> {
                tx.transactions().serialize();
                leases.expire(tx, leases.now(tx));
            });
        }
    }

    /** Returns a transaction of the caller's, whatever has come of it. */
    Transaction own(StoreTransaction tx, long id) {
        return tx.transactions().find(id).filter(transaction -> rights.isOwn(transaction.caller()))
                .orElseThrow(() -> TransactionException.noTransaction(id));
    }

    /** Returns a transaction of the caller's that is open. */
    Transaction open(StoreTransaction tx, long id, Instant now) {
        Transaction transaction = own(tx, id);
        return switch (transaction.state()) {
            case COMMITTED -> throw TransactionException.noTransaction(id);
            case ABORTED -> throw TransactionException.aborted(id);
            case OPEN -> {
                if (!transaction.expires().isAfter(now)) {
                    throw TransactionException.aborted(id);
                }
                yield transaction;
            }
        };
    }

    /** Prolongs the lease of an open transaction of the caller's. */
    void keepUp(StoreTransaction tx, long id, Instant now) {
        open(tx, id, now);
        if (tx.transactions().heartbeat(id, id, now, leases.endAfter(now)) == 0) {
            throw tx.transactions().find(id).filter(found -> found.state() != TransactionState.COMMITTED).isPresent()
                    ? TransactionException.aborted(id)
                    : TransactionException.noTransaction(id);
        }
    }
}
