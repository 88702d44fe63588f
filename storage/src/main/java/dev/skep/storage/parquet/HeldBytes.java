package dev.skep.storage.parquet;

import dev.skep.storage.scan.ReadMemory;

/** What one reader holds, counted together. */
final class HeldBytes {
    private final ReadMemory memory;
    private long held;

    HeldBytes(ReadMemory memory) {
        this.memory = memory;
    }

    /** Counts more, or less if {@code bytes} is negative. Fails as {@link ReadMemory#set} does; then they are not counted. */
    void add(long bytes) {
        if (bytes != 0) {
            memory.set(held + bytes);
            held += bytes;
        }
    }

    /** Counts more if that much may be held, and as much again for what is made of it. */
    boolean tryAdd(long bytes) {
        if (!memory.trySet(held + 2 * bytes)) {
            return false;
        }
        held += bytes;
        memory.set(held);
        return true;
    }

    void clear() {
        held = 0;
        memory.set(0);
    }
}
