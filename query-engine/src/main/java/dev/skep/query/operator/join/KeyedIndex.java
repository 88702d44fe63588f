package dev.skep.query.operator.join;

import java.util.Arrays;
import java.util.List;

import dev.skep.query.operator.key.KeyTable;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Keys of any types, by the hash table that grouping uses. */
final class KeyedIndex extends JoinIndex {
    private final KeyTable table;
    private final int[] heads;
    private final int @Nullable [] next;

    private KeyedIndex(KeyTable table, int[] heads, int @Nullable [] next) {
        this.table = table;
        this.heads = heads;
        this.next = next;
    }

    static KeyedIndex of(List<DataType> types, ColumnVector[] values, int[] keyed, int count, int rowCount) {
        KeyTable table = new KeyTable(types);
        int[] groups = new int[count];
        table.insert(values, keyed, count, groups);
        int[] heads = new int[table.size()];
        Arrays.fill(heads, -1);
        JoinTable.Chains chains = new JoinTable.Chains(rowCount);
        for (int k = count - 1; k >= 0; k--) {
            int after = heads[groups[k]];
            if (after >= 0) {
                chains.link(keyed[k], after);
            }
            heads[groups[k]] = keyed[k];
        }
        return new KeyedIndex(table, heads, chains.next());
    }

    @Override
    int @Nullable [] next() {
        return next;
    }

    @Override
    long retainedBytes() {
        return 4L * heads.length + (next == null ? 0 : 4L * next.length) + table.retainedBytes();
    }

    @Override
    String describe() {
        return "hash table";
    }

    @Override
    Prober prober() {
        KeyTable reader = table.reader();
        return (keys, selected, count, matches) -> {
            reader.find(keys, selected, count, matches);
            for (int k = 0; k < count; k++) {
                matches[k] = matches[k] < 0 ? -1 : heads[matches[k]];
            }
        };
    }
}
