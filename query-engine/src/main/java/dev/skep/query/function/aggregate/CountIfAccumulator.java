package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;

/** count_if: how many rows are true. */
final class CountIfAccumulator extends Accumulator {
    private long[] counts = new long[0];

    @Override
    public void ensure(int groups) {
        if (counts.length < groups) {
            counts = Arrays.copyOf(counts, capacity(groups, counts.length));
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        reader.read(arguments[0]);
        if (reader.isConstantNull()) {
            return;
        }
        boolean[] values = reader.booleans(rows, count);
        for (int k = 0; k < count; k++) {
            counts[groups[k]] += !reader.isNull(rows[k]) && values[rows[k]] ? 1 : 0;
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        long[] more = ((CountIfAccumulator) other).counts;
        for (int k = 0; k < count; k++) {
            counts[to[k]] += more[from[k]];
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return CountAccumulator.STATE;
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{result(first, count)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        long[] more = CountAccumulator.counts(state[0]);
        for (int k = 0; k < count; k++) {
            counts[groups[k]] += more[rows[k]];
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        return new LongVector(count, Arrays.copyOfRange(counts, first, first + count), null);
    }

    @Override
    public long retainedBytes() {
        return 8L * counts.length;
    }
}
