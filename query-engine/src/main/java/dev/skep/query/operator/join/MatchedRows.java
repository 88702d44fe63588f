package dev.skep.query.operator.join;

import org.jspecify.annotations.Nullable;

/** Which rows of a sequence that is read several times, batch by batch, were matched so far. */
final class MatchedRows {
    /** Remembers nothing. */
    static final MatchedRows NONE = new MatchedRows(0);

    private final long[] bits;
    private boolean[] loaded = new boolean[0];
    private int count;
    private long position;

    MatchedRows(long rows) {
        bits = new long[Math.toIntExact((rows + 63) >> 6)];
    }

    long retainedBytes() {
        return 8L * bits.length;
    }

    /** Begins with the first row again. */
    void rewind() {
        position = 0;
        count = 0;
    }

    /** Returns for each of the next rows whether it was matched, to be changed until {@link #store}; null if nothing is remembered. */
    boolean @Nullable [] load(int rows) {
        if (bits.length == 0) {
            return null;
        }
        if (loaded.length < rows) {
            loaded = new boolean[rows];
        }
        count = rows;
        for (int k = 0; k < rows; k++) {
            long at = position + k;
            loaded[k] = (bits[(int) (at >> 6)] >> at & 1) != 0;
        }
        return loaded;
    }

    /** Remembers the rows that were loaded last. */
    void store() {
        for (int k = 0; k < count; k++) {
            if (loaded[k]) {
                long at = position + k;
                bits[(int) (at >> 6)] |= 1L << at;
            }
        }
        position += count;
        count = 0;
    }
}
