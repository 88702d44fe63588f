package dev.skep.storage.orc;

import dev.skep.storage.scan.HeldBytes;

/** What a reader holds of a stripe's data as it was fetched. */
final class FetchedBytes {
    private final HeldBytes held;
    private long bytes;

    FetchedBytes(HeldBytes held) {
        this.held = held;
    }

    /** Tells that so many are held from now on; fails as {@link HeldBytes#add} does. */
    void set(long now) {
        held.add(now - bytes);
        bytes = now;
    }

    /** Asks for so many, and as many again for what is made of them; if there are not, nothing changes. */
    boolean trySet(long now) {
        if (now <= bytes) {
            set(now);
            return true;
        }
        if (!held.tryAdd(now - bytes)) {
            return false;
        }
        bytes = now;
        return true;
    }
}
