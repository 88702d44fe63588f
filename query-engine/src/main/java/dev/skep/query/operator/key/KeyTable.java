package dev.skep.query.operator.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.Hashing;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the distinct combinations of key values from 0 on, by open addressing. Each key column is encoded into one or two words of 64 bits (text
 * through a number that stands for it, narrow columns two in a word); when the first null appears that the encoding cannot express, a word of null
 * flags is added. Not for several threads; {@link #find} neither.
 */
public final class KeyTable {
    private final KeyColumn[] columns;
    private final int valueWords;
    private int words;
    private long[] keys;
    private int size;
    /** For one word: key and group + 1 side by side. For more: the upper half of the hash and group + 1 in one long. */
    private long[] slots;
    private long[][] encoded = new long[0][];
    private boolean[] missing = new boolean[0];

    public KeyTable(List<DataType> types) {
        List<KeyColumn> made = new ArrayList<>();
        int word = 0;
        int halfFree = -1;
        for (DataType type : types) {
            int bits = KeyColumn.bits(type);
            if (bits == 32 && halfFree >= 0) {
                made.add(KeyColumn.of(type, halfFree, 32));
                halfFree = -1;
            } else if (bits == 32) {
                made.add(KeyColumn.of(type, word, 0));
                halfFree = word++;
            } else {
                made.add(KeyColumn.of(type, word, 0));
                word += bits / 64;
            }
        }
        columns = made.toArray(KeyColumn[]::new);
        valueWords = Math.max(1, word);
        words = valueWords;
        keys = new long[64 * words];
        slots = new long[words == 1 ? 512 : 256];
    }

    private KeyTable(KeyTable from) {
        columns = new KeyColumn[from.columns.length];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = from.columns[c].reader();
        }
        valueWords = from.valueWords;
        words = from.words;
        keys = from.keys;
        size = from.size;
        slots = from.slots;
    }

    /** Returns a table over the same keys for {@link #find} by another thread; nothing may be inserted into either any more. */
    public KeyTable reader() {
        return new KeyTable(this);
    }

    /** How many combinations there are. */
    public int size() {
        return size;
    }

    /** Writes the group of row {@code rows[k]} to {@code groups[k]}, making new groups in order of first appearance. Null equals null. */
    public void insert(ColumnVector[] values, int[] rows, int count, int[] groups) {
        encode(values, rows, count, true);
        if (words == 1) {
            insertSingle(encoded[0], count, groups);
        } else {
            insertWide(count, groups);
        }
    }

    /** Writes the group of row {@code rows[k]} to {@code groups[k]}, -1 if there is none; so for a null. */
    public void find(ColumnVector[] values, int[] rows, int count, int[] groups) {
        encode(values, rows, count, false);
        if (words == 1) {
            findSingle(encoded[0], count, groups);
        } else {
            findWide(count, groups);
        }
    }

    private void encode(ColumnVector[] values, int[] rows, int count, boolean isInsert) {
        if (encoded.length < words || encoded[0].length < count) {
            encoded = new long[words][Math.max(count, encoded.length == 0 ? 0 : encoded[0].length)];
            missing = new boolean[encoded[0].length];
        }
        for (int w = 0; w < words; w++) {
            Arrays.fill(encoded[w], 0, count, 0);
        }
        if (!isInsert) {
            Arrays.fill(missing, 0, count, false);
        }
        for (int c = 0; c < columns.length; c++) {
            KeyColumn column = columns[c];
            if (values[c].mayHaveNulls()) {
                if (isInsert) {
                    encodeNulls(values[c], c, rows, count);
                } else {
                    for (int k = 0; k < count; k++) {
                        missing[k] |= values[c].isNull(rows[k]);
                    }
                }
            }
            column.encode(values[c], rows, count, encoded, isInsert, missing);
        }
    }

    private void encodeNulls(ColumnVector vector, int column, int[] rows, int count) {
        if (columns[column].expressesNull()) {
            return;
        }
        boolean any = false;
        for (int k = 0; k < count && !any; k++) {
            any = vector.isNull(rows[k]);
        }
        if (!any) {
            return;
        }
        if (words == valueWords) {
            addNullWord();
        }
        if (encoded.length < words) {
            encoded = Arrays.copyOf(encoded, words);
            encoded[words - 1] = new long[encoded[0].length];
        }
        long[] flags = encoded[words - 1];
        for (int k = 0; k < count; k++) {
            flags[k] |= vector.isNull(rows[k]) ? 1L << (column & 63) : 0;
        }
    }

    private void addNullWord() {
        int wider = words + 1;
        long[] moved = new long[Math.max(64, size) * wider];
        for (int g = 0; g < size; g++) {
            System.arraycopy(keys, g * words, moved, g * wider, words);
        }
        keys = moved;
        words = wider;
        slots = new long[Math.max(256, Integer.highestOneBit(Math.max(1, size)) * 4)];
        for (int g = 0; g < size; g++) {
            place(g);
        }
    }

    private void place(int group) {
        long hash = hashOf(keys, group * words);
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = hash & 0xFFFFFFFF00000000L | group + 1;
    }

    private long hashOf(long[] from, int at) {
        long hash = Hashing.mix(from[at]);
        for (int w = 1; w < words; w++) {
            hash = Hashing.combine(hash, from[at + w]);
        }
        return hash;
    }

    private void insertSingle(long[] words0, int count, int[] groups) {
        long[] table = slots;
        int mask = table.length / 2 - 1;
        for (int k = 0; k < count; k++) {
            long key = words0[k];
            int slot = (int) Hashing.mix(key) & mask;
            while (true) {
                int group = (int) table[2 * slot + 1] - 1;
                if (group < 0) {
                    group = size++;
                    if (group == keys.length) {
                        keys = Arrays.copyOf(keys, 2 * keys.length);
                    }
                    keys[group] = key;
                    table[2 * slot] = key;
                    table[2 * slot + 1] = group + 1;
                    groups[k] = group;
                    if (2 * size > mask) {
                        growSingle();
                        table = slots;
                        mask = table.length / 2 - 1;
                    }
                    break;
                }
                if (table[2 * slot] == key) {
                    groups[k] = group;
                    break;
                }
                slot = slot + 1 & mask;
            }
        }
    }

    private void growSingle() {
        long[] bigger = new long[4 * slots.length];
        int mask = bigger.length / 2 - 1;
        for (int g = 0; g < size; g++) {
            int slot = (int) Hashing.mix(keys[g]) & mask;
            while (bigger[2 * slot + 1] != 0) {
                slot = slot + 1 & mask;
            }
            bigger[2 * slot] = keys[g];
            bigger[2 * slot + 1] = g + 1;
        }
        slots = bigger;
    }

    private void findSingle(long[] words0, int count, int[] groups) {
        long[] table = slots;
        int mask = table.length / 2 - 1;
        for (int k = 0; k < count; k++) {
            long key = words0[k];
            int slot = (int) Hashing.mix(key) & mask;
            int group = (int) table[2 * slot + 1] - 1;
            while (group >= 0 && table[2 * slot] != key) {
                slot = slot + 1 & mask;
                group = (int) table[2 * slot + 1] - 1;
            }
            groups[k] = missing[k] ? -1 : group;
        }
    }

    private long hashAt(int k) {
        long hash = Hashing.mix(encoded[0][k]);
        for (int w = 1; w < words; w++) {
            hash = Hashing.combine(hash, encoded[w][k]);
        }
        return hash;
    }

    private boolean isAt(int group, int k) {
        int at = group * words;
        for (int w = 0; w < words; w++) {
            if (keys[at + w] != encoded[w][k]) {
                return false;
            }
        }
        return true;
    }

    private void insertWide(int count, int[] groups) {
        for (int k = 0; k < count; k++) {
            long hash = hashAt(k);
            long tag = hash & 0xFFFFFFFF00000000L;
            int mask = slots.length - 1;
            int slot = (int) hash & mask;
            while (true) {
                long entry = slots[slot];
                if (entry == 0) {
                    int group = size++;
                    if ((group + 1) * words > keys.length) {
                        keys = Arrays.copyOf(keys, Math.max((group + 1) * words, 2 * keys.length));
                    }
                    for (int w = 0; w < words; w++) {
                        keys[group * words + w] = encoded[w][k];
                    }
                    slots[slot] = tag | group + 1;
                    groups[k] = group;
                    if (2 * size > mask) {
                        slots = new long[4 * slots.length];
                        for (int g = 0; g < size; g++) {
                            place(g);
                        }
                    }
                    break;
                }
                if ((entry & 0xFFFFFFFF00000000L) == tag && isAt((int) entry - 1, k)) {
                    groups[k] = (int) entry - 1;
                    break;
                }
                slot = slot + 1 & mask;
            }
        }
    }

    private void findWide(int count, int[] groups) {
        int mask = slots.length - 1;
        for (int k = 0; k < count; k++) {
            groups[k] = -1;
            if (missing[k]) {
                continue;
            }
            long hash = hashAt(k);
            long tag = hash & 0xFFFFFFFF00000000L;
            int slot = (int) hash & mask;
            long entry = slots[slot];
            while (entry != 0) {
                if ((entry & 0xFFFFFFFF00000000L) == tag && isAt((int) entry - 1, k)) {
                    groups[k] = (int) entry - 1;
                    break;
                }
                slot = slot + 1 & mask;
                entry = slots[slot];
            }
        }
    }

    /** Returns the key values of {@code count} groups from {@code first} on; valid while nothing is inserted. */
    public ColumnVector[] keys(int first, int count) {
        ColumnVector[] vectors = new ColumnVector[columns.length];
        for (int c = 0; c < columns.length; c++) {
            boolean[] nulls = null;
            if (words > valueWords && !columns[c].expressesNull()) {
                nulls = nulls(c, first, count);
            }
            vectors[c] = columns[c].decode(keys, words, first, count, nulls);
        }
        return vectors;
    }

    private boolean @Nullable [] nulls(int column, int first, int count) {
        boolean[] nulls = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            nulls[i] = (keys[(first + i) * words + words - 1] >> (column & 63) & 1) != 0;
            any |= nulls[i];
        }
        return any ? nulls : null;
    }

    public long retainedBytes() {
        long bytes = 8L * (keys.length + slots.length);
        for (KeyColumn column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes;
    }
}
