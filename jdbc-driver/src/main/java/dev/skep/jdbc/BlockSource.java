package dev.skep.jdbc;

import java.sql.SQLException;

import dev.skep.jdbc.wire.ColumnBlock;
import org.jspecify.annotations.Nullable;

/** Where a result set's rows come from. */
interface BlockSource {
    /** Returns the next rows, null when there are no more; waits for them. */
    @Nullable
    ColumnBlock next() throws SQLException;

    /** Gives up on the rest. */
    void close() throws SQLException;

    /** Hands out blocks that are in memory. */
    static BlockSource of(java.util.List<ColumnBlock> blocks) {
        java.util.Iterator<ColumnBlock> iterator = blocks.iterator();
        return new BlockSource() {
            @Override
            public @Nullable ColumnBlock next() {
                return iterator.hasNext() ? iterator.next() : null;
            }

            @Override
            public void close() {}
        };
    }
}
