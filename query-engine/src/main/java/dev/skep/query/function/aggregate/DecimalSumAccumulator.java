package dev.skep.query.function.aggregate;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.Int128;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** sum and avg of decimals: in 64 bits as long as all sums fit, then in 128. */
final class DecimalSumAccumulator extends Accumulator {
    private static final List<DataType> STATE = List.of(new DecimalType(DecimalType.MAX_PRECISION, 0),
            PrimitiveType.BIGINT);

    private final boolean average;
    private final int argumentScale;
    private final DecimalType result;
    /** The sums, or their low halves. */
    private long[] low = new long[0];
    /** The high halves; none while all sums fit into 64 bits. */
    private long @Nullable [] high;
    private long[] counts = new long[0];
    private long[] runSums = new long[16];

    DecimalSumAccumulator(boolean average, DecimalType argument, DecimalType result) {
        this.average = average;
        this.argumentScale = argument.scale();
        this.result = result;
    }

    @Override
    public void ensure(int groups) {
        if (low.length < groups) {
            low = Arrays.copyOf(low, capacity(groups, low.length));
            counts = Arrays.copyOf(counts, low.length);
            if (high != null) {
                high = Arrays.copyOf(high, low.length);
            }
        }
    }

    @Override
    public boolean canShare(Accumulator other) {
        return other instanceof DecimalSumAccumulator that && that.argumentScale == argumentScale;
    }

