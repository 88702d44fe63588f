package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.skep.query.spill.SpillWriter;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Groups and what is known of them so far, on disk in partitions. A group may be there several times. For one thread until it is finished. */
final class SpilledGroups {
    private final Supplier<SpillWriter> files;
    private final int keyCount;
    private final int level;
    private final HashPartitions cut = new HashPartitions();
    private final @Nullable SpillWriter[] writers = new SpillWriter[HashPartitions.COUNT];
    private final List<List<SpilledRows>> written = new ArrayList<>();

    /**
     * @param files makes a new file of rows as {@link AggregateState#parts} gives them
     * @param level at which the hash is cut
     */
    SpilledGroups(Supplier<SpillWriter> files, int keyCount, int level) {
        this.files = files;
        this.keyCount = keyCount;
        this.level = level;
        for (int p = 0; p < HashPartitions.COUNT; p++) {
            written.add(new ArrayList<>());
        }
    }

    /** Writes the groups of {@code state} from {@code from} on. */
    void add(AggregateState state, int from) {
        int end = state.groupCount();
        for (int first = from; first < end; first += ColumnBatch.DEFAULT_ROWS) {
            int count = Math.min(ColumnBatch.DEFAULT_ROWS, end - first);
            add(state.parts(first, count));
        }
    }

    private void add(ColumnBatch parts) {
        int count = parts.rowCount();
        List<ColumnVector> columns = new ArrayList<>();
        for (ColumnVector column : parts.columns()) {
            // The dictionary of a table's texts holds all of them; a few rows must not drag it along.
            columns.add(column instanceof DictionaryVector dictionary && dictionary.dictionary().length() > count
                    ? Vectors.flatten(dictionary)
                    : column);
        }
        ColumnBatch flat = new ColumnBatch(count, columns);
        cut.cut(columns.subList(0, keyCount).toArray(ColumnVector[]::new), count, level);
        for (int p = 0; p < HashPartitions.COUNT; p++) {
            int size = cut.count(p);
            if (size > 0) {
                int[] rows = new int[size];
                cut.copy(p, rows, 0);
                SpillWriter writer = writers[p];
                if (writer == null) {
                    writer = files.get();
                    writers[p] = writer;
                }
                writer.append(flat.select(new SelectionVector(size, rows)));
            }
        }
    }

    long bufferedBytes() {
        long bytes = 0;
        for (SpillWriter writer : writers) {
            bytes += writer == null ? 0 : writer.bufferedBytes();
        }
        return bytes;
    }

    /** Writes what is still held in memory. */
    void flush() {
        for (int p = 0; p < writers.length; p++) {
            SpillWriter writer = writers[p];
            if (writer != null) {
                writers[p] = null;
                written.get(p).add(writer.finish());
            }
        }
    }

    /** What was written of a partition; after {@link #flush}. */
    List<SpilledRows> rows(int partition) {
        return written.get(partition);
    }
}
