package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Vectors;

/** Variance and standard deviation of doubles by Welford's and Chan's formulas. */
final class VarianceAccumulator extends Accumulator {
    private final boolean population;
    private final boolean root;
    private long[] counts = new long[0];
    private double[] means = new double[0];
    private double[] squares = new double[0];

    VarianceAccumulator(boolean population, boolean root) {
        this.population = population;
        this.root = root;
    }

    @Override
    public void ensure(int groups) {
        if (counts.length < groups) {
            counts = Arrays.copyOf(counts, capacity(groups, counts.length));
            means = Arrays.copyOf(means, counts.length);
            squares = Arrays.copyOf(squares, counts.length);
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        reader.read(arguments[0]);
        if (reader.isConstantNull()) {
            return;
        }
        double[] values = reader.doubles(rows, count);
        for (int k = 0; k < count; k++) {
            if (!reader.isNull(rows[k])) {
                int group = groups[k];
                double value = values[rows[k]];
                counts[group]++;
                double delta = value - means[group];
                means[group] += delta / counts[group];
                squares[group] += delta * (value - means[group]);
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        VarianceAccumulator that = (VarianceAccumulator) other;
        for (int k = 0; k < count; k++) {
            long more = that.counts[from[k]];
            if (more == 0) {
                continue;
            }
            take(to[k], more, that.means[from[k]], that.squares[from[k]]);
        }
    }

    private void take(int group, long more, double mean, double square) {
        long both = counts[group] + more;
        double delta = mean - means[group];
        squares[group] += square + delta * delta * counts[group] * more / both;
        means[group] += delta * more / both;
        counts[group] = both;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(PrimitiveType.BIGINT, PrimitiveType.DOUBLE, PrimitiveType.DOUBLE);
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{new LongVector(count, Arrays.copyOfRange(counts, first, first + count), null),
                new DoubleVector(count, Arrays.copyOfRange(means, first, first + count), null),
                new DoubleVector(count, Arrays.copyOfRange(squares, first, first + count), null)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        long[] more = CountAccumulator.counts(state[0]);
        double[] theirMeans = ((DoubleVector) Vectors.flatten(state[1])).values();
        double[] theirSquares = ((DoubleVector) Vectors.flatten(state[2])).values();
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (more[row] > 0) {
                take(groups[k], more[row], theirMeans[row], theirSquares[row]);
            }
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        double[] values = new double[count];
        boolean[] nulls = new boolean[count];
        for (int i = 0; i < count; i++) {
            long divisor = population ? counts[first + i] : counts[first + i] - 1;
            nulls[i] = divisor <= 0;
            double variance = squares[first + i] / divisor;
            values[i] = root ? Math.sqrt(variance) : variance;
        }
        return new DoubleVector(count, values, nulls);
    }

    @Override
    public long retainedBytes() {
        return 24L * counts.length;
    }
}
