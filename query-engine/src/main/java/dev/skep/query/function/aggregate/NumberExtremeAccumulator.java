package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/** min and max of values held in an int, a long or a double. */
final class NumberExtremeAccumulator extends Accumulator {
    private final DataType type;
    private final PhysicalType physical;
    private final boolean isMax;
    /** Groups that have seen nothing hold what any value betters. */
    private final long none;
    private long[] values = new long[0];
    private double[] doubles = new double[0];
    private boolean[] seen = new boolean[0];

    NumberExtremeAccumulator(DataType type, boolean isMax) {
        this.type = type;
        this.physical = type.physical();
        this.isMax = isMax;
        this.none = isMax ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public void ensure(int groups) {
        if (seen.length < groups) {
            int old = seen.length;
            seen = Arrays.copyOf(seen, capacity(groups, old));
            if (physical == PhysicalType.DOUBLE) {
                doubles = Arrays.copyOf(doubles, seen.length);
            } else {
                values = Arrays.copyOf(values, seen.length);
                Arrays.fill(values, old, values.length, none);
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
        long old = values[group];
        values[group] = isMax ? Math.max(old, value) : Math.min(old, value);
        seen[group] = true;
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
    public void addRuns(int[] groups, int[] ends, int runs, ColumnVector[] arguments, int[] rows) {
        reader.read(arguments[0]);
        if (physical == PhysicalType.DOUBLE || reader.nulls() != null || reader.isConstantNull()) {
            super.addRuns(groups, ends, runs, arguments, rows);
            return;
        }
        int count = ends[runs - 1];
        int[] ints = physical == PhysicalType.INT ? reader.ints(rows, count) : null;
        long[] longs = ints == null ? reader.longs(rows, count) : new long[0];
        int from = 0;
        for (int r = 0; r < runs; r++) {
            long best = none;
            for (int k = from; k < ends[r]; k++) {
                long value = ints != null ? ints[rows[k]] : longs[rows[k]];
                best = isMax ? Math.max(best, value) : Math.min(best, value);
            }
            take(groups[r], best);
            from = ends[r];
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
    public List<DataType> stateTypes() {
        return List.of(type);
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        return new ColumnVector[]{result(first, count)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        add(groups, state, rows, count);
    }

    @Override
    public long retainedBytes() {
        return 9L * seen.length;
    }
}
