package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.RetentionSettings;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.Compaction.Work;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.metastore.transaction.CompactionType;
import dev.skep.metastore.transaction.LockObject;

/**
 * What keeps the catalog from growing and waiting for those who are gone. Every server over a store does it now and then; each piece of work is one transaction, and finds nothing to do
 * where another server has done it.
 */
final class Housekeeping {
    private final Rooms rooms;
    private final RetentionSettings settings;

    Housekeeping(Rooms rooms, RetentionSettings settings) {
        this.rooms = rooms;
        this.settings = settings;
    }

    /** Ends the locks and transactions whose lease has run out, and forgets those that decide nothing any more. */
    void endTransactions() {
        Leases leases = rooms.leases();
        rooms.store().change(tx -> {
            tx.transactions().serialize();
            Instant now = leases.now(tx);
            leases.expire(tx, now);
            tx.transactions().prune(now);
        });
    }

    /** Gives compactions whose worker has not been heard of to the next one, and forgets old ones. Returns how many were freed and forgotten. */
    int tidyCompactions() {
        return rooms.store().<Boolean>read(tx -> isUntidy(tx)) ? rooms.store().<Integer>inTransaction(tx -> {
            // The lock before which nothing is changed.
            tx.compactions().next();
            Instant now = rooms.leases().now(tx);
            List<Compaction> all = tx.compactions().all();
            List<Compaction> stuck = stuck(all, now);
            stuck.forEach(one -> tx.compactions().update(one.with(CompactionState.INITIATED, Work.NONE)));
            List<Long> old = old(all, now);
            tx.compactions().delete(old);
            return stuck.size() + old.size();
        }) : 0;
    }

    private boolean isUntidy(StoreTransaction tx) {
        Instant now = rooms.leases().now(tx);
        List<Compaction> all = tx.compactions().all();
        return !stuck(all, now).isEmpty() || !old(all, now).isEmpty();
    }

    private List<Compaction> stuck(List<Compaction> all, Instant now) {
        long latest = now.minus(settings.workerTimeout()).toEpochMilli();
        return all.stream().filter(one -> one.state() == CompactionState.WORKING && one.work().started() < latest)
                .toList();
    }

    /** What is known so far of one table or partition, from its newest compaction on. */
    private static final class Kept {
        private final Map<CompactionState, Integer> counts = new EnumMap<>(CompactionState.class);
        private boolean isMajorDone;
        private boolean isMinorDone;
    }

    /** Returns those that ended and are one too many of their kind; or that came to nothing long ago, where a later one has done their work. */
    private List<Long> old(List<Compaction> newestFirst, Instant now) {
        long latest = now.minus(settings.compactionTimeout()).toEpochMilli();
        Map<LockObject, Kept> known = new HashMap<>();
        List<Long> old = new ArrayList<>();
        for (Compaction one : newestFirst) {
            if (!one.state().isFinished()) {
                continue;
            }
            Kept kept = known.computeIfAbsent(one.object(), key -> new Kept());
            int count = kept.counts.merge(one.state(), 1, Integer::sum);
            boolean isMinor = one.request().type() == CompactionType.MINOR;
            boolean isDoneSince = kept.isMajorDone || kept.isMinorDone && isMinor;
            boolean isOld = one.state() != CompactionState.SUCCEEDED && isDoneSince
                    && Math.max(one.work().started(), one.request().enqueued()) < latest;
            if (isOld || count > settings.keptCompactions().getOrDefault(one.state(), Integer.MAX_VALUE)) {
                old.add(one.id());
            }
            if (one.state() == CompactionState.SUCCEEDED) {
                kept.isMajorDone |= !isMinor;
                kept.isMinorDone |= isMinor;
            }
        }
        return old;
    }

    /** Forgets events that are older than their lifetime. Returns how many. */
    int forgetEvents() {
        long latest = rooms.now() - settings.eventLifetime().toSeconds();
        return rooms.store().<Integer>inTransaction(tx -> tx.events().deleteBefore(latest));
    }
}
