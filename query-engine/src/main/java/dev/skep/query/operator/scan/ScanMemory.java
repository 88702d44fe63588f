package dev.skep.query.operator.scan;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.memory.MemoryPool;
import dev.skep.storage.scan.ReadMemory;

/**
 * What a reader of files holds of the query's memory. All readers of a query are sure of one share together, as only some of them read at a
 * time.
 */
public final class ScanMemory implements ReadMemory, AutoCloseable {
    private static final String CLAIM = "scans";

    private final MemoryAccount account;

    /** @param node the scan's, for messages */
    public ScanMemory(MemoryPool pool, int node) {
        account = MemoryAccount.spillable(pool, "scan (node %d)".formatted(node), CLAIM, 0);
    }

    /** Keeps the share of a query's scans as long as the account is open, also while none of them reads. */
    public static MemoryAccount claim(MemoryPool pool) {
        pool.expect(1);
        return MemoryAccount.spillable(pool, CLAIM, CLAIM, 0);
    }

    @Override
    public void set(long bytes) {
        account.set(bytes);
    }

    @Override
    public boolean trySet(long bytes) {
        return account.trySet(bytes);
    }

    long peak() {
        return account.peak();
    }

    @Override
    public void close() {
        account.close();
    }
}
