package dev.skep.query.function.aggregate;

import java.util.Arrays;

import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;

/** count(*) and count(x). */
final class CountAccumulator extends Accumulator {
    private long[] counts = new long[0];

    @Override
    public void ensure(int groups) {
        if (counts.length < groups) {
            counts = Arrays.copyOf(counts, capacity(groups, counts.length));
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        for (ColumnVector argument : arguments) {
            if (argument.mayHaveNulls()) {
                for (int k = 0; k < count; k++) {
                    counts[groups[k]] += argument.isNull(rows[k]) ? 0 : 1;
                }
                return;
            }
        }
        for (int k = 0; k < count; k++) {
            counts[groups[k]]++;
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
    public long retainedBytes() {
        return 8L * counts.length;
    }
}
