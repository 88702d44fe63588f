package dev.skep.metastore.store.jdbc;

/**
 * Gives out numbers in one transaction, from blocks that a sequence of the store counts. A block is not kept for other transactions: HSQLDB
 * logs its sequences with the commit of the one that asked, so only what that one used is sure not to come again after a crash.
 * Nor is it fetched over another connection: HSQLDB lets no transaction begin while a checkpoint waits for this one to end.
 */
final class Ids {
    private static final int BLOCK = 1_000;

    private final Statements statements;
    private final Dialect dialect;
    private long next;
    private long end;

    Ids(Statements statements, Dialect dialect) {
        this.statements = statements;
        this.dialect = dialect;
    }

    long next() {
        if (next == end) {
            long block = statements.first(dialect.nextIdBlock(), row -> row.getLong(1)).orElseThrow();
            next = block * BLOCK;
            end = next + BLOCK;
        }
        return next++;
    }
}
