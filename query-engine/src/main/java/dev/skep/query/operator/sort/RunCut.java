package dev.skep.query.operator.sort;

import dev.skep.storage.vector.ColumnVector;

/** Says which rows of a sorted run are wanted. */
@FunctionalInterface
public interface RunCut {
    /**
     * Moves the rows that are wanted to the front of {@code order}, in their order, and returns how many they are. A row may be left out only if others of the same run make it
     * useless, wherever else rows may be.
     *
     * @param keys the columns that rows are sorted by
     * @param order numbers of rows, sorted; {@code count} of them count
     */
    int keep(ColumnVector[] keys, int[] order, int count);
}
