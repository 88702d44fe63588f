package dev.skep.metastore.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.CommitRequest;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.Transaction.Source;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionState;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.metastore.transaction.TransactionWrite;
import dev.skep.metastore.transaction.ValidWriteIds;
import dev.skep.metastore.transaction.WriteId;
import org.jspecify.annotations.Nullable;

final class StoredTransactions implements Transactions {
    /** The lease of a transaction that repeats another warehouse's, which no client keeps up; as in Hive. */
    private static final Duration REPLICATION_LEASE = Duration.ofDays(11);
    /** One commit in so many forgets what decides nothing any more. */
    private static final int PRUNING = 64;
    private static final int MAX_RANGE = 100_000;

    private final Rooms rooms;
    private final Leases leases;
    private final LockRights rights;
    private final OpenTransactions open;
    private final TableWriteIds writeIds;
    private final CommitNotes notes;

    StoredTransactions(Rooms rooms, LockRights rights) {
        this.rooms = rooms;
        this.leases = rooms.leases();
        this.rights = rights;
        this.open = new OpenTransactions(rooms, rights);
        this.writeIds = new TableWriteIds(rooms, rights, open);
        this.notes = new CommitNotes(rights);
    }

    @Override
    public List<Long> open(OpenRequest request) {
        if (request.policy() != null) {
            rights.checkManagesAll();
        }
        return rooms.store().inTransaction(tx -> {
            long newest = tx.transactions().serialize();
            Instant now = leases.now(tx);
            leases.expire(tx, now);
            long oldestOpen = tx.transactions().oldestOpen().orElse(newest + 1);
            Instant expires = request.type() == TransactionType.REPL_CREATED || request.policy() != null
                    ? now.plus(REPLICATION_LEASE)
                    : leases.endAfter(now);
            List<Long> ids = new ArrayList<>(request.count());
            List<Transaction> begun = new ArrayList<>(request.count());
            for (int i = 0; i < request.count(); i++) {
                Source source = request.policy() == null
                        ? null
                        : new Source(request.policy(), request.sources().get(i));
                Optional<Transaction> known = source == null ? Optional.empty() : tx.transactions().repeating(source);
                if (known.isPresent()) {
                    ids.add(known.get().id());
                    continue;
                }
                newest++;
                ids.add(newest);
                begun.add(new Transaction(newest, TransactionState.OPEN, request.type(), rights.caller(),
                        request.user(), request.host(), request.agent(), now, now, 0, expires, oldestOpen, source));
            }
            tx.transactions().insert(begun);
            tx.transactions().setNewest(newest);
            if (TransactionEvents.isTold(request.type(), request.policy() != null) && !begun.isEmpty()) {
                tx.events().append(List.of(
                        rooms.messages().transactionsOpened(begun.stream().map(Transaction::id).toList())));
            }
            return ids;
        });
    }

    @Override
    public TransactionSnapshot snapshot(Set<TransactionType> without) {
        open.expireIfDue();
        return rooms.store().read(tx -> snapshot(tx, without));
    }

    /** The newest comes first: what begins after it is not in the snapshot, and must not seem committed. */
    static TransactionSnapshot snapshot(StoreTransaction tx, Set<TransactionType> without) {
        long newest = tx.transactions().newest();
        Set<Long> opened = new HashSet<>();
        Set<Long> aborted = new HashSet<>();
        for (Transaction transaction : tx.transactions().uncommitted()) {
            if (transaction.id() > newest) {
                continue;
            }
            if (transaction.state() == TransactionState.ABORTED) {
                aborted.add(transaction.id());
            } else if (!without.contains(transaction.type())) {
                opened.add(transaction.id());
            }
        }
        return new TransactionSnapshot(newest, opened, aborted);
    }

    @Override
    public List<Transaction> list() {
        open.expireIfDue();
        return rooms.store().read(tx -> tx.transactions().uncommitted()).stream()
                .filter(transaction -> rights.isOwn(transaction.caller())).toList();
    }

