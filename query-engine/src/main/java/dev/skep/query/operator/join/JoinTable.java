package dev.skep.query.operator.join;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** The rows of a join's build side, found by key: the first row of a key and from there a chain in ascending order. Read by many threads once it is made. */
final class JoinTable {
    private final ColumnBatch rows;
    private final @Nullable JoinIndex index;

    private JoinTable(ColumnBatch rows, @Nullable JoinIndex index) {
        this.rows = rows;
        this.index = index;
    }

    /** Returns a table without keys, of which every row is tried. */
    static JoinTable withoutKeys(ColumnBatch rows) {
        return new JoinTable(rows, null);
    }

    /**
     * @param types those of the columns of {@code rows}
     * @param keys columns of {@code rows}
     * @param keyed the rows without a null in a key
     */
    static JoinTable of(ColumnBatch rows, List<DataType> types, List<Integer> keys, int[] keyed, int count) {
        ColumnVector[] values = new ColumnVector[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.column(keys.get(i));
        }
        JoinIndex index = NumberIndex.of(values, keyed, count, rows.rowCount());
        return new JoinTable(rows, index != null
                ? index
                : KeyedIndex.of(keys.stream().map(types::get).toList(), values, keyed, count, rows.rowCount()));
    }

    /** About how many bytes a table of so many keyed rows needs beside the rows. */
    static long expectedBytes(long rowCount) {
        return 52 * rowCount;
    }

    ColumnBatch rows() {
        return rows;
    }

    boolean hasKeys() {
        return index != null;
    }

    /** True if no key has two rows. */
    boolean isUnique() {
        return index != null && index.next() == null;
    }

    /** The row of the same key after each row, -1 at the last; null if no key has two rows. */
    int @Nullable [] next() {
        return index == null ? null : index.next();
    }

    long retainedBytes() {
        return index == null ? 0 : index.retainedBytes();
    }

    /** Returns what looks keys up for one thread; null without keys. */
    JoinIndex.@Nullable Prober prober() {
        return index == null ? null : index.prober();
    }

    @Override
    public String toString() {
        return index == null ? "all rows" : index.describe() + (isUnique() ? ", unique" : "");
    }

    /** Chains rows of equal keys, from the last row to the first. */
    static final class Chains {
        private final int rowCount;
        private int @Nullable [] next;

        Chains(int rowCount) {
            this.rowCount = rowCount;
        }

        /** Puts {@code row} before {@code after}, which has the same key. */
        void link(int row, int after) {
            int[] links = next;
            if (links == null) {
                links = new int[rowCount];
                Arrays.fill(links, -1);
                next = links;
            }
            links[row] = after;
        }

        int @Nullable [] next() {
            return next;
        }
    }
}
