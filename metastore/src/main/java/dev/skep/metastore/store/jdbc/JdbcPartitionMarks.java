package dev.skep.metastore.store.jdbc;

import dev.skep.metastore.store.PartitionMarkStore;

final class JdbcPartitionMarks implements PartitionMarkStore {
    private final Statements statements;
    private final Ids ids;

    JdbcPartitionMarks(Statements statements, Ids ids) {
        this.statements = statements;
        this.ids = ids;
    }

    @Override
    public void mark(long tableId, String partition, int event, long atMillis) {
        if (statements.update("UPDATE PARTITION_MARKS SET MARKED_AT = ? WHERE TABLE_ID = ? AND EVENT = ? AND NAME = ?",
                atMillis, tableId, event, partition) == 0) {
            statements.update(
                    "INSERT INTO PARTITION_MARKS (ID, TABLE_ID, EVENT, NAME, MARKED_AT) VALUES (?, ?, ?, ?, ?)",
                    ids.next(), tableId, event, partition, atMillis);
        }
    }

    @Override
    public boolean isMarked(long tableId, String partition, int event) {
        return statements.first("SELECT ID FROM PARTITION_MARKS WHERE TABLE_ID = ? AND EVENT = ? AND NAME = ?",
                row -> row.getLong(1), tableId, event, partition).isPresent();
    }
}
