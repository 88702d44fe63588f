package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.Transaction;
import dev.skep.metastore.transaction.Transaction.Source;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionState;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.metastore.transaction.ValidWriteIds;
import dev.skep.metastore.transaction.WriteId;
import org.jspecify.annotations.Nullable;

/** The write ids of tables: given out one after the other for each table, and read through snapshots of transactions. */
final class TableWriteIds {
    private final Rooms rooms;
    private final Leases leases;
    private final LockRights rights;
    private final OpenTransactions open;

    TableWriteIds(Rooms rooms, LockRights rights, OpenTransactions open) {
        this.rooms = rooms;
        this.leases = rooms.leases();
        this.rights = rights;
        this.open = open;
    }

    List<WriteId> allocate(TableName table, List<Long> transactions) {
        if (transactions.isEmpty()) {
            throw new CatalogException(Reason.INVALID_INPUT,
                    "Cannot allocate write ids of %s: no transaction is named".formatted(table));
        }
        return rooms.store().inTransaction(tx -> {
            rights.checkWrite(tx, table);
            tx.transactions().serialize();
            Instant now = leases.now(tx);
            Set<Long> ordered = new TreeSet<>(transactions);
            ordered.forEach(id -> open.open(tx, id, now));
            Map<Long, WriteId> known = new HashMap<>();
            tx.writeIds().find(table, List.copyOf(ordered)).forEach(id -> known.put(id.transaction(), id));
            long newest = tx.writeIds().newest(table);
            List<WriteId> made = new ArrayList<>();
            List<WriteId> all = new ArrayList<>();
            for (long id : ordered) {
                WriteId writeId = known.get(id);
                if (writeId == null) {
                    newest++;
                    writeId = new WriteId(id, newest);
                    made.add(writeId);
                }
                all.add(writeId);
            }
            add(tx, table, made, newest);
            if (!made.isEmpty()) {
                tx.events().append(List.of(rooms.messages().writeIdsAllocated(table, made)));
            }
            return all;
        });
    }

    private static void add(StoreTransaction tx, TableName table, List<WriteId> made, long newest) {
        if (!made.isEmpty()) {
            tx.writeIds().setNewest(table, newest);
            tx.writeIds().insert(table, made);
        }
    }

    List<WriteId> repeat(TableName table, String policy, List<WriteId> sources) {
        rights.checkManagesAll();
        return rooms.store().inTransaction(tx -> {
            tx.transactions().serialize();
            long newest = tx.writeIds().newest(table);
            List<WriteId> all = new ArrayList<>();
            List<WriteId> made = new ArrayList<>();
            for (WriteId source : sources.stream().sorted(Comparator.comparingLong(WriteId::number)).toList()) {
                Transaction transaction = tx.transactions().repeating(new Source(policy, source.transaction()))
                        .orElseThrow(() -> TransactionException.noTransaction(source.transaction()));
                WriteId wanted = new WriteId(transaction.id(), source.number());
                all.add(wanted);
                if (tx.writeIds().find(table, List.of(transaction.id())).contains(wanted)) {
                    continue;
                }
                if (source.number() <= newest) {
                    throw new CatalogException(Reason.CONFLICT,
                            "Cannot repeat write id %d of %s: the newest is %d".formatted(source.number(), table,
                                    newest));
                }
                newest = source.number();
                made.add(wanted);
            }
            add(tx, table, made, newest);
            return all;
        });
    }

    List<ValidWriteIds> valid(List<TableName> tables, @Nullable TransactionSnapshot snapshot) {
        return rooms.store().read(tx -> {
            TransactionSnapshot seen = snapshot == null ? StoredTransactions.snapshot(tx, Set.of()) : snapshot;
            return tables.stream().map(table -> valid(tx, table, seen)).toList();
        });
    }

    List<ValidWriteIds> validAt(List<TableName> tables, long writeId) {
        return rooms.store().read(tx -> {
            TransactionSnapshot now = StoredTransactions.snapshot(tx, Set.of());
            List<ValidWriteIds> valid = new ArrayList<>();
            for (TableName table : tables) {
                WriteId found = rights.sees(tx, table)
                        ? tx.writeIds().upTo(table, writeId).stream().filter(id -> id.number() == writeId).findFirst()
                                .orElse(null)
                        : null;
                if (found == null) {
                    throw new TransactionException(TransactionException.Kind.NO_TRANSACTION,
                            "Cannot read %s as of write id %d: no transaction is known that has it".formatted(table,
                                    writeId));
                }
                valid.add(valid(tx, table, new TransactionSnapshot(found.transaction(), now.open(), now.aborted())));
            }
            return valid;
        });
    }

    /** Returns what a reader sees of one table. */
    ValidWriteIds valid(StoreTransaction tx, TableName table, TransactionSnapshot snapshot) {
        if (!rights.sees(tx, table)) {
            return ValidWriteIds.of(table, 0, List.of(), snapshot);
        }
        // What lacks below the newest was committed before all that a snapshot can still have open.
        long newest = tx.writeIds().newest(table);
        List<WriteId> known = new ArrayList<>(tx.writeIds().upTo(table, newest));
        while (!known.isEmpty() && known.getLast().number() == newest
                && known.getLast().transaction() > snapshot.newest()) {
            known.removeLast();
            newest--;
        }
        return ValidWriteIds.of(table, newest, known, snapshot);
    }

    long newest(TableName table) {
        return rooms.store().read(tx -> rights.sees(tx, table) ? tx.writeIds().newest(table) : 0L);
    }

    void seed(TableName table, long newest) {
        rooms.store().change(tx -> {
            rights.checkWrite(tx, table);
            tx.transactions().serialize();
            long before = tx.writeIds().newest(table);
            if (newest < before) {
                throw new CatalogException(Reason.CONFLICT,
                        "Cannot continue write ids of %s after %d: %d exists".formatted(table, newest, before));
            }
            tx.writeIds().setNewest(table, newest);
        });
    }

    void takeOver(TableName table, long newest, List<Long> aborted, String user, String host) {
        rights.checkManagesAll();
        rooms.store().change(tx -> {
            long transaction = tx.transactions().serialize();
            if (tx.writeIds().newest(table) > 0) {
                return;
            }
            Instant now = leases.now(tx);
            long oldestOpen = tx.transactions().oldestOpen().orElse(transaction + 1);
            List<Transaction> lost = new ArrayList<>();
            List<WriteId> ids = new ArrayList<>();
            for (long number : new TreeSet<>(aborted)) {
                transaction++;
                lost.add(new Transaction(transaction, TransactionState.ABORTED, TransactionType.REPL_CREATED,
                        rights.caller(), user, host, null, now, now, 0, now, oldestOpen, null));
                ids.add(new WriteId(transaction, number));
            }
            tx.transactions().insert(lost);
            tx.transactions().setNewest(transaction);
            tx.writeIds().insert(table, ids);
            tx.writeIds().setNewest(table, newest);
        });
    }
}
