package dev.skep.query.function.aggregate;

import java.util.Arrays;

import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/** min and max of values held in an int, a long or a double. */
final class NumberExtremeAccumulator extends Accumulator {
    private final PhysicalType physical;
    private final boolean isMax;
    private long[] values = new long[0];
    private double[] doubles = new double[0];
    private boolean[] seen = new boolean[0];

    NumberExtremeAccumulator(PhysicalType physical, boolean isMax) {
        this.physical = physical;
        this.isMax = isMax;
    }

    @Override
    public void ensure(int groups) {
        if (seen.length < groups) {
            seen = Arrays.copyOf(seen, capacity(groups, seen.length));
            if (physical == PhysicalType.DOUBLE) {
                doubles = Arrays.copyOf(doubles, seen.length);
            } else {
                values = Arrays.copyOf(values, seen.length);
            }
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        reader.read(arguments[0]);
        if (reader.isConstantNull()) {
            return;
        }
        boolean[] nulls = reader.nulls();
        switch (physical) {
            case INT -> {
                int[] from = reader.ints(rows, count);
                for (int k = 0; k < count; k++) {
                    if (nulls == null || !nulls[rows[k]]) {
                        take(groups[k], from[rows[k]]);
                    }
                }
            }
            case LONG -> {
                long[] from = reader.longs(rows, count);
                for (int k = 0; k < count; k++) {
                    if (nulls == null || !nulls[rows[k]]) {
                        take(groups[k], from[rows[k]]);
                    }
                }
            }
            default -> {
                double[] from = reader.doubles(rows, count);
                for (int k = 0; k < count; k++) {
                    if (nulls == null || !nulls[rows[k]]) {
                        take(groups[k], from[rows[k]]);
                    }
                }
            }
        }
    }

    private void take(int group, long value) {
        if (!seen[group] || (isMax ? value > values[group] : value < values[group])) {
            values[group] = value;
            seen[group] = true;
        }
    }

    private void take(int group, double value) {
        if (!seen[group] || (isMax
                ? Order.compare(value, doubles[group]) > 0
                : Order.compare(value, doubles[group]) < 0)) {
            doubles[group] = value;
            seen[group] = true;
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        NumberExtremeAccumulator that = (NumberExtremeAccumulator) other;
        for (int k = 0; k < count; k++) {
            if (that.seen[from[k]]) {
                if (physical == PhysicalType.DOUBLE) {
                    take(to[k], that.doubles[from[k]]);
                } else {
                    take(to[k], that.values[from[k]]);
                }
            }
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        boolean[] nulls = Nulls.unseen(seen, first, count);
        return switch (physical) {
            case INT -> {
                int[] ints = new int[count];
                for (int i = 0; i < count; i++) {
                    ints[i] = (int) values[first + i];
                }
                yield new IntVector(count, ints, nulls);
            }
            case LONG -> new LongVector(count, Arrays.copyOfRange(values, first, first + count), nulls);
            default -> new DoubleVector(count, Arrays.copyOfRange(doubles, first, first + count), nulls);
        };
    }

    @Override
    public long retainedBytes() {
        return 9L * seen.length;
    }
}
