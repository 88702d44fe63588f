package dev.skep.metastore.store.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.skep.metastore.store.jdbc.Statements.NewColumn;
import org.jspecify.annotations.Nullable;

/**
 * What dropped tables leave behind for a while: their partitions, with values and statistics, which nothing finds any more as numbers of tables are never used
 * again. In one transaction.
 */
final class DroppedTables {
    private final Statements statements;
    private boolean hasNew;

    DroppedTables(Statements statements) {
        this.statements = statements;
    }

    /** Notes that a table, which is there still, is dropped in this transaction; does nothing for one without partition keys. */
    void add(long table) {
        hasNew |= statements.update(
                "INSERT INTO DROPPED_TABLES (ID, CLAIMED_UNTIL) SELECT ID, 0 FROM TABLES WHERE ID = ? AND PARTITION_KEYS <> '[]'",
                table) > 0;
    }

    /** Notes that tables with partition keys are dropped in this transaction. */
    void add(List<Long> tables) {
        List<@Nullable Object[]> rows = new ArrayList<>(tables.size());
        tables.forEach(table -> rows.add(new @Nullable Object[]{table, 0L}));
        statements.insert("DROPPED_TABLES",
                List.of(new NewColumn("ID", "bigint"), new NewColumn("CLAIMED_UNTIL", "bigint")), rows);
        hasNew |= !tables.isEmpty();
    }

    /** True if this transaction dropped a table that leaves something behind. */
    boolean hasNew() {
        return hasNew;
    }

    /** Returns how many tables still have something left. */
    long count() {
        return statements.first("SELECT COUNT(*) FROM DROPPED_TABLES", row -> row.getLong(1)).orElseThrow();
    }

    /** Takes a table that nobody is at, for this one to delete of until then. */
    Optional<Long> claim(Instant now, Instant until) {
        List<Long> free = statements.list("SELECT ID FROM DROPPED_TABLES WHERE CLAIMED_UNTIL < ? ORDER BY ID",
                row -> row.getLong(1), now.toEpochMilli());
        for (long table : free) {
            if (statements.update("UPDATE DROPPED_TABLES SET CLAIMED_UNTIL = ? WHERE ID = ? AND CLAIMED_UNTIL < ?",
                    until.toEpochMilli(), table, now.toEpochMilli()) > 0) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    /** Gives up a claim. Returns false if what was claimed is gone. */
    boolean release(long table) {
        return statements.update("UPDATE DROPPED_TABLES SET CLAIMED_UNTIL = 0 WHERE ID = ?", table) > 0;
    }

    /** Deletes some of what a claimed table left, and keeps it claimed. Returns false if that was all. */
    boolean deleteSome(long table, int partitions, Instant until) {
        List<Long> some = statements.list("SELECT ID FROM PARTITIONS WHERE TABLE_ID = ? LIMIT " + partitions,
                row -> row.getLong(1), table);
        if (some.isEmpty()) {
            statements.update("DELETE FROM COLUMN_STATISTICS WHERE TABLE_ID = ?", table);
            statements.update("DELETE FROM DROPPED_TABLES WHERE ID = ?", table);
            return false;
        }
        statements.updateAmong("DELETE FROM COLUMN_STATISTICS WHERE TABLE_ID = ? AND PARTITION_ID @", some, table);
        statements.updateAmong("DELETE FROM PARTITION_VALUES WHERE PARTITION_ID @", some);
        statements.updateAmong("DELETE FROM PARTITIONS WHERE ID @", some);
        statements.update("UPDATE DROPPED_TABLES SET CLAIMED_UNTIL = ? WHERE ID = ?", until.toEpochMilli(), table);
        return true;
    }
}
