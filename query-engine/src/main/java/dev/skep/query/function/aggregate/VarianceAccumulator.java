package dev.skep.query.function.aggregate;

import java.util.Arrays;

import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;

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
            int group = to[k];
            long both = counts[group] + more;
            double delta = that.means[from[k]] - means[group];
            squares[group] += that.squares[from[k]] + delta * delta * counts[group] * more / both;
            means[group] += delta * more / both;
            counts[group] = both;
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
