package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/** sum of floating-point numbers, and avg of all numbers but decimals. */
final class DoubleSumAccumulator extends Accumulator {
    private static final List<DataType> STATE = List.of(PrimitiveType.DOUBLE, PrimitiveType.BIGINT);

    private final boolean average;
    private final boolean isFloatResult;
    private double[] sums = new double[0];
    private long[] counts = new long[0];

    DoubleSumAccumulator(boolean average, boolean isFloatResult) {
        this.average = average;
        this.isFloatResult = isFloatResult;
    }

    @Override
    public void ensure(int groups) {
        if (sums.length < groups) {
            sums = Arrays.copyOf(sums, capacity(groups, sums.length));
            counts = Arrays.copyOf(counts, sums.length);
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        reader.read(arguments[0]);
        if (reader.isConstantNull()) {
            return;
        }
        boolean[] nulls = reader.nulls();
        switch (reader.base()) {
            case IntVector ignored -> {
                int[] values = reader.ints(rows, count);
                for (int k = 0; k < count; k++) {
                    if (nulls == null || !nulls[rows[k]]) {
                        sums[groups[k]] += values[rows[k]];
                        counts[groups[k]]++;
                    }
                }
            }
            case LongVector ignored -> {
                long[] values = reader.longs(rows, count);
                for (int k = 0; k < count; k++) {
                    if (nulls == null || !nulls[rows[k]]) {
                        sums[groups[k]] += values[rows[k]];
                        counts[groups[k]]++;
                    }
                }
            }
            case FloatVector ignored -> {
                float[] values = reader.floats(rows, count);
                for (int k = 0; k < count; k++) {
                    if (nulls == null || !nulls[rows[k]]) {
                        sums[groups[k]] += values[rows[k]];
                        counts[groups[k]]++;
                    }
                }
            }
            default -> {
                double[] values = reader.doubles(rows, count);
                for (int k = 0; k < count; k++) {
                    if (nulls == null || !nulls[rows[k]]) {
                        sums[groups[k]] += values[rows[k]];
                        counts[groups[k]]++;
                    }
                }
            }
        }
    }

    @Override
    public void addRuns(int[] groups, int[] ends, int runs, ColumnVector[] arguments, int[] rows) {
        reader.read(arguments[0]);
        if (reader.nulls() != null || reader.isConstantNull() || !(reader.base() instanceof DoubleVector)) {
            super.addRuns(groups, ends, runs, arguments, rows);
            return;
        }
        double[] values = reader.doubles(rows, ends[runs - 1]);
        int from = 0;
        for (int r = 0; r < runs; r++) {
            int group = groups[r];
            double sum = sums[group];
            for (int k = from; k < ends[r]; k++) {
                sum += values[rows[k]];
            }
            sums[group] = sum;
            counts[group] += ends[r] - from;
            from = ends[r];
        }
    }

    @Override
    public boolean canShare(Accumulator other) {
        return other instanceof DoubleSumAccumulator;
    }

    @Override
    public List<DataType> stateTypes() {
        return STATE;
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{new DoubleVector(count, Arrays.copyOfRange(sums, first, first + count), null),
                new LongVector(count, Arrays.copyOfRange(counts, first, first + count), null)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        double[] more = reader.read(state[0]).doubles(rows, count);
        long[] rowCounts = CountAccumulator.counts(state[1]);
        for (int k = 0; k < count; k++) {
            sums[groups[k]] += more[rows[k]];
            counts[groups[k]] += rowCounts[rows[k]];
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        DoubleSumAccumulator that = (DoubleSumAccumulator) other;
        for (int k = 0; k < count; k++) {
            sums[to[k]] += that.sums[from[k]];
            counts[to[k]] += that.counts[from[k]];
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        return resultOf(this, first, count);
    }

    @Override
    public ColumnVector resultOf(Accumulator other, int first, int count) {
        DoubleSumAccumulator of = (DoubleSumAccumulator) other;
        boolean[] nulls = Nulls.unseen(of.counts, first, count);
        double[] values = new double[count];
        float[] floats = new float[isFloatResult ? count : 0];
        for (int i = 0; i < count; i++) {
            values[i] = average ? of.sums[first + i] / of.counts[first + i] : of.sums[first + i];
            if (isFloatResult) {
                floats[i] = (float) values[i];
            }
        }
        return isFloatResult ? new FloatVector(count, floats, nulls) : new DoubleVector(count, values, nulls);
    }

    @Override
    public long retainedBytes() {
        return 16L * sums.length;
    }
}
