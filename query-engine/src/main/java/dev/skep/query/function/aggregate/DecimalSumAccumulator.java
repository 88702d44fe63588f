package dev.skep.query.function.aggregate;

import java.math.BigInteger;
import java.util.Arrays;

import dev.skep.query.function.vector.Int128;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.LongVector;

/** sum and avg of decimals, in 128 bits. */
final class DecimalSumAccumulator extends Accumulator {
    private final boolean average;
    private final int argumentScale;
    private final DecimalType result;
    private long[] high = new long[0];
    private long[] low = new long[0];
    private long[] counts = new long[0];

    DecimalSumAccumulator(boolean average, DecimalType argument, DecimalType result) {
        this.average = average;
        this.argumentScale = argument.scale();
        this.result = result;
    }

    @Override
    public void ensure(int groups) {
        if (low.length < groups) {
            low = Arrays.copyOf(low, capacity(groups, low.length));
            high = Arrays.copyOf(high, low.length);
            counts = Arrays.copyOf(counts, low.length);
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        reader.read(arguments[0]);
        if (reader.isConstantNull()) {
            return;
        }
        boolean[] nulls = reader.nulls();
        if (reader.base() instanceof LongVector) {
            long[] values = reader.longs(rows, count);
            if (nulls == null) {
                for (int k = 0; k < count; k++) {
                    addOne(groups[k], values[rows[k]]);
                }
            } else {
                for (int k = 0; k < count; k++) {
                    if (!nulls[rows[k]]) {
                        addOne(groups[k], values[rows[k]]);
                    }
                }
            }
            return;
        }
        long[] lows = reader.low(rows, count);
        long[] highs = reader.high(rows, count);
        long bad = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls == null || !nulls[row]) {
                int group = groups[k];
                long oldLow = low[group];
                long sum = oldLow + lows[row];
                long oldHigh = high[group];
                long sumHigh = oldHigh + highs[row]
                        + (sum + Long.MIN_VALUE < oldLow + Long.MIN_VALUE ? 1 : 0);
                bad |= (oldHigh ^ sumHigh) & (highs[row] ^ sumHigh);
                low[group] = sum;
                high[group] = sumHigh;
                counts[group]++;
            }
        }
        if (bad < 0) {
            throw Int128.overflow();
        }
    }

    private void addOne(int group, long value) {
        long old = low[group];
        long sum = old + value;
        low[group] = sum;
        high[group] += (value >> 63) + (sum + Long.MIN_VALUE < old + Long.MIN_VALUE ? 1 : 0);
        counts[group]++;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        DecimalSumAccumulator that = (DecimalSumAccumulator) other;
        Int128 wide = new Int128();
        for (int k = 0; k < count; k++) {
            wide.add(high[to[k]], low[to[k]], that.high[from[k]], that.low[from[k]]);
            high[to[k]] = wide.high();
            low[to[k]] = wide.low();
            counts[to[k]] += that.counts[from[k]];
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        boolean[] nulls = Nulls.unseen(counts, first, count);
        long[] lows = new long[count];
        long[] highs = new long[count];
        Int128 wide = new Int128();
        for (int i = 0; i < count; i++) {
            int group = first + i;
            if (counts[group] == 0) {
                continue;
            }
            wide.set(high[group], low[group]);
            if (average) {
                BigInteger scaled = wide.big().multiply(
                        Int128.bigPowerOfTen(Math.max(0, result.scale() - argumentScale)));
                wide.set(Int128.divideHalfUp(scaled, BigInteger.valueOf(counts[group])
                        .multiply(Int128.bigPowerOfTen(Math.max(0, argumentScale - result.scale())))));
            } else {
                wide.rescale(wide.high(), wide.low(), argumentScale, result.scale());
            }
            if (!wide.hasAtMost(result.precision())) {
                throw Int128.overflow();
            }
            lows[i] = wide.low();
            highs[i] = wide.high();
        }
        return result.isShort() ? new LongVector(count, lows, nulls) : new Int128Vector(count, highs, lows, nulls);
    }

    @Override
    public long retainedBytes() {
        return 24L * low.length;
    }
}
