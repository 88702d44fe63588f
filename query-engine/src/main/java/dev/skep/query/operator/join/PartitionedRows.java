package dev.skep.query.operator.join;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.skep.query.function.vector.ColumnHash;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.spill.SpillWriter;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;

/** Rows of one side of a join on disk, divided by the hash of their keys. Several threads may add, each by a {@link Partitioner} of its own. */
final class PartitionedRows {
    private static final int BITS = 3;
    /** How many parts there are where there is a key. */
    static final int COUNT = 1 << BITS;
    /** Beyond this depth equal hashes are no accident. */
    static final int MAX_LEVEL = 8;
    /** What the writers hold back at most. */
    static final long BUFFER_BYTES = (long) COUNT * SpillWriter.BUFFER_BYTES;

    private final SpillWriter[] writers;
    private final int level;

    /** @param level how often rows that come here were divided already: each time other bits of the hash count */
    PartitionedRows(int parts, int level, Supplier<SpillWriter> writer) {
        this.level = level;
        writers = new SpillWriter[parts];
        for (int i = 0; i < parts; i++) {
            writers[i] = writer.get();
        }
    }

    /** Ends the writing. */
    List<SpilledRows> finish() {
        List<SpilledRows> rows = new ArrayList<>();
        for (SpillWriter writer : writers) {
            rows.add(writer.finish());
        }
        return rows;
    }

    private void write(int part, ColumnBatch batch) {
        SpillWriter writer = writers[part];
        synchronized (writer) {
            writer.append(batch);
        }
    }

    /** Divides batches for one thread. */
    final class Partitioner {
        private final ColumnHash hash = new ColumnHash();
        private final int[][] selected = new int[writers.length][0];
        private final int[] counts = new int[writers.length];
        private final boolean dropsNulls;

        /** @param dropsNulls whether rows with a null in a key are of no use */
        Partitioner(boolean dropsNulls) {
            this.dropsNulls = dropsNulls;
        }

        /**
         * @param batch what is written
         * @param keys the key columns of the same rows
         */
        void add(ColumnBatch batch, ColumnVector[] keys) {
            if (writers.length == 1) {
                write(0, batch);
                return;
            }
            SelectionVector selection = batch.selection();
            int count = batch.selectedCount();
            int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
            long[] hashes = hash.hash(keys, rows, count);
            int shift = Long.SIZE - BITS * (level + 1);
            for (int part = 0; part < writers.length; part++) {
                counts[part] = 0;
                if (selected[part].length < count) {
                    selected[part] = new int[count];
                }
            }
            for (int k = 0; k < count; k++) {
                int part = (int) (hashes[k] >>> shift) & COUNT - 1;
                selected[part][counts[part]++] = rows[k];
            }
            for (int part = 0; part < writers.length; part++) {
                int n = dropsNulls ? withoutNulls(keys, selected[part], counts[part]) : counts[part];
                if (n > 0) {
                    write(part, batch.select(new SelectionVector(n, selected[part])));
                }
            }
        }

        private static int withoutNulls(ColumnVector[] keys, int[] rows, int count) {
            int left = count;
            for (ColumnVector key : keys) {
                if (key.mayHaveNulls()) {
                    int n = 0;
                    for (int k = 0; k < left; k++) {
                        int row = rows[k];
                        rows[n] = row;
                        n += key.isNull(row) ? 0 : 1;
                    }
                    left = n;
                }
            }
            return left;
        }
    }
}
