package dev.skep.query.function.vector;

import java.util.Arrays;

import dev.skep.storage.vector.BytesVector;

/** Gives each distinct run of bytes a number from 0 on. */
public final class BytesInterner {
    private int[] slots = new int[64];
    private int[] hashes = new int[32];
    private int[] offsets = new int[33];
    private byte[] data = new byte[256];
    private int size;

    public int size() {
        return size;
    }

    /** Returns the number of these bytes, a new one if they were not seen before. */
    public int intern(byte[] from, int start, int stop) {
        int hash = (int) Hashing.bytes(from, start, stop);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            int id = slots[slot] - 1;
            if (id < 0) {
                return insert(slot, hash, from, start, stop);
            }
            if (hashes[id] == hash && Arrays.equals(data, offsets[id], offsets[id + 1], from, start, stop)) {
                return id;
            }
            slot = slot + 1 & mask;
        }
    }

    /** Returns the number of these bytes, -1 if they were not seen. */
    public int find(byte[] from, int start, int stop) {
        int hash = (int) Hashing.bytes(from, start, stop);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            int id = slots[slot] - 1;
            if (id < 0) {
                return -1;
            }
            if (hashes[id] == hash && Arrays.equals(data, offsets[id], offsets[id + 1], from, start, stop)) {
                return id;
            }
            slot = slot + 1 & mask;
        }
    }

    private int insert(int slot, int hash, byte[] from, int start, int stop) {
        int id = size++;
        if (id == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * id);
            offsets = Arrays.copyOf(offsets, 2 * id + 1);
        }
        int at = offsets[id];
        int end = Math.addExact(at, stop - start);
        if (end > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * data.length)));
        }
        System.arraycopy(from, start, data, at, stop - start);
        offsets[id + 1] = end;
        hashes[id] = hash;
        slots[slot] = id + 1;
        if (2 * size > slots.length) {
            rehash();
        }
        return id;
    }

    private void rehash() {
        int[] bigger = new int[4 * slots.length];
        int mask = bigger.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & mask;
            while (bigger[slot] != 0) {
                slot = slot + 1 & mask;
            }
            bigger[slot] = id + 1;
        }
        slots = bigger;
    }

    /** All runs by number; shares the arrays, so nothing may be added while the vector is used. */
    public BytesVector values() {
        return new BytesVector(size, data, offsets, null);
    }

    /** How many bytes more this may hold for a moment while so many runs, of the length of those so far, are added. */
    public long growthBytes(int count) {
        long runs = (long) size + count;
        long bytes = runs > hashes.length ? 16L * hashes.length : 0;
        bytes += 2 * runs > slots.length ? 16L * slots.length : 0;
        return bytes + (offsets[size] + count * (offsets[size] / Math.max(1L, size)) > data.length
                ? 2L * data.length
                : 0);
    }

    public long retainedBytes() {
        return data.length + 4L * (slots.length + hashes.length + offsets.length);
    }
}
