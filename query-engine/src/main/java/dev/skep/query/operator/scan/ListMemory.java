package dev.skep.query.operator.scan;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.memory.MemoryPool;

/** What the list of a scan's files holds of its query's memory. Any thread may call. */
final class ListMemory {
    private final MemoryAccount account;
    private long held;
    private boolean isClosed;

    /** @param node the scan's, for messages */
    ListMemory(MemoryPool pool, int node) {
        account = new MemoryAccount(pool, "the list of files of scan (node %d)".formatted(node));
    }

    /** Counts more, or less. Fails with LIMIT_EXCEEDED if there is not so much; then nothing is counted. */
    synchronized void add(long bytes) {
        account.set(held + bytes);
        held += bytes;
    }

    synchronized long held() {
        return held;
    }

    /** Gives everything back; may be called again. */
    synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            account.close();
        }
    }
}
