package dev.skep.query.function.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.ColumnHash;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Vectors;

/** approx_distinct: HyperLogLog with 2048 registers (standard error 2.3 %), with linear counting while few registers are set. */
final class ApproximateDistinctAccumulator extends Accumulator {
    private static final int BITS = 11;
    private static final int REGISTERS = 1 << BITS;
    private static final byte[] NONE = new byte[0];

    private byte[][] registers = new byte[0][];
    private int used;
    private final ColumnHash hash = new ColumnHash();

    @Override
    public void ensure(int groups) {
        if (registers.length < groups) {
            int old = registers.length;
            registers = Arrays.copyOf(registers, capacity(groups, old));
            Arrays.fill(registers, old, registers.length, NONE);
        }
    }

    @Override
    public void add(int[] groups, ColumnVector[] arguments, int[] rows, int count) {
        long[] hashes = hash.hash(arguments, rows, count);
        for (int k = 0; k < count; k++) {
            if (arguments[0].isNull(rows[k])) {
                continue;
            }
            byte[] own = own(groups[k]);
            long h = hashes[k];
            int register = (int) (h >>> 64 - BITS);
            int rank = Math.min(Long.numberOfLeadingZeros(h << BITS | 1L << BITS - 1) + 1, 64);
            if (own[register] < rank) {
                own[register] = (byte) rank;
            }
        }
    }

    private byte[] own(int group) {
        byte[] own = registers[group];
        if (own.length == 0) {
            own = new byte[REGISTERS];
            registers[group] = own;
            used++;
        }
        return own;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        byte[][] more = ((ApproximateDistinctAccumulator) other).registers;
        for (int k = 0; k < count; k++) {
            byte[] source = more[from[k]];
            if (source.length > 0) {
                take(to[k], source, 0);
            }
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(PrimitiveType.BINARY);
    }

    @Override
    public ColumnVector[] state(int first, int count) {
        byte[] data = new byte[Math.multiplyExact(count, REGISTERS)];
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            byte[] own = registers[first + i];
            System.arraycopy(own, 0, data, offsets[i], own.length);
            offsets[i + 1] = offsets[i] + own.length;
        }
        return new ColumnVector[]{new BytesVector(count, data, offsets, null)};
    }

    @Override
    public void addState(int[] groups, ColumnVector[] state, int[] rows, int count) {
        BytesVector more = (BytesVector) Vectors.flatten(state[0]);
        for (int k = 0; k < count; k++) {
            if (more.size(rows[k]) > 0) {
                take(groups[k], more.data(), more.offsets()[rows[k]]);
            }
        }
    }

    private void take(int group, byte[] source, int at) {
        byte[] own = own(group);
        for (int i = 0; i < REGISTERS; i++) {
            own[i] = (byte) Math.max(own[i], source[at + i]);
        }
    }

    @Override
    public ColumnVector result(int first, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = estimate(registers[first + i]);
        }
        return new LongVector(count, values, null);
    }

    private static long estimate(byte[] own) {
        if (own.length == 0) {
            return 0;
        }
        double sum = 0;
        int zeros = 0;
        for (byte register : own) {
            sum += 1.0 / (1L << register);
            zeros += register == 0 ? 1 : 0;
        }
        double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        return Math.round(raw <= 2.5 * REGISTERS && zeros > 0 ? REGISTERS * Math.log((double) REGISTERS / zeros) : raw);
    }

    @Override
    public long retainedBytes() {
        return 8L * registers.length + (long) used * REGISTERS;
    }
}
