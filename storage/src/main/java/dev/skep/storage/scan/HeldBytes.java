package dev.skep.storage.scan;

/** What one reader holds, counted together. */
public final class HeldBytes {
    private final ReadMemory memory;
    private long held;

    public HeldBytes(ReadMemory memory) {
        this.memory = memory;
    }

    /** Counts more, or less if {@code bytes} is negative. Fails as {@link ReadMemory#set} does; then they are not counted. */
    public void add(long bytes) {
        if (bytes != 0) {
            memory.set(held + bytes);
            held += bytes;
        }
    }

    /** Counts more if that much may be held, and as much again for what is made of it. */
    public boolean tryAdd(long bytes) {
        if (!memory.trySet(held + 2 * bytes)) {
            return false;
        }
        held += bytes;
        memory.set(held);
        return true;
    }

    /** Gives everything back. */
    public void clear() {
        held = 0;
        memory.set(0);
    }
}