    @Override
    public List<Long> repeating(String policy, List<Long> sources) {
        rights.checkManagesAll();
        return rooms.store().read(tx -> {
            List<Long> ids = new ArrayList<>();
            for (long source : sources) {
                tx.transactions().repeating(new Source(policy, source)).map(Transaction::id).ifPresent(ids::add);
            }
            return ids;
        });
    }

    @Override
    public void commit(CommitRequest request) {
        long id = request.transaction();
        // A transaction that loses is aborted for good, so that the failure must not undo that.
        Optional<TransactionException> failure = rooms.store().inTransaction(tx -> {
            long newest = tx.transactions().serialize();
            Instant now = leases.now(tx);
            leases.expire(tx, now);
            Transaction transaction = open.own(tx, id);
            return switch (transaction.state()) {
                case COMMITTED -> Optional.<TransactionException>empty();
                case ABORTED -> Optional.of(TransactionException.aborted(id));
                case OPEN -> commit(tx, transaction, newest, now, request);
            };
        });
        failure.ifPresent(reason -> {
            throw reason;
        });
    }

    private Optional<TransactionException> commit(StoreTransaction tx, Transaction transaction, long newest,
            Instant now, CommitRequest request) {
        long id = transaction.id();
        List<TransactionWrite> winners = transaction.source() == null ? winners(tx, id) : List.of();
        if (!winners.isEmpty()) {
            TransactionWrite winner = winners.getFirst();
            Leases.end(tx, id, TransactionState.ABORTED);
            TransactionEvents.aborted(tx, rooms.messages(), List.of(transaction));
            return Optional.of(new TransactionException(TransactionException.Kind.ABORTED,
                    "Cannot commit transaction %d: transaction %d, committed since it began, changed rows of %s too; it was aborted"
                            .formatted(id, winner.transaction(), winner.object())));
        }
        noteChangedRows(tx, id);
        tx.transactions().commitWrites(id, newest, leases.endAfter(now));
        Leases.end(tx, id, TransactionState.COMMITTED);
        if (id % PRUNING == 0) {
            tx.transactions().prune(now);
        }
        notes.set(tx, request);
        TransactionEvents.committed(tx, rooms.messages(), transaction);
        return Optional.empty();
    }

    /** Keeps for materialized views that rows of tables were changed, beyond the time that other transactions care. */
    private static void noteChangedRows(StoreTransaction tx, long id) {
        Set<TableName> changed = new HashSet<>();
        for (TransactionWrite write : tx.transactions().writes(id)) {
            TableName table = write.object().tableName();
            if (table != null && write.operation().changesRows() && changed.add(table)) {
                tx.writeIds().find(table, List.of(id))
                        .forEach(writeId -> tx.materializations().rowsChanged(table, writeId));
            }
        }
    }

    /** Returns what transactions that were committed since this one began have changed where it changes rows, in the order of their numbers. */
    private static List<TransactionWrite> winners(StoreTransaction tx, long id) {
        List<TransactionWrite> winners = new ArrayList<>();
        Map<TableName, List<TransactionWrite>> committed = new HashMap<>();
        for (TransactionWrite write : tx.transactions().writes(id)) {
            TableName table = write.object().tableName();
            if (table == null || !write.operation().changesRows()) {
                continue;
            }
            committed.computeIfAbsent(table, name -> tx.transactions().committedSince(id, name)).stream()
                    .filter(write::meets).forEach(winners::add);
        }
        return winners;
    }

    @Override
    public long newestInConflict(long id) {
        return rooms.store().read(tx -> {
            open.own(tx, id);
            return winners(tx, id).stream().mapToLong(TransactionWrite::transaction).max().orElse(0);
        });
    }

    @Override
    public void abort(long id) {
        rooms.store().change(tx -> {
            tx.transactions().serialize();
            Transaction transaction = open.own(tx, id);
            switch (transaction.state()) {
                case COMMITTED -> throw TransactionException.noTransaction(id);
                case OPEN -> abort(tx, transaction);
                case ABORTED -> {
                }
            }
        });
    }

