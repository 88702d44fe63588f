package dev.skep.query.function.aggregate;

import java.util.List;

import dev.skep.query.function.vector.ColumnReader;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;

/** The state of one aggregate function for many groups, numbered from 0. Used by one thread at a time. */
public abstract class Accumulator {
    final ColumnReader reader = new ColumnReader();

    /** Makes room for groups 0 to {@code groups - 1}; new ones have seen no row. */
    public abstract void ensure(int groups);

    /** Adds the rows {@code rows[0 .. count)} of the arguments; row {@code rows[k]} belongs to {@code groups[k]}. */
    public abstract void add(int[] groups, ColumnVector[] arguments, int[] rows, int count);

    /** Adds the state of {@code other}'s group {@code from[k]} to group {@code to[k]}. {@code other} is of the same class and not used afterwards. */
    public abstract void merge(Accumulator other, int[] from, int[] to, int count);

    /** Returns the results of {@code count} groups from {@code first} on. */
    public abstract ColumnVector result(int first, int count);

    public abstract long retainedBytes();

    /**
     * Has the values of a group taken in an order: {@link #add} then gets the values to order by as its last arguments. Returns false, and changes
     * nothing, where the function's result does not depend on the order.
     */
    public boolean orderBy(List<DataType> types, boolean[] descending, boolean[] nullsFirst) {
        return false;
    }

    static int capacity(int groups, int old) {
        return Math.max(16, Math.max(groups, old + (old >> 1)));
    }
}
