package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.access.Guard;
import dev.skep.metastore.model.SourceChanges;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.RebuildLock;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionState;
import dev.skep.metastore.transaction.ValidWriteIds;
import org.jspecify.annotations.Nullable;

final class StoredMaterializations implements Materializations {
    private final Rooms rooms;
    private final Seen seen;
    private final LockRights rights;
    private final OpenTransactions open;
    private final TableWriteIds writeIds;

    StoredMaterializations(Rooms rooms, Guard guard, LockRights rights) {
        this.rooms = rooms;
        this.seen = new Seen(guard);
        this.rights = rights;
        this.open = new OpenTransactions(rooms, rights);
        this.writeIds = new TableWriteIds(rooms, rights, open);
    }

    @Override
    public Freshness freshness(Set<TableName> sources, Map<TableName, TransactionSnapshot> then,
            TransactionSnapshot now) {
        return rooms.store().read(tx -> {
            boolean hasChangedRows = sources.isEmpty();
            boolean isCompacted = sources.isEmpty();
            for (TableName source : sources) {
                TransactionSnapshot before = then.get(source);
                boolean isKnown = before != null && seen.findTable(tx, source).isPresent()
                        && Objects.equals(oldest(before), writeIds.valid(tx, source, now).oldestOpen());
                hasChangedRows |= !isKnown || before == null || hasChangedRows(tx, source, before, now);
                isCompacted |= !isKnown || before == null || isCompacted(tx, source, before);
            }
            return new Freshness(hasChangedRows, isCompacted);
        });
    }

    private static @Nullable Long oldest(TransactionSnapshot writeIds) {
        return writeIds.open().stream().min(Long::compare).orElse(null);
    }

    private static boolean isNew(long writeId, TransactionSnapshot before, List<Long> exceptions) {
        return writeId > before.newest() || exceptions.contains(writeId);
    }

    private static boolean hasChangedRows(StoreTransaction tx, TableName source, TransactionSnapshot before,
            TransactionSnapshot now) {
        List<Long> exceptions = before.exceptions();
        long first = exceptions.isEmpty() ? before.newest() + 1 : exceptions.getFirst();
        return tx.materializations().rowChanges(source, first).stream()
                .anyMatch(change -> isNew(change.number(), before, exceptions)
                        && now.isCommitted(change.transaction()));
    }

    private static boolean isCompacted(StoreTransaction tx, TableName source, TransactionSnapshot before) {
        List<Long> exceptions = before.exceptions();
        for (Compaction compaction : tx.compactions().of(source)) {
            if (!compaction.state().isFinished() || isNew(compaction.work().highestWriteId(), before, exceptions)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean lockRebuild(TableName view, long transaction) {
        return rooms.store().inTransaction(tx -> {
            seen.table(tx, view);
            rights.checkWrite(tx, view);
            tx.transactions().serialize();
            Instant now = rooms.leases().now(tx);
            open.open(tx, transaction, now);
            Optional<RebuildLock> held = tx.materializations().rebuild(view);
            if (held.isPresent()) {
                if (isHeld(tx, held.get(), now)) {
                    return false;
                }
                tx.materializations().deleteRebuild(view);
            }
            tx.materializations().insert(new RebuildLock(view, transaction, now));
            return true;
        });
    }

    private boolean isHeld(StoreTransaction tx, RebuildLock lock, Instant now) {
        return rooms.leases().endAfter(lock.heartbeat()).isAfter(now)
                && tx.transactions().find(lock.transaction())
                        .filter(holder -> holder.state() == TransactionState.OPEN && holder.expires().isAfter(now))
                        .isPresent();
    }

    @Override
    public boolean keepUpRebuild(TableName view, long transaction) {
        return rooms.store().inTransaction(tx -> {
            Instant now = rooms.leases().now(tx);
            open.own(tx, transaction);
            return tx.materializations().rebuild(view)
                    .filter(lock -> lock.transaction() == transaction && isHeld(tx, lock, now)).isPresent()
                    && tx.materializations().heartbeat(view, transaction, now);
        });
    }

    @Override
    public void count(long table, SourceChanges changes) {
        rooms.store().change(tx -> tx.tables().name(table).filter(name -> seen.findTable(tx, name).isPresent())
                .ifPresent(name -> {
                    rights.checkWrite(tx, name);
                    tx.materializations().addSourceChanges(table, changes);
                }));
    }
}
