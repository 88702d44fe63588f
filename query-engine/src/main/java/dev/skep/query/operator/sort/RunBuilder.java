package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.BatchSize;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.spill.SpillWriter;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes sorted runs of rows: one in memory whenever enough rows for it are there, one on disk of all that is in memory whenever its owner says so. The owner accounts for
 * {@link #bytes}. Belongs to one thread at a time.
 */
public final class RunBuilder {
    /** Batches that take more are handed over in pieces ({@link BatchSize#pieces}). */
    public static final long MAX_BATCH_BYTES = 16 << 20;

    private static final int RUN_ROWS = 1 << 17;
    private static final long RUN_BYTES = 32 << 20;
    private static final int SPILL_BATCH_BYTES = 64 << 10;
    private static final int MIN_BATCH_ROWS = 16;
    /** Fewer rows are not looked through for such as are not wanted. */
    private static final int CUT_ROWS = 1 << 13;

    private final String owner;
    private final List<DataType> types;
    private final RowSorter sorter;
    private final long limit;
    private final TaskContext context;
    private final OperatorStatistics statistics;
    private final @Nullable RunTally tally;
    private final List<SortedRun> onDisk = new ArrayList<>();
    private final List<SortedRun> inMemory = new ArrayList<>();
    private final @Nullable RunCut cut;
    private RowBuffer buffer;
    /** How many rows of the buffer have been found to be wanted. */
    private int keptRows;
    private long runBytes;

    /** Makes runs of all rows, or of those that {@code cut} wants. */
    public RunBuilder(String owner, List<DataType> types, RowSorter sorter, @Nullable RunCut cut, TaskContext context,
            OperatorStatistics statistics) {
        this(owner, types, sorter, Long.MAX_VALUE, cut, null, context, statistics);
    }

    /**
     * @param owner names the operator in messages
     * @param sorter says in what order; its working memory may serve several builders of a thread
     * @param limit how many rows of a run are wanted at most
     * @param cut which of them are wanted; null if all are
     * @param tally is told of the runs; null if nobody asks
     */
    RunBuilder(String owner, List<DataType> types, RowSorter sorter, long limit, @Nullable RunCut cut,
            @Nullable RunTally tally, TaskContext context, OperatorStatistics statistics) {
        this.cut = cut;
        this.owner = owner;
        this.types = types;
        this.sorter = sorter;
        this.limit = limit;
        this.context = context;
        this.statistics = statistics;
        this.tally = tally;
        this.buffer = new RowBuffer(types);
    }

    /** Takes the rows of a batch that count. */
    public void add(ColumnBatch batch) {
        if (cut != null && buffer.rows() > Math.max(CUT_ROWS, 2 * keptRows)) {
            shrink();
        }
        if (buffer.rows() > 0 && (buffer.rows() + batch.selectedCount() > RUN_ROWS
                || buffer.retainedBytes() > RUN_BYTES)) {
            endRun();
        }
        buffer.append(batch);
    }

    /** Leaves out rows that are not wanted; what is left stays unsorted, so that further rows may push it out. */
    public void shrink() {
        RunCut wanted = cut;
        if (wanted == null || buffer.rows() <= keptRows) {
            return;
        }
        ColumnBatch batch = buffer.build();
        int[] order = sorter.sort(batch);
        int count = wanted.keep(sorter.comparison().columns(batch), order, order.length);
        buffer = new RowBuffer(types);
        buffer.append(batch.select(new SelectionVector(count, order)));
        // Where hardly a row can be spared it is not tried again before the run is sorted as a whole.
        keptRows = count > order.length - order.length / 4 ? Integer.MAX_VALUE / 2 : count;
    }

    /** How many bytes are held, with those that sorting will take. */
    public long bytes() {
        return runBytes + buffer.retainedBytes() + (long) buffer.rows() * RowSorter.BYTES_PER_ROW;
    }

    /** Sorts what is not in a run yet. */
    public void endRun() {
        if (buffer.rows() == 0) {
            return;
        }
        long bytes = buffer.retainedBytes();
        ColumnBatch batch = buffer.build();
        buffer = new RowBuffer(types);
        int[] order = sorter.sort(batch);
        ColumnVector[] keys = sorter.comparison().columns(batch);
        int count = (int) Math.min(limit, order.length);
        count = cut == null ? count : cut.keep(keys, order, count);
        keptRows = 0;
        if (count == 0) {
            return;
        }
        KeyRange[] ranges = RowSorter.ranges(keys, order, 0, count, 0);
        if (tally != null) {
            tally.add(keys[0], order[count - 1], count);
        }
        if (count > order.length / 2) {
            inMemory.add(new SortedRun.InMemory(batch, order, count, ranges));
            runBytes += bytes + (long) Integer.BYTES * order.length;
            return;
        }
        // Most rows are not wanted: what is held gets smaller.
        List<ColumnVector> columns = new ArrayList<>(types.size());
        for (ColumnVector column : batch.columns()) {
            columns.add(Vectors.gather(column, order, count));
        }
        ColumnBatch best = new ColumnBatch(count, columns);
        inMemory.add(new SortedRun.InMemory(best, Rows.identity(count), count, ranges));
        runBytes += BatchSize.of(best);
    }

    /** Writes all that is in memory to disk as one run. */
    public void spill() {
        endRun();
        if (!inMemory.isEmpty()) {
            onDisk.add(write(inMemory, owner, types, sorter.comparison(), limit, context, statistics));
            clear();
        }
    }

    /** Forgets what is in memory: it has been read. */
    public void clear() {
        inMemory.clear();
        buffer = new RowBuffer(types);
        keptRows = 0;
        runBytes = 0;
    }

    /** Takes the rows out that are not in a run yet. */
    public ColumnBatch takeUnsorted() {
        ColumnBatch batch = buffer.build();
        buffer = new RowBuffer(types);
        keptRows = 0;
        return batch;
    }

    public int unsortedRows() {
        return buffer.rows();
    }

    public List<SortedRun> runsInMemory() {
        return List.copyOf(inMemory);
    }

    public List<SortedRun> runsOnDisk() {
        return List.copyOf(onDisk);
    }

    /** Merges runs into one on disk, of the first {@code limit} rows. */
    static SortedRun.OnDisk write(List<SortedRun> runs, String owner, List<DataType> types, RowComparison comparison,
            long limit, TaskContext context, OperatorStatistics statistics) {
        KeyRange[] ranges = KeyRange.of(runs, comparison.keys().length);
        try (SpillWriter writer = context.spill(owner, types, statistics);
                RunMerge merge = new RunMerge(List.copyOf(runs), comparison, types, batchRows(runs), 0,
                        limit)) {
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
            bytes += switch (run) {
                case SortedRun.InMemory memory -> BatchSize.of(memory.batch());
                // Packed rows take about half.
                case SortedRun.OnDisk disk -> 2 * disk.spilled().bytes();
            };
            rows += run.rows();
        }
        return (int) Math.clamp(SPILL_BATCH_BYTES / Math.max(1, bytes / rows), MIN_BATCH_ROWS,
                ColumnBatch.DEFAULT_ROWS);
    }
}
