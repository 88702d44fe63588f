package dev.skep.query.function.aggregate;

import java.util.List;

import dev.skep.query.function.vector.ColumnReader;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;

/** The state of one aggregate function for many groups, numbered from 0. Used by one thread at a time. */
public abstract class Accumulator {
    final ColumnReader reader = new ColumnReader();
    private int[] spread = new int[0];

    /** Makes room for groups 0 to {@code groups - 1}; new ones have seen no row. */
    public abstract void ensure(int groups);

    /** Adds the rows {@code rows[0 .. count)} of the arguments; row {@code rows[k]} belongs to {@code groups[k]}. */
    public abstract void add(int[] groups, ColumnVector[] arguments, int[] rows, int count);

    /** Adds rows that stand together by group: {@code rows[ends[r - 1] .. ends[r])} belong to {@code groups[r]}; no group has two runs. */
    public void addRuns(int[] groups, int[] ends, int runs, ColumnVector[] arguments, int[] rows) {
        int count = ends[runs - 1];
        if (spread.length < count) {
            spread = new int[count];
        }
        int from = 0;
        for (int r = 0; r < runs; r++) {
            java.util.Arrays.fill(spread, from, ends[r], groups[r]);
            from = ends[r];
        }
        add(spread, arguments, rows, count);
    }

    /**
     * Adds the state of {@code other}'s group {@code from[k]} to group {@code to[k]}. {@code other} is of the same class and not used afterwards; or
     * it is this one, and the groups that are added to have seen no row of their own.
     */
    public abstract void merge(Accumulator other, int[] from, int[] to, int count);

    /** Returns the results of {@code count} groups from {@code first} on. */
    public abstract ColumnVector result(int first, int count);

    /** The types of the columns of {@link #state}; empty if the state cannot be written down and taken up again. */
    public List<DataType> stateTypes() {
        return List.of();
    }

    /** Returns what is known of {@code count} groups from {@code first} on, as columns. Only with {@link #stateTypes}. */
    public ColumnVector[] state(int first, int count) {
        throw new UnsupportedOperationException("Cannot write the state of " + getClass().getSimpleName());
    }

    /** Adds what {@link #state} told, its row {@code rows[k]} to {@code groups[k]}. Only with {@link #stateTypes}. */
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        throw new UnsupportedOperationException("Cannot read the state of " + getClass().getSimpleName());
    }

    public abstract long retainedBytes();

    /**
     * Has the values of a group taken in an order: {@link #add} then gets the values to order by as its last arguments. Returns false, and changes
     * nothing, where the function's result does not depend on the order.
     */
    public boolean orderBy(List<DataType> types, boolean[] descending, boolean[] nullsFirst) {
        return false;
    }

    /**
     * Returns true if the state of {@code other}, when it is given the same rows, holds all that this one needs: then this one is given none, and
     * {@link #resultOf} makes its results of the other's state.
     */
    public boolean canShare(Accumulator other) {
        return false;
    }

    /** Returns this function's results of the state of {@code other}. Only if {@link #canShare}. */
    public ColumnVector resultOf(Accumulator other, int first, int count) {
        return other.result(first, count);
    }

    static int capacity(int groups, int old) {
        return Math.max(16, Math.max(groups, old + (old >> 1)));
    }
}
