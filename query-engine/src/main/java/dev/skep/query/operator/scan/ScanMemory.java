package dev.skep.query.operator.scan;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.memory.MemoryPool;
import dev.skep.storage.scan.ReadMemory;

/** What a reader of files holds of the memory that a query's readers have. */
public final class ScanMemory implements ReadMemory, AutoCloseable {
    private final MemoryAccount account;

    /** @param node the scan's, for messages */
    public ScanMemory(MemoryPool pool, int node) {
        account = MemoryAccount.ofReader(pool, "scan (node %d)".formatted(node));
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
