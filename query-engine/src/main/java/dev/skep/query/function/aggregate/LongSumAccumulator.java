package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/** sum of whole numbers and intervals; fails beyond 64 bits. */
final class LongSumAccumulator extends Accumulator {
    private static final List<DataType> STATE = List.of(PrimitiveType.BIGINT);

    private long[] sums = new long[0];
    private boolean[] seen = new boolean[0];
    private final boolean isInt;

    LongSumAccumulator(boolean isIntResult) {
        this.isInt = isIntResult;
    }

    @Override
    public void ensure(int groups) {
        if (sums.length < groups) {
            sums = Arrays.copyOf(sums, capacity(groups, sums.length));
            seen = Arrays.copyOf(seen, sums.length);
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        reader.read(arguments[0]);
        if (reader.isConstantNull()) {
            return;
        }
        boolean[] nulls = reader.nulls();
        long bad = 0;
        if (reader.base() instanceof IntVector) {
            int[] values = reader.ints(rows, count);
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                if (nulls == null || !nulls[row]) {
                    int group = groups[k];
                    long old = sums[group];
                    long sum = old + values[row];
                    bad |= (old ^ sum) & (values[row] ^ sum);
                    sums[group] = sum;
                    seen[group] = true;
                }
            }
        } else {
            long[] values = reader.longs(rows, count);
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                if (nulls == null || !nulls[row]) {
                    int group = groups[k];
                    long old = sums[group];
                    long sum = old + values[row];
                    bad |= (old ^ sum) & (values[row] ^ sum);
                    sums[group] = sum;
                    seen[group] = true;
                }
            }
        }
        if (bad < 0) {
            throw overflow();
        }
    }

    @Override
    public void addRuns(int[] groups, int[] ends, int runs, ColumnVector[] arguments, int[] rows) {
        reader.read(arguments[0]);
        if (reader.nulls() != null || reader.isConstantNull()) {
            super.addRuns(groups, ends, runs, arguments, rows);
            return;
        }
        int count = ends[runs - 1];
        int[] ints = reader.base() instanceof IntVector ? reader.ints(rows, count) : null;
        long[] longs = ints == null ? reader.longs(rows, count) : new long[0];
        long bad = 0;
        int from = 0;
        for (int r = 0; r < runs; r++) {
            int group = groups[r];
            long sum = sums[group];
            for (int k = from; k < ends[r]; k++) {
                long value = ints != null ? ints[rows[k]] : longs[rows[k]];
                long next = sum + value;
                bad |= (sum ^ next) & (value ^ next);
                sum = next;
            }
            sums[group] = sum;
            seen[group] = true;
            from = ends[r];
        }
        if (bad < 0) {
            throw overflow();
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return STATE;
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{new LongVector(count, Arrays.copyOfRange(sums, first, first + count),
                Nulls.unseen(seen, first, count))};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        add(groups, state, rows, count);
    }

    private static QueryException overflow() {
        return new QueryException(Reason.DATA, "Cannot compute sum: the result is out of range of bigint");
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        LongSumAccumulator that = (LongSumAccumulator) other;
        for (int k = 0; k < count; k++) {
            if (that.seen[from[k]]) {
                try {
                    sums[to[k]] = Math.addExact(sums[to[k]], that.sums[from[k]]);
                } catch (ArithmeticException e) {
                    throw overflow();
                }
                seen[to[k]] = true;
            }
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        boolean[] nulls = Nulls.unseen(seen, first, count);
        if (isInt) {
            int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = (int) sums[first + i];
            }
            return new IntVector(count, values, nulls);
        }
        return new LongVector(count, Arrays.copyOfRange(sums, first, first + count), nulls);
    }

    @Override
    public long retainedBytes() {
        return 9L * sums.length;
    }
}
