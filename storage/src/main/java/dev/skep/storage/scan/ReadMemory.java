package dev.skep.storage.scan;

/**
 * The memory that one reader may hold. A reader tells it what it holds before it takes more: bytes that it has fetched, pages that it has unpacked, dictionaries,
 * and the arrays of its batches. Used by the thread that reads.
 */
public interface ReadMemory {
    /** As much as there is. */
    ReadMemory UNLIMITED = new ReadMemory() {
        @Override
        public void set(long bytes) {
            // Nobody counts.
        }

        @Override
        public boolean trySet(long bytes) {
            return true;
        }
    };

    /** Tells that the reader holds so many bytes from now on and cannot do with fewer. Fails, with an exception of whoever lends the memory, if there are not so many. */
    void set(long bytes);

    /** Asks whether the reader may hold so many bytes; if not, it fetches less at a time. */
    boolean trySet(long bytes);
}
