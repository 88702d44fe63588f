package dev.skep.metastore.catalog;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.event.EventMessages;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.TransactionState;
import org.jspecify.annotations.Nullable;

/**
 * How long locks and transactions live without a heartbeat, and who ends them: whoever comes next, through any server over the store. The end of a lease is kept with it, so that
 * servers with other settings agree.
 *
 * @param clock null for the store's own, which all servers share
 */
record Leases(Duration timeout, @Nullable Clock clock) {
    Leases {
        requireNonNull(timeout, "timeout is null");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("Invalid lease of transactions: " + timeout);
        }
    }

    Instant now(StoreTransaction tx) {
        return clock == null ? tx.transactions().time() : Instant.ofEpochMilli(clock.millis());
    }

    Instant endAfter(Instant now) {
        return now.plus(timeout);
    }

    /** True if a lease has run out and nobody has noticed. */
    boolean isDue(StoreTransaction tx, Instant now) {
        return tx.locks().hasExpired(now) || !tx.transactions().expired(now).isEmpty();
    }

    /** Ends what has run out. Only after {@code serialize}. */
    void expire(StoreTransaction tx, Instant now) {
        List<Transaction> expired = new ArrayList<>();
        for (long id : tx.transactions().expired(now)) {
            tx.transactions().find(id).ifPresent(expired::add);
            end(tx, id, TransactionState.ABORTED);
        }
        TransactionEvents.aborted(tx, new EventMessages(Clock.fixed(now, ZoneOffset.UTC)), expired);
        if (tx.locks().hasExpired(now)) {
            tx.locks().deleteExpired(now);
        }
    }

    /** Ends a transaction with its locks. */
    static void end(StoreTransaction tx, long id, TransactionState state) {
        tx.transactions().end(id, state);
        tx.locks().deleteOfTransaction(id);
    }
}