    private void abort(StoreTransaction tx, Transaction transaction) {
        Leases.end(tx, transaction.id(), TransactionState.ABORTED);
        TransactionEvents.aborted(tx, rooms.messages(), List.of(transaction));
    }

    @Override
    public void abortAll(List<Long> ids) {
        rooms.store().change(tx -> {
            tx.transactions().serialize();
            for (long id : ids) {
                tx.transactions().find(id).filter(transaction -> transaction.state() == TransactionState.OPEN
                        && rights.isOwn(transaction.caller()))
                        .ifPresent(transaction -> abort(tx, transaction));
            }
        });
    }

    @Override
    public void heartbeat(long id) {
        rooms.store().change(tx -> open.keepUp(tx, id, leases.now(tx)));
    }

    @Override
    public Heartbeats heartbeat(long first, long last) {
        if (first < 0 || last < first || last - first >= MAX_RANGE) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Invalid range of transactions: %d to %d (expected at most %d)".formatted(first, last, MAX_RANGE));
        }
        return rooms.store().inTransaction(tx -> {
            Instant now = leases.now(tx);
            Map<Long, Transaction> known = new HashMap<>();
            tx.transactions().between(first, last).forEach(transaction -> known.put(transaction.id(), transaction));
            Set<Long> aborted = new HashSet<>();
            Set<Long> missing = new HashSet<>();
            for (long id = first; id <= last; id++) {
                Transaction transaction = known.get(id);
                if (transaction == null || transaction.state() == TransactionState.COMMITTED
                        || !rights.isOwn(transaction.caller())) {
                    missing.add(id);
                } else if (transaction.state() == TransactionState.ABORTED
                        || tx.transactions().heartbeat(id, id, now, leases.endAfter(now)) == 0) {
                    aborted.add(id);
                }
            }
            return new Heartbeats(aborted, missing);
        });
    }

    @Override
    public void seed(long newest) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            long before = tx.transactions().serialize();
            if (before >= newest) {
                throw new CatalogException(Reason.CONFLICT,
                        "Cannot continue transactions after %d: %d exists".formatted(newest, before));
            }
            tx.transactions().setNewest(newest);
        });
    }

    @Override
    public void addPartitions(long id, TableName table, List<String> partitions, DataOperation operation) {
        rooms.store().change(tx -> {
            rights.checkWrite(tx, table);
            tx.transactions().serialize();
            open.open(tx, id, leases.now(tx));
            // A client that does not say what it does is taken at its worst.
            DataOperation worst = operation.isWrite() ? operation : DataOperation.UPDATE;
            tx.transactions().write(partitions.stream()
                    .map(partition -> new TransactionWrite(id, LockObject.of(table, partition), worst)).toList());
        });
    }

    @Override
    public void reads(long id, Map<TableName, Long> lowest) {
        rooms.store().change(tx -> {
            open.open(tx, id, leases.now(tx));
            lowest.forEach((table, writeId) -> tx.transactions().reads(id, table, writeId));
        });
    }

    @Override
    public List<WriteId> allocateWriteIds(TableName table, List<Long> transactions) {
        return writeIds.allocate(table, transactions);
    }

    @Override
    public List<WriteId> repeatWriteIds(TableName table, String policy, List<WriteId> sources) {
        return writeIds.repeat(table, policy, sources);
    }

    @Override
    public List<ValidWriteIds> validWriteIds(List<TableName> tables, @Nullable TransactionSnapshot snapshot) {
        open.expireIfDue();
        return writeIds.valid(tables, snapshot);
    }

    @Override
    public List<ValidWriteIds> validWriteIds(List<TableName> tables, long writeId) {
        open.expireIfDue();
        return writeIds.validAt(tables, writeId);
    }

    @Override
    public long newestWriteId(TableName table) {
        return writeIds.newest(table);
    }

    @Override
    public void seedWriteId(TableName table, long newest) {
        writeIds.seed(table, newest);
    }

    @Override
    public void takeOverWriteIds(TableName table, long newest, List<Long> aborted, String user, String host) {
        writeIds.takeOver(table, newest, aborted, user, host);
    }
}
