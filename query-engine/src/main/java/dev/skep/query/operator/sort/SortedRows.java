package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.spill.SpillWriter;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;

/**
 * Takes the rows of one thread and makes sorted runs of them: a run whenever enough rows for one are there, and when memory is refused one on disk of all that are in memory.
 * Belongs to one thread at a time.
 */
public final class SortedRows implements AutoCloseable {
    /** What a sort needs at least: some rows, and blocks of the runs that are merged. */
    public static final long MINIMUM_BYTES = 1 << 20;
    /** How many runs on disk can be read at once whatever others do. */
    static final int MIN_CURSORS = 4;
    /** What reading one of them takes. */
    private static final long BYTES_OF_CURSOR = 192 << 10;

    private static final int RUN_ROWS = 1 << 17;
    private static final long RUN_BYTES = 32 << 20;
    private static final int SPILL_BATCH_BYTES = 64 << 10;
    private static final int MIN_BATCH_ROWS = 16;

    private final String owner;
    private final List<DataType> types;
    private final RowSorter sorter;
    private final TaskContext context;
    private final OperatorStatistics statistics;
    private final MemoryAccount account;
    private final List<SortedRun.InMemory> inMemory = new ArrayList<>();
    private final List<SortedRun.OnDisk> onDisk = new ArrayList<>();
    private RowBuffer buffer;
    private long runBytes;
    private long rows;

    /** @param keys may be none: then rows come in any order */
    SortedRows(String owner, List<DataType> types, RowSorter sorter, TaskContext context,
            OperatorStatistics statistics) {
        this.owner = owner;
        this.types = types;
        this.sorter = sorter;
        this.context = context;
        this.statistics = statistics;
        this.account = MemoryAccount.spillable(context.memory(), owner, MINIMUM_BYTES);
        this.buffer = new RowBuffer(types);
    }

    /** Takes the rows of a batch that count. */
    void add(ColumnBatch batch) {
        int count = batch.selectedCount();
        long bytes = BatchSize.of(batch);
        if (bytes > RUN_BYTES && count > 1) {
            SelectionVector selection = batch.selection();
            int[] chosen = Rows.orAll(selection == null ? null : selection.rows(), count);
            int half = count / 2;
            int[] second = new int[count - half];
            System.arraycopy(chosen, half, second, 0, second.length);
            add(batch.select(new SelectionVector(half, chosen)));
            add(batch.select(new SelectionVector(second.length, second)));
            return;
        }
        if (buffer.rows() > 0 && (buffer.rows() + count > RUN_ROWS || buffer.retainedBytes() + bytes > RUN_BYTES)) {
            endRun();
        }
        reserve(bytes);
        buffer.append(batch);
        rows += count;
    }

    /** Has room for {@code more} bytes; what is in memory goes to disk if there is none. */
    private void reserve(long more) {
        if (account.trySet(needed(more))) {
            return;
        }
        spill();
        if (!account.trySet(needed(more))) {
            // A row of many megabytes may need more than what a sort is sure of: then the limit decides.
            account.set(needed(more));
        }
    }

    /** An array that grows exists twice for a while, and sorting takes room too. */
    private long needed(long more) {
        return runBytes + buffer.retainedBytes() + 2 * more + (long) buffer.rows() * RowSorter.BYTES_PER_ROW;
    }

    private void endRun() {
        if (buffer.rows() == 0) {
            return;
        }
        long bytes = buffer.retainedBytes();
        ColumnBatch batch = buffer.build();
        buffer = new RowBuffer(types);
        int[] order = sorter.sort(batch);
        ColumnVector[] keys = sorter.comparison().columns(batch);
        inMemory.add(new SortedRun.InMemory(batch, order, order.length,
                RowSorter.ranges(keys, order, 0, order.length, 0)));
        runBytes += bytes + 4L * order.length;
    }

    /** Writes all that is in memory to disk as one run. */
    void spill() {
        endRun();
        if (inMemory.isEmpty()) {
            return;
        }
        onDisk.add(write(List.copyOf(inMemory), owner, types, sorter.comparison(), context, statistics));
        inMemory.clear();
        runBytes = 0;
        account.set(0);
    }

    /** Merges runs into one on disk. */
    static SortedRun.OnDisk write(List<SortedRun> runs, String owner, List<DataType> types, RowComparison comparison,
            TaskContext context, OperatorStatistics statistics) {
        KeyRange[] ranges = new KeyRange[comparison.keys().length];
        for (int key = 0; key < ranges.length; key++) {
            ranges[key] = new KeyRange();
            for (SortedRun run : runs) {
                ranges[key].add(run.ranges()[key]);
            }
        }
        try (SpillWriter writer = context.spill(owner, types, statistics);
                RunMerge merge = new RunMerge(runs, comparison, types, batchRows(runs), 0, Long.MAX_VALUE)) {
            for (ColumnBatch batch = merge.next(); batch != null; batch = merge.next()) {
                context.checkRunning();
                writer.append(batch);
            }
            return new SortedRun.OnDisk(writer.finish(), ranges);
        }
    }

    /** How many rows make a block that is not large. */
    private static int batchRows(List<SortedRun> runs) {
        long bytes = 0;
        long rows = 1;
        for (SortedRun run : runs) {
            if (run instanceof SortedRun.InMemory memory) {
                bytes += BatchSize.of(memory.batch());
                rows += memory.count();
            } else if (run instanceof SortedRun.OnDisk disk) {
                // Packed rows take about half.
                bytes += 2 * disk.spilled().bytes();
                rows += disk.rows();
            }
        }
        return (int) Math.clamp(SPILL_BATCH_BYTES / Math.max(1, bytes / rows), MIN_BATCH_ROWS,
                ColumnBatch.DEFAULT_ROWS);
    }

    /** Sorts what is left. */
    void finish() {
        endRun();
        account.trySet(runBytes);
    }

    /** The runs so far; complete after {@link #finish}. */
    List<SortedRun> runs() {
        List<SortedRun> runs = new ArrayList<>(onDisk);
        runs.addAll(inMemory);
        return runs;
    }

    /** Takes memory to read so many runs on disk at once; false if there is not so much. {@link #MIN_CURSORS} are free where nothing is in memory. */
    boolean tryReserveCursors(int count) {
        return account.trySet(runBytes + count * BYTES_OF_CURSOR);
    }

    /** Gives all memory back, as nothing is left in it. */
    void giveBack() {
        account.close();
    }

    long rows() {
        return rows;
    }

    long peakMemory() {
        return account.peak();
    }

    /** Gives memory back; runs on disk stay until the query ends or they are closed. */
    @Override
    public void close() {
        inMemory.clear();
        account.close();
    }
}
