package dev.skep.query.operator.key;

import java.util.Arrays;

import dev.skep.query.function.vector.Hashing;

/**
 * Distinct keys of one word, numbered in order of first appearance. Where the keys lie close together the number stands in an array at the key
 * itself; otherwise in a table with open addressing.
 */
final class PackedKeys {
    /** An array of this many numbers is always affordable. */
    private static final int SMALL_BITS = 14;
    /** A hash table takes about as many bytes for a key as an array of 16 numbers. */
    private static final long PLACES_PER_KEY = 16;
    private static final int MOST_DIRECT_BITS = 28;

    private long[] keys = new long[64];
    private int size;
    /** Which of the two there is: number + 1 by key. */
    private int[] direct = new int[0];
    /** Key and number + 1 side by side. */
    private long[] slots = new long[0];
    private int bits;
    /** How many keys there will be at least, as far as anybody said. */
    private int expected;

    PackedKeys() {
        arrange(0);
    }

    /** Makes room for so many keys at once; each will be there. */
    void expect(int count) {
        expected = count;
        if (keys.length < count) {
            keys = Arrays.copyOf(keys, count);
        }
        arrange(bits);
    }

    int size() {
        return size;
    }

    /** The keys by number; at least {@link #size} of them. */
    long[] keys() {
        return keys;
    }

    /** Finds the keys again after they have been changed; equal ones keep their numbers, of which one is found. */
    void arrange() {
        arrange(bits);
    }

    /** Makes room for keys of {@code keyBits} bits; the keys of the groups so far may have been changed. */
    void arrange(int keyBits) {
        bits = keyBits;
        long most = Math.max(size, expected);
        if (keyBits <= MOST_DIRECT_BITS && (keyBits <= SMALL_BITS || 1L << keyBits <= PLACES_PER_KEY * most)) {
            slots = new long[0];
            int[] made = new int[1 << keyBits];
            for (int g = 0; g < size; g++) {
                made[(int) keys[g]] = g + 1;
            }
            direct = made;
            return;
        }
        direct = new int[0];
        int capacity = 512;
        // Room for those that are there to double, or for the expected ones.
        while (capacity < Math.max(4L * size, 2L * expected)) {
            capacity *= 2;
        }
        long[] made = new long[2 * capacity];
        int mask = capacity - 1;
        for (int g = 0; g < size; g++) {
            int slot = (int) Hashing.mix(keys[g]) & mask;
            while (made[2 * slot + 1] != 0) {
                slot = slot + 1 & mask;
            }
            made[2 * slot] = keys[g];
            made[2 * slot + 1] = g + 1;
        }
        slots = made;
    }

    void insert(long[] from, int count, int[] groups) {
        int done = 0;
        while (done < count) {
            done = slots.length == 0
                    ? insertDirect(from, done, count, groups)
                    : insertHashed(from, done, count, groups);
        }
    }

    private int insertDirect(long[] from, int start, int count, int[] groups) {
        int[] table = direct;
        if (keys.length < size + count - start) {
            keys = Arrays.copyOf(keys, Math.max(size + count - start, 2 * keys.length));
        }
        long[] known = keys;
        int next = size;
        for (int k = start; k < count; k++) {
            long key = from[k];
            int group = table[(int) key] - 1;
            if (group < 0) {
                group = next++;
                known[group] = key;
                table[(int) key] = group + 1;
            }
            groups[k] = group;
        }
        size = next;
        return count;
    }

    /** Returns how far it came before the table had to grow. */
    private int insertHashed(long[] from, int start, int count, int[] groups) {
        long[] table = slots;
        int mask = table.length / 2 - 1;
        for (int k = start; k < count; k++) {
            long key = from[k];
            int slot = (int) Hashing.mix(key) & mask;
            while (true) {
                int group = (int) table[2 * slot + 1] - 1;
                if (group >= 0 && table[2 * slot] == key) {
                    groups[k] = group;
                    break;
                }
                if (group < 0) {
                    groups[k] = add(key, slot);
                    if (2L * size > mask) {
                        arrange(bits);
                        return k + 1;
                    }
                    break;
                }
                slot = slot + 1 & mask;
            }
        }
        return count;
    }

    private int add(long key, int slot) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size] = key;
        slots[2 * slot] = key;
        slots[2 * slot + 1] = size + 1;
        return size++;
    }

    /** Writes -1 where there is no such key. */
    void find(long[] from, int count, int[] groups) {
        if (slots.length == 0) {
            int[] table = direct;
            for (int k = 0; k < count; k++) {
                groups[k] = table[(int) from[k]] - 1;
            }
            return;
        }
        long[] table = slots;
        int mask = table.length / 2 - 1;
        for (int k = 0; k < count; k++) {
            long key = from[k];
            int slot = (int) Hashing.mix(key) & mask;
            int group = (int) table[2 * slot + 1] - 1;
            while (group >= 0 && table[2 * slot] != key) {
                slot = slot + 1 & mask;
                group = (int) table[2 * slot + 1] - 1;
            }
            groups[k] = group;
        }
    }

    long growthBytes(int count) {
        long keyBytes = size + count > keys.length ? 16L * keys.length : 0;
        return keyBytes + (slots.length > 0 && 4L * (size + count) > slots.length ? 16L * slots.length : 0);
    }

    long retainedBytes() {
        return 8L * (keys.length + slots.length) + 4L * direct.length;
    }
}
