package dev.skep.query.operator.join;

import java.util.Arrays;

import dev.skep.query.function.vector.Hashing;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are whole numbers. The ranges of the columns make one number of 63 bits of a key, its code: what lies outside of a range has none. Codes that lie close
 * together index an array, others an open table in which code and row stand side by side.
 */
final class NumberIndex extends JoinIndex {
    /** An array of this size is always worth it; a larger one may have this many places for each row. */
    private static final long SMALL = 1 << 16;
    private static final long PLACES_PER_ROW = 8;

    private final long[] low;
    private final long[] span;
    private final long[] stride;
    private final int @Nullable [] heads;
    private final long[] slots;
    private final int mask;
    private final int @Nullable [] next;

    private NumberIndex(long[] low, long[] span, long[] stride, int @Nullable [] heads, long[] slots,
            int @Nullable [] next) {
        this.low = low;
        this.span = span;
        this.stride = stride;
        this.heads = heads;
        this.slots = slots;
        this.mask = slots.length / 2 - 1;
        this.next = next;
    }

    /** Returns an index of the rows {@code keyed[0 .. count)}, or null if the keys are no whole numbers or their ranges too wide together. */
    static @Nullable NumberIndex of(ColumnVector[] keys, int[] keyed, int count, int rowCount) {
        if (count == 0) {
            return null;
        }
        long[] low = new long[keys.length];
        long[] span = new long[keys.length];
        long[] stride = new long[keys.length];
        long places = 1;
        for (int c = 0; c < keys.length; c++) {
            if (!(keys[c] instanceof IntVector) && !(keys[c] instanceof LongVector)) {
                return null;
            }
            long high = measure(keys[c], keyed, count, low, c);
            span[c] = high - low[c];
            stride[c] = places;
            long values = span[c] + 1;
            if (span[c] < 0 || values <= 0 || places > (Long.MAX_VALUE >> 1) / values) {
                return null;
            }
            places *= values;
        }
        long[] codes = new long[count];
        for (int c = 0; c < keys.length; c++) {
            add(keys[c], keyed, count, low[c], span[c], stride[c], codes);
        }
        JoinTable.Chains chains = new JoinTable.Chains(rowCount);
        if (places <= Math.max(SMALL, PLACES_PER_ROW * count) && places < Integer.MAX_VALUE - 8) {
            int[] heads = new int[(int) places];
            Arrays.fill(heads, -1);
            for (int k = count - 1; k >= 0; k--) {
                int at = (int) codes[k];
                if (heads[at] >= 0) {
                    chains.link(keyed[k], heads[at]);
                }
                heads[at] = keyed[k];
            }
            return new NumberIndex(low, span, stride, heads, new long[2], chains.next());
        }
        long[] slots = new long[Math.multiplyExact(2, capacity(count))];
        int mask = slots.length / 2 - 1;
        for (int k = count - 1; k >= 0; k--) {
            long code = codes[k];
            int slot = (int) Hashing.mix(code) & mask;
            long taken = slots[2 * slot + 1];
            while (taken != 0 && slots[2 * slot] != code) {
                slot = slot + 1 & mask;
                taken = slots[2 * slot + 1];
            }
            if (taken != 0) {
                chains.link(keyed[k], (int) taken - 1);
            }
            slots[2 * slot] = code;
            slots[2 * slot + 1] = keyed[k] + 1;
        }
        return new NumberIndex(low, span, stride, null, slots, chains.next());
    }

    private static int capacity(int count) {
        int wanted = (int) Math.min(1 << 29, Math.max(16, count + (count >> 1)));
        return Integer.highestOneBit(wanted - 1) << 1;
    }

    private static long measure(ColumnVector key, int[] keyed, int count, long[] low, int column) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        if (key instanceof IntVector ints) {
            int[] values = ints.values();
            for (int k = 0; k < count; k++) {
                long value = values[keyed[k]];
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        } else if (key instanceof LongVector longs) {
            long[] values = longs.values();
            for (int k = 0; k < count; k++) {
                long value = values[keyed[k]];
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        low[column] = least;
        return most;
    }

    /** Adds the parts of a column to the codes; a code becomes -1 where the value is null or outside of the range, and stays so. */
    private static void add(ColumnVector key, int[] rows, int count, long low, long span, long stride, long[] codes) {
        switch (key) {
            case IntVector v -> addInts(v.values(), rows, count, low, span, stride, codes);
            case LongVector v -> addLongs(v.values(), rows, count, low, span, stride, codes);
            case DictionaryVector v -> addIds(v, rows, count, low, span, stride, codes);
            case ConstantVector v -> {
                long part = v.isNull(0) ? -1 : number(v.value(), 0) - low;
                boolean inside = part >= 0 && part <= span;
                for (int k = 0; k < count; k++) {
                    codes[k] = inside && codes[k] >= 0 ? codes[k] + part * stride : -1;
                }
                return;
            }
            default -> throw new IllegalArgumentException("Cannot join by a vector of " + key.getClass());
        }
        if (key.mayHaveNulls()) {
            for (int k = 0; k < count; k++) {
                codes[k] = key.isNull(rows[k]) ? -1 : codes[k];
            }
        }
    }

    private static long number(ColumnVector vector, int row) {
        return switch (vector) {
            case IntVector v -> v.values()[row];
            case LongVector v -> v.values()[row];
            case DictionaryVector v -> number(v.dictionary(), v.ids()[row]);
            default -> throw new IllegalArgumentException("Cannot join by a vector of " + vector.getClass());
        };
    }

    private static void addInts(int[] values, int[] rows, int count, long low, long span, long stride, long[] codes) {
        for (int k = 0; k < count; k++) {
            long code = codes[k];
            long part = values[rows[k]] - low;
            codes[k] = (code | part | span - part) < 0 ? -1 : code + part * stride;
        }
    }

    private static void addLongs(long[] values, int[] rows, int count, long low, long span, long stride,
            long[] codes) {
        for (int k = 0; k < count; k++) {
            long code = codes[k];
            long part = values[rows[k]] - low;
            codes[k] = (code | part | span - part) < 0 ? -1 : code + part * stride;
        }
    }

    private static void addIds(DictionaryVector vector, int[] rows, int count, long low, long span, long stride,
            long[] codes) {
        int[] ids = vector.ids();
        boolean[] nulls = vector.nulls();
        int[] ints = vector.dictionary() instanceof IntVector v ? v.values() : null;
        long[] longs = vector.dictionary() instanceof LongVector v ? v.values() : null;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls != null && nulls[row]) {
                codes[k] = -1;
                continue;
            }
            long code = codes[k];
            long part = (ints != null ? ints[ids[row]] : longs != null ? longs[ids[row]] : 0) - low;
            codes[k] = (code | part | span - part) < 0 ? -1 : code + part * stride;
        }
    }

