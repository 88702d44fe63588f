package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Partition;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.partition.PartitionNames;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.transaction.CommitRequest;
import dev.skep.metastore.transaction.CommitRequest.Note;
import dev.skep.metastore.transaction.CommitRequest.Replicated;
import org.jspecify.annotations.Nullable;

/** What a commit of a client sets beside its transaction: a parameter of a table, and how far a replica is. Part of the commit's own change; no events, as in Hive. */
final class CommitNotes {
    private final LockRights rights;

    CommitNotes(LockRights rights) {
        this.rights = rights;
    }

    void set(StoreTransaction tx, CommitRequest request) {
        Note note = request.note();
        if (note != null) {
            TableName name = tx.tables().name(note.table())
                    .orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                            "Cannot set %s with a commit: there is no table of the number %d".formatted(note.key(),
                                    note.table())));
            rights.checkWrite(tx, name);
            setOfTable(tx, name, note.key(), note.value());
        }
        Replicated replicated = request.replicated();
        if (replicated != null) {
            rights.checkManagesAll();
            String event = Long.toString(replicated.event());
            Stored<Database> database = tx.databases().lock(replicated.database())
                    .orElseThrow(() -> Missing.database(replicated.database()));
            Database before = database.value();
            tx.databases().update(database.id(),
                    before.withParameters(TableRules.with(before.parameters(), Replicated.PARAMETER, event)));
            @Nullable
            String table = replicated.table();
            if (table != null) {
                Table changed = setOfTable(tx, replicated.database().table(table), Replicated.PARAMETER, event);
                setOfPartitions(tx, changed, replicated.partitions(), event);
            }
        }
    }

    private static Table setOfTable(StoreTransaction tx, TableName name, String key, String value) {
        Table table = Missing.lock(tx, name);
        Table changed = table.withParameters(TableRules.with(table.parameters(), key, value));
        tx.tables().update(tx.databases().find(name.database()).orElseThrow().id(), changed);
        return changed;
    }

    private static void setOfPartitions(StoreTransaction tx, Table table, List<String> names, String event) {
        List<Partition> changed = new ArrayList<>(names.size());
        for (String name : names) {
            Partition before = PartitionNames.values(table.partitionKeys(), name)
                    .flatMap(values -> tx.partitions().find(table, values))
                    .orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                            "Cannot find partition %s of %s: it does not exist".formatted(name, table.name())));
            changed.add(before.withParameters(TableRules.with(before.parameters(), Replicated.PARAMETER, event)));
        }
        if (!changed.isEmpty()) {
            tx.partitions().update(table, changed);
        }
    }
}
