package dev.skep.jdbc.wire;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Arrays that packed rows are received into, to be used again. May be used by several threads. */
public final class FetchBuffers {
    private static final int MOST_KEPT = 4;
    private static final int MOST_KEPT_BYTES = 4 << 20;
    private static final int FIRST_BYTES = 1 << 20;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    /** Returns an array for {@code length} bytes that may come, with any contents; a shorter one where the length is more than can be believed before they come. */
    byte[] take(int length) {
        synchronized (this) {
            byte[] kept = free.poll();
            if (kept != null && kept.length >= length) {
                return kept;
            }
        }
        // A little more, so that the next one of about this size fits too.
        return new byte[length <= FIRST_BYTES ? length + length / 8 : Math.max(FIRST_BYTES, length / 8)];
    }

    /** Returns an array with room for {@code length} bytes, of which the first {@code used} are those of {@code bytes}. */
    byte[] grow(byte[] bytes, int used, int length) {
        byte[] grown = new byte[(int) Math.min(length, Math.max(2L * bytes.length, FIRST_BYTES))];
        System.arraycopy(bytes, 0, grown, 0, used);
        return grown;
    }

    /** Returns an array of {@code length} bytes or more, with any contents. */
    byte[] takeWhole(int length) {
        byte[] taken = take(length);
        return taken.length >= length ? taken : Arrays.copyOf(taken, length);
    }

    void give(byte[] buffer) {
        synchronized (this) {
            if (free.size() < MOST_KEPT && buffer.length <= MOST_KEPT_BYTES) {
                free.push(buffer);
            }
        }
    }
}
