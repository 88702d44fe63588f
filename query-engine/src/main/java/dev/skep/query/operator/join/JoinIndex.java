package dev.skep.query.operator.join;

import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Finds the first row of a key. Immutable once made. */
abstract sealed class JoinIndex permits NumberIndex, KeyedIndex {
    /** The row of the same key after each row, -1 at the last; null if no key has two rows. */
    abstract int @Nullable [] next();

    abstract Prober prober();

    abstract long retainedBytes();

    abstract String describe();

    /** Looks keys up for one thread. */
    interface Prober {
        /** Writes the first row with the key of row {@code selected[k]} to {@code matches[k]}, -1 if there is none; so for a null. */
        void find(ColumnVector[] keys, int[] selected, int count, int[] matches);
    }
}
