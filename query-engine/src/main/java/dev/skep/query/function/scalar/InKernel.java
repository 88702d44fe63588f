package dev.skep.query.function.scalar;

import java.util.List;

import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.BytesInterner;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Hashing;
import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Looks values up in a fixed set; a miss is null if the set held a null. */
public final class InKernel extends StrictKernel {
    private final PhysicalType physical;
    private final boolean hasNull;
    private final long[] slots;
    private final boolean[] used;
    private final BytesInterner texts = new BytesInterner();
    private final List<ColumnVector> candidates;

    /** @param candidates vectors of one value each, none of them null */
    public InKernel(PhysicalType physical, List<ColumnVector> candidates, boolean hasNull) {
        this.physical = physical;
        this.hasNull = hasNull;
        this.candidates = List.copyOf(candidates);
        int capacity = Integer.highestOneBit(Math.max(4, candidates.size())) * 4;
        slots = new long[capacity];
        used = new boolean[capacity];
        for (ColumnVector candidate : candidates) {
            switch (candidate) {
                case IntVector v -> add(v.values()[0]);
                case LongVector v -> add(v.values()[0]);
                case BytesVector v -> texts.intern(v.data(), v.offsets()[0], v.offsets()[1]);
                default -> {
                    // Other types are compared one by one.
                }
            }
        }
    }

    private void add(long value) {
        int slot = slot(value);
        slots[slot] = value;
        used[slot] = true;
    }

    private int slot(long value) {
        int mask = slots.length - 1;
        int slot = (int) Hashing.mix(value) & mask;
        while (used[slot] && slots[slot] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    @Override
    protected boolean mayReturnNull() {
        return hasNull;
    }

    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        boolean[] to = out.booleans(length);
        ColumnReader reader = in[0];
        switch (physical) {
            case INT -> {
                int[] values = reader.ints(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = used[slot(values[rows[k]])];
                }
            }
            case LONG -> {
                long[] values = reader.longs(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = used[slot(values[rows[k]])];
                }
            }
            case BYTES -> {
                BytesVector values = reader.bytes();
                for (int k = 0; k < count; k++) {
                    int i = reader.index(rows[k]);
                    to[rows[k]] = texts.find(values.data(), values.offsets()[i], values.offsets()[i + 1]) >= 0;
                }
            }
            case BOOLEAN, INT128, FLOAT, DOUBLE, LIST, MAP, STRUCT -> {
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = isAmong(reader, rows[k]);
                }
            }
        }
        if (hasNull && nulls != null) {
            for (int k = 0; k < count; k++) {
                nulls[rows[k]] = !to[rows[k]];
            }
        }
        return new BooleanVector(length, to, nulls);
    }

    private boolean isAmong(ColumnReader reader, int row) {
        for (ColumnVector candidate : candidates) {
            if (Order.compare(reader.base(), reader.index(row), candidate, 0) == 0) {
                return true;
            }
        }
        return false;
    }
}
