package dev.skep.query.operator.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.Rows;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the distinct combinations of key values from 0 on. As long as they fit, the codes of all columns are packed into one word of 64 bits, each
 * with as many bits as its values need; a value that does not fit widens its column, and all keys are packed anew. When one word is too small (or a
 * column is of a type that has no short code), each column takes one or two words, narrow ones half of one; when the first null appears that this
 * form cannot express, a word of null flags is added. Not for several threads; {@link #find} neither.
 */
public final class KeyTable {
    private static final int PIECE = 4096;

    private final List<DataType> types;
    private final KeyColumn[] columns;
    /** Where each column's code begins: in the packed word, or in its word of the wide form. */
    private final int[] shifts;
    private final int[] wordOf;
    private final SharedIds sharedIds;
    private PackedKeys packed = new PackedKeys();
    private @Nullable WideKeys wide;
    private int valueWords;
    private long[][] encoded = new long[1][0];
    private boolean[] missing = new boolean[0];

    public KeyTable(List<DataType> types) {
        this(types, false);
    }

    private KeyTable(List<DataType> types, boolean mayRepeat) {
        this.types = List.copyOf(types);
        columns = types.stream().map(type -> KeyColumn.of(type, mayRepeat)).toArray(KeyColumn[]::new);
        shifts = new int[columns.length];
        wordOf = new int[columns.length];
        sharedIds = new SharedIds(columns.length);
        for (KeyColumn column : columns) {
            if (!column.packs() && wide == null) {
                wide = widened();
            }
        }
    }

    private KeyTable(KeyTable from) {
        types = from.types;
        columns = new KeyColumn[from.columns.length];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = from.columns[c].reader();
        }
        shifts = from.shifts;
        wordOf = from.wordOf;
        sharedIds = new SharedIds(columns.length);
        packed = from.packed;
        wide = from.wide;
        valueWords = from.valueWords;
    }

    /**
     * Returns a table that may give equal keys several numbers, where that spares it looking at long texts: {@link #hasRepeats} tells whether it did.
     * Only for inserting into.
     */
    public static KeyTable repeating(List<DataType> types) {
        return new KeyTable(types, true);
    }

    /** True if equal keys may have several numbers. */
    public boolean hasRepeats() {
        for (KeyColumn column : columns) {
            if (column.hasRepeats()) {
                return true;
            }
        }
        return false;
    }

    /** True if no two numbers have equal keys for certain: columns of which equal values have one code tell the keys apart. Costs a pass over all keys if {@link #hasRepeats}. */
    public boolean isDistinct() {
        List<Integer> exact = new ArrayList<>();
        for (int c = 0; c < columns.length; c++) {
            if (!columns[c].hasRepeats()) {
                exact.add(c);
            }
        }
        if (exact.size() == columns.length) {
            return true;
        }
        if (exact.isEmpty()) {
            return size() <= 1;
        }
        KeyTable tested = new KeyTable(exact.stream().map(types::get).toList());
        ColumnVector[] some = new ColumnVector[exact.size()];
        int[] groups = new int[PIECE];
        int all = size();
        for (int first = 0; first < all; first += PIECE) {
            int count = Math.min(PIECE, all - first);
            ColumnVector[] keys = keys(first, count);
            for (int i = 0; i < some.length; i++) {
                some[i] = keys[exact.get(i)];
            }
            tested.insert(some, Rows.identity(count), count, groups);
            if (tested.size() < first + count) {
                return false;
            }
        }
        return true;
    }

    /** Returns a table over the same keys for {@link #find} by another thread; nothing may be inserted into either any more. */
    public KeyTable reader() {
        return new KeyTable(this);
    }

    /** How many combinations there are. */
    public int size() {
        return wide == null ? packed.size() : wide.size();
    }

    /** Makes room for so many combinations at once, before the first; there will be no fewer. */
    public void expect(int count) {
        if (wide == null) {
            packed.expect(count);
        }
    }

    /** What {@link #expect} will take, about. */
    public long expectedBytes(int count) {
        return wide == null ? 8L * count + 2 * 8 * 4L * count : 0;
    }

    /** Writes the group of row {@code rows[k]} to {@code groups[k]}, making new groups in order of first appearance. Null equals null. */
    public void insert(ColumnVector[] values, int[] rows, int count, int[] groups) {
        if (sharedIds.begin(values, count)) {
            int unknown = sharedIds.look(rows, count, groups);
            if (unknown > 0) {
                int[] some = sharedIds.unknownGroups();
                insertAll(values, sharedIds.unknownRows(), unknown, some);
                sharedIds.learn(unknown, groups);
            }
            return;
        }
        insertAll(values, rows, count, groups);
    }

    private void insertAll(ColumnVector[] values, int[] rows, int count, int[] groups) {
        for (int c = 0; c < columns.length; c++) {
            if (!columns[c].accepts(values[c])) {
                recode(c);
            }
        }
        if (wide == null && !pack(values, rows, count)) {
            widen();
        }
        WideKeys several = wide;
        if (several == null) {
            packed.insert(encoded[0], count, groups);
        } else {
            encode(several, values, rows, count, true);
            several.insert(encoded, count, groups);
        }
    }

    /** Writes the group of row {@code rows[k]} to {@code groups[k]}, -1 if there is none; so for a null. */
    public void find(ColumnVector[] values, int[] rows, int count, int[] groups) {
        WideKeys several = wide;
        if (several != null) {
            encode(several, values, rows, count, false);
            several.find(encoded, count, groups);
        } else {
            clear(1, count);
            Arrays.fill(missing, 0, count, false);
            for (int c = 0; c < columns.length; c++) {
                markNulls(values[c], rows, count);
                columns[c].pack(values[c], rows, count, encoded[0], shifts[c], false, missing);
            }
            packed.find(encoded[0], count, groups);
        }
        for (int k = 0; k < count; k++) {
            groups[k] = missing[k] ? -1 : groups[k];
        }
    }

    private void markNulls(ColumnVector vector, int[] rows, int count) {
        if (vector.mayHaveNulls()) {
            for (int k = 0; k < count; k++) {
                missing[k] |= vector.isNull(rows[k]);
            }
        }
    }

    private void clear(int words, int count) {
        if (encoded.length < words || encoded[0].length < count) {
            encoded = new long[words][Math.max(count, encoded[0].length)];
            missing = new boolean[encoded[0].length];
            return;
        }
        for (int w = 0; w < words; w++) {
            Arrays.fill(encoded[w], 0, count, 0);
        }
    }

    /** Packs the keys into the first word; false if there is not enough room in one word for these. */
    private boolean pack(ColumnVector[] values, int[] rows, int count) {
        clear(1, count);
        for (int c = 0; c < columns.length; c++) {
            while (!columns[c].pack(values[c], rows, count, encoded[0], shifts[c], true, missing)) {
                if (!widenColumn(c, values[c], rows, count)) {
                    return false;
                }
                // What was packed so far stands where it no longer belongs.
                clear(1, count);
                c = 0;
            }
        }
        return true;
    }

    private boolean widenColumn(int column, ColumnVector vector, int[] rows, int count) {
        int before = columns[column].bits();
        long shiftBy = columns[column].widen(vector, rows, count);
        int total = 0;
        for (KeyColumn one : columns) {
            total += one.bits();
        }
        if (shiftBy == Long.MIN_VALUE) {
            return false;
        }
        if (total > Long.SIZE) {
            // The keys so far are in the old form: it is needed once more, to read them.
            columns[column].undo(before, shiftBy);
            return false;
        }
        int[] to = new int[columns.length];
        int at = 0;
        for (int c = 0; c < columns.length; c++) {
            to[c] = at;
            at += columns[c].bits();
        }
        long[] keys = packed.keys();
        for (int g = 0; g < packed.size(); g++) {
            long old = keys[g];
            long key = 0;
            for (int c = 0; c < columns.length; c++) {
                long code = old >>> shifts[c] & KeyColumn.mask(c == column ? before : columns[c].bits());
                if (c == column && code != 0) {
                    code += shiftBy;
                }
                key |= code << to[c];
            }
            keys[g] = key;
        }
        System.arraycopy(to, 0, shifts, 0, to.length);
        packed.arrange(total);
        return true;
    }

    /** Gives the keys so far a column's new codes, which need no more room than the old ones. */
    private void recode(int column) {
        KeyColumn coded = columns[column];
        WideKeys several = wide;
        boolean isWide = several != null;
        long[] keys = several == null ? packed.keys() : several.keys();
        int stride = several == null ? 1 : several.words();
        int word = isWide ? wordOf[column] : 0;
        int shift = shifts[column];
        long mask = isWide ? 0xFFFFFFFFL : KeyColumn.mask(coded.bits());
        int count = size();
        for (int g = 0; g < count; g++) {
            int at = g * stride + word;
            long code = coded.recode((int) (keys[at] >>> shift & mask));
            keys[at] = keys[at] & ~(mask << shift) | code << shift;
        }
        coded.recoded();
        if (several == null) {
            packed.arrange();
        } else {
            several.arrange();
        }
    }

    /** Goes over to the wide form. */
    private void widen() {
        int size = packed.size();
        ColumnVector[] values = new ColumnVector[columns.length];
        for (int c = 0; c < columns.length; c++) {
            values[c] = columns[c].unpack(packed.keys(), shifts[c], 0, size);
        }
        WideKeys several = widened();
        wide = several;
        packed = new PackedKeys();
        int[] rows = Rows.identity(size);
        encode(several, values, rows, size, true);
        several.append(encoded, size);
        encoded = new long[several.words()][4096];
        missing = new boolean[4096];
    }

    private WideKeys widened() {
        int word = 0;
        int halfFree = -1;
        for (int c = 0; c < columns.length; c++) {
            int bits = columns[c].wideBits();
            if (bits == 32 && halfFree >= 0) {
                wordOf[c] = halfFree;
                shifts[c] = 32;
                halfFree = -1;
            } else {
                wordOf[c] = word;
                shifts[c] = 0;
                halfFree = bits == 32 ? word : halfFree;
                word += Math.max(1, bits / 64);
            }
        }
        valueWords = Math.max(1, word);
        return new WideKeys(valueWords);
    }

    private void encode(WideKeys several, ColumnVector[] values, int[] rows, int count, boolean isInsert) {
        clear(several.words(), count);
        if (!isInsert) {
            Arrays.fill(missing, 0, count, false);
        }
        for (int c = 0; c < columns.length; c++) {
            if (!isInsert) {
                markNulls(values[c], rows, count);
            } else if (values[c].mayHaveNulls() && !columns[c].expressesNull()) {
                encodeNulls(several, values[c], c, rows, count);
            }
            columns[c].encode(values[c], rows, count, encoded, wordOf[c], shifts[c], isInsert, missing);
        }
    }

    private void encodeNulls(WideKeys several, ColumnVector vector, int column, int[] rows, int count) {
        boolean any = false;
        for (int k = 0; k < count && !any; k++) {
            any = vector.isNull(rows[k]);
        }
        if (!any) {
            return;
        }
        if (several.words() == valueWords) {
            several.addWord();
        }
        if (encoded.length < several.words()) {
            encoded = Arrays.copyOf(encoded, several.words());
            encoded[several.words() - 1] = new long[encoded[0].length];
        }
        long[] flags = encoded[several.words() - 1];
        for (int k = 0; k < count; k++) {
            flags[k] |= vector.isNull(rows[k]) ? 1L << (column & 63) : 0;
        }
    }

    /** Returns the key values of {@code count} groups from {@code first} on; valid while nothing is inserted. */
    public ColumnVector[] keys(int first, int count) {
        WideKeys several = wide;
        return several == null
                ? unpack(packed.keys(), first, count)
                : decode(several, several.keys(), first, count);
    }

    /** Returns the key values of the groups {@code chosen[0 .. count)}; valid while nothing is inserted. */
    public ColumnVector[] keys(int[] chosen, int count) {
        WideKeys several = wide;
        int words = several == null ? 1 : several.words();
        long[] all = several == null ? packed.keys() : several.keys();
        long[] some = new long[count * words];
        if (words == 1) {
            for (int i = 0; i < count; i++) {
                some[i] = all[chosen[i]];
            }
        } else {
            for (int i = 0; i < count; i++) {
                System.arraycopy(all, chosen[i] * words, some, i * words, words);
            }
        }
        return several == null ? unpack(some, 0, count) : decode(several, some, 0, count);
    }

    private ColumnVector[] unpack(long[] keys, int first, int count) {
        ColumnVector[] vectors = new ColumnVector[columns.length];
        for (int c = 0; c < columns.length; c++) {
            vectors[c] = columns[c].unpack(keys, shifts[c], first, count);
        }
        return vectors;
    }

    private ColumnVector[] decode(WideKeys form, long[] keys, int first, int count) {
        ColumnVector[] vectors = new ColumnVector[columns.length];
        for (int c = 0; c < columns.length; c++) {
            boolean[] nulls = form.words() > valueWords && !columns[c].expressesNull()
                    ? nulls(form, keys, c, first, count)
                    : null;
            vectors[c] = columns[c].decode(keys, form.words(), wordOf[c], shifts[c], first, count, nulls);
        }
        return vectors;
    }

    private static boolean @Nullable [] nulls(WideKeys form, long[] keys, int column, int first, int count) {
        int words = form.words();
        boolean[] nulls = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            nulls[i] = (keys[(first + i) * words + words - 1] >> (column & 63) & 1) != 0;
            any |= nulls[i];
        }
        return any ? nulls : null;
    }

    /** Returns how many bytes more this may hold for a moment while {@code count} rows are inserted. */
    public long growthBytes(int count) {
        WideKeys several = wide;
        long bytes = several == null ? packed.growthBytes(count) : several.growthBytes(count);
        for (KeyColumn column : columns) {
            bytes += column.growthBytes(count);
        }
        return bytes;
    }

    public long retainedBytes() {
        WideKeys several = wide;
        long bytes = several == null ? packed.retainedBytes() : several.retainedBytes();
        for (KeyColumn column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes + sharedIds.retainedBytes();
    }
}
