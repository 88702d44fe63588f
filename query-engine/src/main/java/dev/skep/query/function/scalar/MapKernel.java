package dev.skep.query.function.scalar;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Order;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** map(keys, values): as long as each other, keys neither null nor twice. */
final class MapKernel extends StrictKernel {
    private int[] keyRows = new int[16];
    private int[] valueRows = new int[16];

    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        ListVector keys = (ListVector) in[0].base();
        ListVector values = (ListVector) in[1].base();
        int[] offsets = new int[length + 1];
        int next = 0;
        int entries = 0;
        for (int row = 0; row < length; row++) {
            if (next < count && rows[next] == row) {
                next++;
                entries = add(keys, in[0].index(row), values, in[1].index(row), entries);
            }
            offsets[row + 1] = entries;
        }
        return new MapVector(length, Vectors.gather(keys.elements(), keyRows, entries),
                Vectors.gather(values.elements(), valueRows, entries), offsets, nulls);
    }

    private int add(ListVector keys, int i, ListVector values, int j, int before) {
        int size = keys.offsets()[i + 1] - keys.offsets()[i];
        int given = values.offsets()[j + 1] - values.offsets()[j];
        if (size != given) {
            throw new QueryException(Reason.DATA,
                    "Cannot make a map: %d keys, but %d values".formatted(size, given));
        }
        if (keyRows.length < before + size) {
            keyRows = java.util.Arrays.copyOf(keyRows, Math.max(before + size, 2 * keyRows.length));
            valueRows = java.util.Arrays.copyOf(valueRows, keyRows.length);
        }
        for (int k = 0; k < size; k++) {
            int key = keys.offsets()[i] + k;
            if (keys.elements().isNull(key)) {
                throw new QueryException(Reason.DATA, "Cannot make a map: a key is null");
            }
            for (int earlier = 0; earlier < k; earlier++) {
                if (Order.compare(keys.elements(), keyRows[before + earlier], keys.elements(), key) == 0) {
                    throw new QueryException(Reason.DATA, "Cannot make a map: a key is there twice");
                }
            }
            keyRows[before + k] = key;
            valueRows[before + k] = values.offsets()[j] + k;
        }
        return before + size;
    }
}
