package dev.skep.query.operator.aggregate;

import dev.skep.query.function.vector.ColumnHash;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.vector.ColumnVector;

/**
 * Cuts rows into partitions by the hash of their keys: four bits at each level, so that a partition that is too large can be cut again. Equal keys
 * fall into the same partition in every table. Belongs to one thread.
 */
final class HashPartitions {
    static final int COUNT = 16;
    /** Levels that cut by bits which no level before has used. */
    static final int LEVELS = 15;
    private static final int BITS = 4;

    private final ColumnHash hash = new ColumnHash();
    private final int[] next = new int[COUNT];
    private int[] rows = new int[0];
    private final int[] starts = new int[COUNT + 1];
    private byte[] partitions = new byte[0];

    /** Sorts the rows {@code 0 .. count - 1} of the keys by partition. */
    void cut(ColumnVector[] keys, int count, int level) {
        if (rows.length < count) {
            rows = new int[count];
            partitions = new byte[count];
        }
        long[] hashes = hash.hash(keys, Rows.identity(count), count);
        int shift = Long.SIZE - BITS * (level + 1);
        java.util.Arrays.fill(starts, 0);
        for (int row = 0; row < count; row++) {
            int partition = (int) (hashes[row] >>> shift) & COUNT - 1;
            partitions[row] = (byte) partition;
            starts[partition + 1]++;
        }
        for (int p = 0; p < COUNT; p++) {
            starts[p + 1] += starts[p];
            next[p] = starts[p];
        }
        for (int row = 0; row < count; row++) {
            rows[next[partitions[row]]++] = row;
        }
    }

    int count(int partition) {
        return starts[partition + 1] - starts[partition];
    }

    /** Writes the rows of a partition, ascending, to {@code to} from {@code at} on. */
    void copy(int partition, int[] to, int at) {
        System.arraycopy(rows, starts[partition], to, at, count(partition));
    }
}
