package dev.skep.query.function.aggregate;

import org.jspecify.annotations.Nullable;

/** Null flags of results. */
final class Nulls {
    private Nulls() {}

    static boolean @Nullable [] unseen(boolean[] seen, int first, int count) {
        boolean[] nulls = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            nulls[i] = !seen[first + i];
            any |= nulls[i];
        }
        return any ? nulls : null;
    }

    static boolean @Nullable [] unseen(long[] counts, int first, int count) {
        boolean[] nulls = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            nulls[i] = counts[first + i] == 0;
            any |= nulls[i];
        }
        return any ? nulls : null;
    }
}
