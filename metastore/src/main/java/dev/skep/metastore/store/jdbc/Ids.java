package dev.skep.metastore.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Gives out numbers that are never given out again, from blocks that are taken from a counter in the store in transactions of their own. A
 * counter row rather than a sequence: its change is in the log before a number of the block is used, so a killed process cannot repeat one.
 */
final class Ids {
    private static final int BLOCK = 1_000;

    private final DataSource connections;
    private long next;
    private long end;

    Ids(DataSource connections) {
        this.connections = connections;
    }

    synchronized long next() {
        if (next == end) {
            long block = takeBlock();
            next = block * BLOCK;
            end = next + BLOCK;
        }
        return next++;
    }

    private long takeBlock() {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            Statements statements = new Statements(connection);
            statements.update("UPDATE COUNTERS SET NEXT_VALUE = NEXT_VALUE + 1 WHERE NAME = 'ID_BLOCK'");
            long block = statements
                    .first("SELECT NEXT_VALUE FROM COUNTERS WHERE NAME = 'ID_BLOCK'", row -> row.getLong(1))
                    .orElseThrow() - 1;
            connection.commit();
            return block;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