    @Override
    int @Nullable [] next() {
        return next;
    }

    @Override
    long retainedBytes() {
        return (heads == null ? 0 : 4L * heads.length) + 8L * slots.length + (next == null ? 0 : 4L * next.length);
    }

    @Override
    String describe() {
        return heads != null ? "array" : "hash table of numbers";
    }

    @Override
    Prober prober() {
        return new NumberProber();
    }

    private final class NumberProber implements Prober {
        /** Work that is done once for a dictionary pays where rows are many against its entries. */
        private static final int MAX_KNOWN = 1 << 16;

        private long[] codes = new long[0];
        private @Nullable FlatVector lastDictionary;
        private int[] matchOfId = new int[0];

        @Override
        public void find(ColumnVector[] keys, int[] selected, int count, int[] matches) {
            if (keys.length == 1 && keys[0] instanceof DictionaryVector dictionary) {
                FlatVector values = dictionary.dictionary();
                if (values == lastDictionary || values.length() <= Math.min(count, MAX_KNOWN)) {
                    findIds(dictionary, selected, count, matches);
                    return;
                }
            }
            findByCode(keys, selected, count, matches);
        }

        private void findIds(DictionaryVector vector, int[] selected, int count, int[] matches) {
            FlatVector values = vector.dictionary();
            if (values != lastDictionary) {
                int[] known = new int[values.length()];
                findByCode(new ColumnVector[]{values}, dev.skep.query.function.vector.Rows.identity(known.length),
                        known.length, known);
                matchOfId = known;
                lastDictionary = values;
            }
            int[] known = matchOfId;
            int[] ids = vector.ids();
            boolean[] nulls = vector.nulls();
            for (int k = 0; k < count; k++) {
                int row = selected[k];
                matches[k] = nulls != null && nulls[row] ? -1 : known[ids[row]];
            }
        }

        private void findByCode(ColumnVector[] keys, int[] selected, int count, int[] matches) {
            int[] array = heads;
            if (array != null && keys.length == 1 && !keys[0].mayHaveNulls()) {
                if (keys[0] instanceof IntVector v) {
                    findInts(v.values(), array, selected, count, matches);
                    return;
                }
                if (keys[0] instanceof LongVector v) {
                    findLongs(v.values(), array, selected, count, matches);
                    return;
                }
            }
            if (codes.length < count) {
                codes = new long[count];
            }
            Arrays.fill(codes, 0, count, 0);
            for (int c = 0; c < keys.length; c++) {
                add(keys[c], selected, count, low[c], span[c], stride[c], codes);
            }
            if (array != null) {
                for (int k = 0; k < count; k++) {
                    matches[k] = codes[k] < 0 ? -1 : array[(int) codes[k]];
                }
            } else {
                findSlots(count, matches);
            }
        }

        private void findInts(int[] values, int[] array, int[] selected, int count, int[] matches) {
            long least = low[0];
            int last = array.length - 1;
            for (int k = 0; k < count; k++) {
                long at = values[selected[k]] - least;
                matches[k] = (at | last - at) < 0 ? -1 : array[(int) at];
            }
        }

        private void findLongs(long[] values, int[] array, int[] selected, int count, int[] matches) {
            long least = low[0];
            int last = array.length - 1;
            for (int k = 0; k < count; k++) {
                long at = values[selected[k]] - least;
                matches[k] = (at | last - at) < 0 ? -1 : array[(int) at];
            }
        }

        private void findSlots(int count, int[] matches) {
            long[] table = slots;
            long[] sought = codes;
            int last = mask;
            for (int k = 0; k < count; k++) {
                long code = sought[k];
                if (code < 0) {
                    matches[k] = -1;
                    continue;
                }
                int slot = (int) Hashing.mix(code) & last;
                long taken = table[2 * slot + 1];
                while (taken != 0 && table[2 * slot] != code) {
                    slot = slot + 1 & last;
                    taken = table[2 * slot + 1];
                }
                matches[k] = (int) taken - 1;
            }
        }
    }
}
