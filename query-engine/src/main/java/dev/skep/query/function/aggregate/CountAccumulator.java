package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Vectors;

/** count(*) and count(x). */
final class CountAccumulator extends Accumulator {
    static final List<DataType> STATE = List.of(PrimitiveType.BIGINT);

    private long[] counts = new long[0];

    /** The counts of a column of a state, by row. */
    static long[] counts(ColumnVector state) {
        return ((LongVector) Vectors.flatten(state)).values();
    }

    @Override
    public void ensure(int groups) {
        if (counts.length < groups) {
            counts = Arrays.copyOf(counts, capacity(groups, counts.length));
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        long[] to = counts;
        for (ColumnVector argument : arguments) {
            reader.read(argument);
            if (reader.isConstantNull()) {
                return;
            }
            boolean[] nulls = reader.nulls();
            if (nulls != null) {
                for (int k = 0; k < count; k++) {
                    to[groups[k]] += nulls[rows[k]] ? 0 : 1;
                }
                return;
            }
        }
        for (int k = 0; k < count; k++) {
            to[groups[k]]++;
        }
    }

    @Override
    public void addRuns(int[] groups, int[] ends, int runs, ColumnVector[] arguments, int[] rows) {
        boolean[] nulls = null;
        for (ColumnVector argument : arguments) {
            reader.read(argument);
            if (reader.isConstantNull()) {
                return;
            }
            nulls = reader.nulls();
        }
        int from = 0;
        for (int r = 0; r < runs; r++) {
            int n = ends[r] - from;
            if (nulls != null) {
                for (int k = from; k < ends[r]; k++) {
                    n -= nulls[rows[k]] ? 1 : 0;
                }
            }
            counts[groups[r]] += n;
            from = ends[r];
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        long[] more = ((CountAccumulator) other).counts;
        for (int k = 0; k < count; k++) {
            counts[to[k]] += more[from[k]];
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        return new LongVector(count, Arrays.copyOfRange(counts, first, first + count), null);
    }

    @Override
    public List<DataType> stateTypes() {
        return STATE;
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{result(first, count)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        long[] more = counts(state[0]);
        for (int k = 0; k < count; k++) {
            counts[groups[k]] += more[rows[k]];
        }
    }

    @Override
    public long retainedBytes() {
        return 8L * counts.length;
    }
}
