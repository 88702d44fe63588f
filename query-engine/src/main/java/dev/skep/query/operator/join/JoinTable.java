package dev.skep.query.operator.join;

import java.util.Arrays;
import java.util.List;

import dev.skep.query.operator.key.KeyTable;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a join's build side, found by key: the first row of a key and from there a chain. A single whole-number key whose values lie close
 * together is looked up in an array; all others in a hash table. Read by many threads once it is made.
 */
final class JoinTable {
    private final ColumnBatch rows;
    private final int @Nullable [] next;
    private final @Nullable KeyTable table;
    private final int[] heads;
    private final long min;
    private final boolean isDense;

    private JoinTable(ColumnBatch rows, int @Nullable [] next, @Nullable KeyTable table, int[] heads, long min,
            boolean isDense) {
        this.rows = rows;
        this.next = next;
        this.table = table;
        this.heads = heads;
        this.min = min;
        this.isDense = isDense;
    }

    /**
     * @param keys columns of {@code rows}
     * @param keyed the rows without a null in a key
     */
    static JoinTable of(ColumnBatch rows, List<DataType> types, List<Integer> keys, int[] keyed, int count) {
        ColumnVector[] values = new ColumnVector[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.column(keys.get(i));
        }
        if (values.length == 1 && count > 0 && (values[0] instanceof IntVector || values[0] instanceof LongVector)) {
            JoinTable dense = dense(rows, values[0], keyed, count);
            if (dense != null) {
                return dense;
            }
        }
        KeyTable table = new KeyTable(keys.stream().map(types::get).toList());
        int[] groups = new int[count];
        table.insert(values, keyed, count, groups);
        int[] heads = new int[table.size()];
        Arrays.fill(heads, -1);
        int[] next = table.size() == count ? null : new int[rows.rowCount()];
        for (int k = count - 1; k >= 0; k--) {
            if (next != null) {
                next[keyed[k]] = heads[groups[k]];
            }
            heads[groups[k]] = keyed[k];
        }
        return new JoinTable(rows, next, table, heads, 0, false);
    }

    private static @Nullable JoinTable dense(ColumnBatch rows, ColumnVector key, int[] keyed, int count) {
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        int[] ints = key instanceof IntVector v ? v.values() : null;
        long[] longs = key instanceof LongVector v ? v.values() : null;
        for (int k = 0; k < count; k++) {
            long value = ints != null ? ints[keyed[k]] : longs != null ? longs[keyed[k]] : 0;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        long span = high - low;
        if (span < 0 || span >= Math.max(4096, 8L * count)) {
            return null;
        }
        int[] heads = new int[(int) span + 1];
        Arrays.fill(heads, -1);
        int[] next = null;
        for (int k = count - 1; k >= 0; k--) {
            int row = keyed[k];
            long value = ints != null ? ints[row] : longs != null ? longs[row] : 0;
            int at = (int) (value - low);
            if (heads[at] >= 0 && next == null) {
                next = new int[rows.rowCount()];
                Arrays.fill(next, -1);
            }
            if (next != null) {
                next[row] = heads[at];
            }
            heads[at] = row;
        }
        return new JoinTable(rows, next, null, heads, low, true);
    }

    ColumnBatch rows() {
        return rows;
    }

    /** True if no key has two rows. */
    boolean isUnique() {
        return next == null;
    }

    boolean isDense() {
        return isDense;
    }

    /** The row of the same key after {@code row}, -1 if there is none. */
    int next(int row) {
        return next == null ? -1 : next[row];
    }

    long retainedBytes() {
        return 4L * heads.length + (next == null ? 0 : 4L * next.length) + (table == null ? 0 : table.retainedBytes());
    }

    /** Looks keys up for one thread. */
    final class Prober {
        private final @Nullable KeyTable reader = table == null ? null : table.reader();

        /** Writes the first row with the key of row {@code selected[k]} to {@code matches[k]}, -1 if there is none. */
        void find(ColumnVector[] keys, int[] selected, int count, int[] matches) {
            KeyTable hashed = reader;
            if (hashed != null) {
                hashed.find(keys, selected, count, matches);
                for (int k = 0; k < count; k++) {
                    matches[k] = matches[k] < 0 ? -1 : heads[matches[k]];
                }
                return;
            }
            ColumnVector key = keys[0];
            if (key instanceof DictionaryVector || key instanceof dev.skep.storage.vector.ConstantVector) {
                findAny(key, selected, count, matches);
                return;
            }
            if (key instanceof IntVector v) {
                findInts(v, selected, count, matches);
            } else {
                findLongs((LongVector) key, selected, count, matches);
            }
        }

        private void findAny(ColumnVector key, int[] selected, int count, int[] matches) {
            ColumnVector gathered = Vectors.flatten(Vectors.gather(key, selected, count));
            int[] all = dev.skep.query.function.vector.Rows.identity(count);
            if (gathered instanceof IntVector v) {
                findInts(v, all, count, matches);
            } else if (gathered instanceof LongVector v) {
                findLongs(v, all, count, matches);
            } else {
                Arrays.fill(matches, 0, count, -1);
            }
        }

        private void findInts(IntVector vector, int[] selected, int count, int[] matches) {
            int[] values = vector.values();
            boolean[] nulls = vector.nulls();
            int last = heads.length - 1;
            for (int k = 0; k < count; k++) {
                int row = selected[k];
                long at = values[row] - min;
                matches[k] = at >= 0 & at <= last && (nulls == null || !nulls[row]) ? heads[(int) at] : -1;
            }
        }

        private void findLongs(LongVector vector, int[] selected, int count, int[] matches) {
            long[] values = vector.values();
            boolean[] nulls = vector.nulls();
            long last = min + heads.length - 1;
            for (int k = 0; k < count; k++) {
                int row = selected[k];
                long value = values[row];
                matches[k] = value >= min & value <= last && (nulls == null || !nulls[row])
                        ? heads[(int) (value - min)]
                        : -1;
            }
        }
    }
}
