package dev.skep.query.function.vector;

import org.jspecify.annotations.Nullable;

/** Positions of rows. A null array of rows means the rows from 0 on. */
public final class Rows {
    private static final Object LOCK = new Object();
    private static volatile int[] identity = upTo(8192);

    private Rows() {}

    /** An array that holds at least 0, 1, ..., count - 1 in order; shared, never to be written. */
    public static int[] identity(int count) {
        int[] rows = identity;
        if (rows.length >= count) {
            return rows;
        }
        if (count > 1 << 20) {
            return upTo(count);
        }
        synchronized (LOCK) {
            if (identity.length < count) {
                identity = upTo(Math.max(count, 2 * identity.length));
            }
            return identity;
        }
    }

    public static int[] orAll(int @Nullable [] rows, int count) {
        return rows != null ? rows : identity(count);
    }

    /** True if {@code rows} is known to be 0, 1, 2, ...; false says nothing. */
    public static boolean isDense(int[] rows) {
        return rows == identity;
    }

    private static int[] upTo(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }
}
