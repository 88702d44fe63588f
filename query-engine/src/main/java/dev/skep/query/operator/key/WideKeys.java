package dev.skep.query.operator.key;

import java.util.Arrays;

import dev.skep.query.function.vector.Hashing;

/** Distinct keys of several words, numbered in order of first appearance, by open addressing. */
final class WideKeys {
    private static final long TAG = 0xFFFFFFFF00000000L;

    private int words;
    private long[] keys;
    private int size;
    /** The upper half of the hash, and number + 1. */
    private long[] slots = new long[256];

    WideKeys(int words) {
        this.words = words;
        keys = new long[64 * words];
    }

    int size() {
        return size;
    }

    int words() {
        return words;
    }

    /** The keys, word after word, by number. */
    long[] keys() {
        return keys;
    }

    /** Adds a word at the end of each key, zero in those so far. */
    void addWord() {
        int wider = words + 1;
        long[] moved = new long[Math.max(64, size) * wider];
        for (int g = 0; g < size; g++) {
            System.arraycopy(keys, g * words, moved, g * wider, words);
        }
        keys = moved;
        words = wider;
        rebuild(slots.length);
    }

    /** Finds the keys again after they have been changed; equal ones keep their numbers, of which one is found. */
    void arrange() {
        rebuild(slots.length);
    }

    private void rebuild(int capacity) {
        long[] made = new long[capacity];
        int mask = capacity - 1;
        for (int g = 0; g < size; g++) {
            long hash = Hashing.mix(keys[g * words]);
            for (int w = 1; w < words; w++) {
                hash = Hashing.combine(hash, keys[g * words + w]);
            }
            int slot = (int) hash & mask;
            while (made[slot] != 0) {
                slot = slot + 1 & mask;
            }
            made[slot] = hash & TAG | g + 1;
        }
        slots = made;
    }

    private long hashAt(long[][] from, int k) {
        long hash = Hashing.mix(from[0][k]);
        for (int w = 1; w < words; w++) {
            hash = Hashing.combine(hash, from[w][k]);
        }
        return hash;
    }

    private boolean isAt(int group, long[][] from, int k) {
        int at = group * words;
        for (int w = 0; w < words; w++) {
            if (keys[at + w] != from[w][k]) {
                return false;
            }
        }
        return true;
    }

    void insert(long[][] from, int count, int[] groups) {
        for (int k = 0; k < count; k++) {
            long hash = hashAt(from, k);
            long tag = hash & TAG;
            int mask = slots.length - 1;
            int slot = (int) hash & mask;
            while (true) {
                long entry = slots[slot];
                if (entry == 0) {
                    groups[k] = add(from, k, tag, slot);
                    break;
                }
                if ((entry & TAG) == tag && isAt((int) entry - 1, from, k)) {
                    groups[k] = (int) entry - 1;
                    break;
                }
                slot = slot + 1 & mask;
            }
        }
    }

    /** Adds keys as they are, though some may be equal. */
    void append(long[][] from, int count) {
        if ((long) (size + count) * words > keys.length) {
            keys = Arrays.copyOf(keys, (size + count) * words);
        }
        for (int k = 0; k < count; k++) {
            for (int w = 0; w < words; w++) {
                keys[size * words + w] = from[w][k];
            }
            size++;
        }
        int capacity = slots.length;
        while (capacity - 1 < 2L * size) {
            capacity *= 2;
        }
        rebuild(capacity);
    }

    private int add(long[][] from, int k, long tag, int slot) {
        int group = size++;
        if ((group + 1) * words > keys.length) {
            keys = Arrays.copyOf(keys, Math.max((group + 1) * words, 2 * keys.length));
        }
        for (int w = 0; w < words; w++) {
            keys[group * words + w] = from[w][k];
        }
        slots[slot] = tag | group + 1;
        if (2L * size > slots.length - 1) {
            rebuild(4 * slots.length);
        }
        return group;
    }

    /** Writes -1 where there is no such key. */
    void find(long[][] from, int count, int[] groups) {
        int mask = slots.length - 1;
        for (int k = 0; k < count; k++) {
            long hash = hashAt(from, k);
            long tag = hash & TAG;
            int slot = (int) hash & mask;
            long entry = slots[slot];
            int group = -1;
            while (entry != 0) {
                if ((entry & TAG) == tag && isAt((int) entry - 1, from, k)) {
                    group = (int) entry - 1;
                    break;
                }
                slot = slot + 1 & mask;
                entry = slots[slot];
            }
            groups[k] = group;
        }
    }

    long growthBytes(int count) {
        long keyBytes = (long) (size + count) * words > keys.length ? 16L * keys.length : 0;
        return keyBytes + (2L * (size + count) > slots.length ? 32L * slots.length : 0);
    }

    long retainedBytes() {
        return 8L * (keys.length + slots.length);
    }
}
