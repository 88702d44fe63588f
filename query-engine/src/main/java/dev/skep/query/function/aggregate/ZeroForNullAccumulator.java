package dev.skep.query.function.aggregate;

import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/** A sum that is zero where there were no rows, as sums over counts must be. */
final class ZeroForNullAccumulator extends Accumulator {
    private final Accumulator sum;

    ZeroForNullAccumulator(Accumulator sum) {
        this.sum = sum;
    }

    @Override
    public void ensure(int groups) {
        sum.ensure(groups);
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        sum.add(groups, arguments, rows, count);
    }

    @Override
    public void addRuns(int[] groups, int[] ends, int runs, ColumnVector[] arguments, int[] rows) {
        sum.addRuns(groups, ends, runs, arguments, rows);
    }

    @Override
    public List<DataType> stateTypes() {
        return sum.stateTypes();
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return sum.state(first, count);
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        sum.addState(groups, state, rows, count);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        sum.merge(((ZeroForNullAccumulator) other).sum, from, to, count);
    }

    @Override
    public ColumnVector result(int first, int count) {
        // Sums start at zero, so that dropping the null flags leaves zero.
        return switch (sum.result(first, count)) {
            case IntVector v -> new IntVector(count, v.values(), null);
            case LongVector v -> new LongVector(count, v.values(), null);
            case Int128Vector v -> new Int128Vector(count, v.high(), v.low(), null);
            case FloatVector v -> new FloatVector(count, v.values(), null);
            case DoubleVector v -> new DoubleVector(count, v.values(), null);
            default -> throw new IllegalStateException("Invalid sum: not a number");
        };
    }

    @Override
    public long retainedBytes() {
        return sum.retainedBytes();
    }
}
