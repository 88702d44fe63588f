package dev.skep.query.operator.key;

import java.util.Arrays;

import dev.skep.query.function.vector.ColumnHash;
import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;

/** Lists, maps and structs, in a table of their own that keeps the values. */
final class NestedKey extends CodedKey {
    private final DataType type;
    private int[] slots = new int[64];
    private ColumnVector[] values = new ColumnVector[16];
    private long[] hashes = new long[16];
    private int size;

    NestedKey(DataType type) {
        this.type = type;
    }

    @Override
    KeyColumn copy() {
        NestedKey copy = new NestedKey(type);
        copy.slots = slots;
        copy.values = values;
        copy.hashes = hashes;
        copy.size = size;
        return copy;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    void codes(ColumnVector vector, int[] rows, int count, int[] codes, boolean isInsert) {
        for (int k = 0; k < count; k++) {
            codes[k] = vector.isNull(rows[k]) ? 0 : code(vector, rows[k], isInsert);
        }
    }

    private int code(ColumnVector vector, int row, boolean isInsert) {
        long hash = ColumnHash.of(vector, row);
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && Order.compare(vector, row, values[id], 0) == 0) {
                return id + 1;
            }
            slot = slot + 1 & mask;
        }
        if (!isInsert) {
            return -1;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        values[size] = Vectors.gather(vector, new int[]{row}, 1);
        hashes[size] = hash;
        slots[slot] = ++size;
        int code = size;
        if (2 * size > slots.length) {
            grow();
        }
        return code;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = (int) hashes[id] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = id + 1;
        }
    }

    @Override
    ColumnVector values(int[] codes, int count) {
        VectorBuilder builder = VectorBuilder.of(type);
        ColumnVector none = Values.vector(type, null);
        for (int i = 0; i < count; i++) {
            builder.append(codes[i] == 0 ? none : values[codes[i] - 1], null, 1);
        }
        return builder.build();
    }

    @Override
    long retainedBytes() {
        return super.retainedBytes() + 256L * size + 4L * slots.length;
    }
}
