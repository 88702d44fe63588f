package dev.skep.metastore.store.jdbc;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Gives out numbers in one transaction, from blocks that a sequence of the store counts. A block is not kept for other transactions: HSQLDB
 * logs its sequences with the commit of the one that asked, so only what that one used is sure not to come again after a crash; where sequences last, it is shared.
 * Nor is it fetched over another connection: HSQLDB lets no transaction begin while a checkpoint waits for this one to end.
 */
final class Ids {
    private static final int BLOCK = 1_000;

    private final Statements statements;
    private final Dialect dialect;
    private final @Nullable Shared blocks;
    private long next;
    private long end;

    /** @param blocks null where each transaction has blocks of its own */
    Ids(Statements statements, Dialect dialect, @Nullable Shared blocks) {
        this.blocks = blocks;
        this.statements = statements;
        this.dialect = dialect;
    }

    long next() {
        if (blocks != null) {
            return blocks.next(this::fetch);
        }
        if (next == end) {
            next = fetch();
            end = next + BLOCK;
        }
        return next++;
    }

    private long fetch() {
        return BLOCK * statements.first(dialect.nextIdBlock(), row -> row.getLong(1)).orElseThrow();
    }

    /** A block that all transactions of this process share. */
    static final class Shared {
        private long next;
        private long end;

        private synchronized long next(LongSupplier fetch) {
            if (next == end) {
                next = fetch.getAsLong();
                end = next + BLOCK;
            }
            return next++;
        }
    }
}