    private long[] wide() {
        long[] halves = high;
        if (halves == null) {
            halves = new long[low.length];
            for (int g = 0; g < halves.length; g++) {
                halves[g] = low[g] >> 63;
            }
            high = halves;
        }
        return halves;
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
            if (high == null && addNarrow(groups, values, nulls, rows, count)) {
                return;
            }
            addWide(groups, values, nulls, rows, count);
            return;
        }
        long[] lows = reader.low(rows, count);
        long[] highs = reader.high(rows, count);
        if (high == null && fit(lows, highs, nulls, rows, count) && addNarrow(groups, lows, nulls, rows, count)) {
            return;
        }
        addWide(groups, lows, highs, nulls, rows, count);
    }

    private static boolean fit(long[] lows, long[] highs, boolean @Nullable [] nulls, int[] rows, int count) {
        long misfit = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            misfit |= nulls != null && nulls[row] ? 0 : highs[row] ^ lows[row] >> 63;
        }
        return misfit == 0;
    }

    /** Returns false, and has added nothing, if a sum would leave 64 bits. */
    private boolean addNarrow(int[] groups, long[] values, boolean @Nullable [] nulls, int[] rows, int count) {
        long[] sums = low;
        long[] seen = counts;
        long bad = 0;
        if (nulls == null) {
            for (int k = 0; k < count; k++) {
                int group = groups[k];
                long value = values[rows[k]];
                long old = sums[group];
                long sum = old + value;
                bad |= (old ^ sum) & (value ^ sum);
                sums[group] = sum;
                seen[group]++;
            }
        } else {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                if (!nulls[row]) {
                    int group = groups[k];
                    long value = values[row];
                    long old = sums[group];
                    long sum = old + value;
                    bad |= (old ^ sum) & (value ^ sum);
                    sums[group] = sum;
                    seen[group]++;
                }
            }
        }
        if (bad >= 0) {
            return true;
        }
        // Sums wrap, and so come back to what they were.
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls == null || !nulls[row]) {
                sums[groups[k]] -= values[row];
                seen[groups[k]]--;
            }
        }
        return false;
    }

    private void addWide(int[] groups, long[] values, boolean @Nullable [] nulls, int[] rows, int count) {
        long[] halves = wide();
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls == null || !nulls[row]) {
                int group = groups[k];
                long value = values[row];
                long old = low[group];
                long sum = old + value;
                low[group] = sum;
                halves[group] += (value >> 63) + (sum + Long.MIN_VALUE < old + Long.MIN_VALUE ? 1 : 0);
                counts[group]++;
            }
        }
    }

    private void addWide(int[] groups, long[] lows, long[] highs, boolean @Nullable [] nulls, int[] rows, int count) {
        long[] halves = wide();
        long bad = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls == null || !nulls[row]) {
                int group = groups[k];
                long oldLow = low[group];
                long sum = oldLow + lows[row];
                long oldHigh = halves[group];
                long sumHigh = oldHigh + highs[row]
                        + (sum + Long.MIN_VALUE < oldLow + Long.MIN_VALUE ? 1 : 0);
                bad |= (oldHigh ^ sumHigh) & (highs[row] ^ sumHigh);
                low[group] = sum;
                halves[group] = sumHigh;
                counts[group]++;
            }
        }
        if (bad < 0) {
            throw Int128.overflow();
        }
    }

    @Override
    public void addRuns(int[] groups, int[] ends, int runs, ColumnVector[] arguments, int[] rows) {
        int count = ends[runs - 1];
        reader.read(arguments[0]);
        if (high != null || reader.isConstantNull() || reader.nulls() != null) {
            super.addRuns(groups, ends, runs, arguments, rows);
            return;
        }
        long[] values;
        if (reader.base() instanceof LongVector) {
            values = reader.longs(rows, count);
        } else {
            values = reader.low(rows, count);
            if (!fit(values, reader.high(rows, count), null, rows, count)) {
                super.addRuns(groups, ends, runs, arguments, rows);
                return;
            }
        }
        if (!addRuns(groups, ends, runs, values, rows)) {
            super.addRuns(groups, ends, runs, arguments, rows);
        }
    }

    /** Returns false, and has added nothing, if a sum might leave 64 bits. */
    private boolean addRuns(int[] groups, int[] ends, int runs, long[] values, int[] rows) {
        if (runSums.length < runs) {
            runSums = new long[2 * runs];
        }
        long bits = 0;
        int from = 0;
        for (int r = 0; r < runs; r++) {
            long sum = 0;
            if (Rows.isDense(rows)) {
                for (int row = from; row < ends[r]; row++) {
                    sum += values[row];
                    bits |= values[row] ^ values[row] >> 63;
                }
            } else {
                for (int k = from; k < ends[r]; k++) {
                    long value = values[rows[k]];
                    sum += value;
                    bits |= value ^ value >> 63;
                }
            }
            runSums[r] = sum;
            from = ends[r];
        }
        boolean fits = Long.numberOfLeadingZeros(bits) + Integer.numberOfLeadingZeros(from) > Long.SIZE - 32 + 1;
        for (int r = 0; r < runs && fits; r++) {
            long old = low[groups[r]];
            long sum = old + runSums[r];
            fits = ((old ^ sum) & (runSums[r] ^ sum)) >= 0;
        }
        if (!fits) {
            return false;
        }
        from = 0;
        for (int r = 0; r < runs; r++) {
            low[groups[r]] += runSums[r];
            counts[groups[r]] += ends[r] - from;
            from = ends[r];
        }
        return true;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        DecimalSumAccumulator that = (DecimalSumAccumulator) other;
        int done = high == null && that.high == null ? mergeNarrow(that, from, to, count) : 0;
        if (done == count) {
            return;
        }
        long[] halves = wide();
        // Other threads may read the other as well: it stays as it is.
        long[] theirs = that.high;
        Int128 sum = new Int128();
        for (int k = done; k < count; k++) {
            long more = that.low[from[k]];
            sum.add(halves[to[k]], low[to[k]], theirs == null ? more >> 63 : theirs[from[k]], more);
            halves[to[k]] = sum.high();
            low[to[k]] = sum.low();
            counts[to[k]] += that.counts[from[k]];
        }
    }

    /** Returns how far it came before a sum left 64 bits. */
    private int mergeNarrow(DecimalSumAccumulator that, int[] from, int[] to, int count) {
        long[] theirs = that.low;
        long[] theirCounts = that.counts;
        for (int k = 0; k < count; k++) {
            int group = to[k];
            long more = theirs[from[k]];
            long old = low[group];
            long sum = old + more;
            if (((old ^ sum) & (more ^ sum)) < 0) {
                return k;
            }
            low[group] = sum;
            counts[group] += theirCounts[from[k]];
        }
        return count;
    }

    @Override
    public ColumnVector result(int first, int count) {
        return resultOf(this, first, count);
    }

    @Override
    public ColumnVector resultOf(Accumulator other, int first, int count) {
        DecimalSumAccumulator of = (DecimalSumAccumulator) other;
        boolean[] nulls = Nulls.unseen(of.counts, first, count);
        long[] lows = new long[count];
        long[] highs = result.isShort() ? lows : new long[count];
        long[] halves = of.high;
        long scale = average && result.scale() >= argumentScale && result.scale() - argumentScale <= 18
                ? Int128.powerOfTen(result.scale() - argumentScale)
                : 0;
        Int128 wide = new Int128();
        for (int i = 0; i < count; i++) {
            int group = first + i;
            if (of.counts[group] == 0) {
                continue;
            }
            long sum = of.low[group];
            if (halves == null && scale > 0 && Math.multiplyHigh(sum, scale) == sum * scale >> 63) {
                long quotient = divideHalfUp(sum * scale, of.counts[group]);
                wide.set(quotient >> 63, quotient);
            } else {
                wide.set(halves == null ? sum >> 63 : halves[group], sum);
                finish(wide, of.counts[group]);
            }
            if (!wide.hasAtMost(result.precision())) {
                throw Int128.overflow();
            }
            highs[i] = wide.high();
            lows[i] = wide.low();
        }
        return result.isShort() ? new LongVector(count, lows, nulls) : new Int128Vector(count, highs, lows, nulls);
    }

    private static long divideHalfUp(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long rest = Math.abs(dividend - quotient * divisor);
        return rest >= divisor - rest ? quotient + (dividend < 0 ? -1 : 1) : quotient;
    }

    private void finish(Int128 sum, long count) {
        if (average) {
            BigInteger scaled = sum.big()
                    .multiply(Int128.bigPowerOfTen(Math.max(0, result.scale() - argumentScale)));
            sum.set(Int128.divideHalfUp(scaled, BigInteger.valueOf(count)
                    .multiply(Int128.bigPowerOfTen(Math.max(0, argumentScale - result.scale())))));
        } else {
            sum.rescale(sum.high(), sum.low(), argumentScale, result.scale());
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return STATE;
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        long[] highs = new long[count];
        for (int i = 0; i < count; i++) {
            highs[i] = high == null ? low[first + i] >> 63 : high[first + i];
        }
        return new ColumnVector[]{
                new Int128Vector(count, highs, Arrays.copyOfRange(low, first, first + count), null),
                new LongVector(count, Arrays.copyOfRange(counts, first, first + count), null)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        reader.read(state[0]);
        long[] lows = reader.low(rows, count);
        long[] highs = reader.high(rows, count);
        boolean isWide = high != null || !fit(lows, highs, null, rows, count);
        long[] more = CountAccumulator.counts(state[1]);
        Int128 sum = new Int128();
        for (int k = 0; k < count; k++) {
            int group = groups[k];
            int row = rows[k];
            counts[group] += more[row];
            if (!isWide) {
                long old = low[group];
                long next = old + lows[row];
                if (((old ^ next) & (lows[row] ^ next)) >= 0) {
                    low[group] = next;
                    continue;
                }
                isWide = true;
            }
            long[] halves = wide();
            sum.add(halves[group], low[group], highs[row], lows[row]);
            halves[group] = sum.high();
            low[group] = sum.low();
        }
    }

    @Override
    public long retainedBytes() {
        return 8L * (low.length + counts.length) + (high == null ? 0 : 8L * low.length);
    }
}
