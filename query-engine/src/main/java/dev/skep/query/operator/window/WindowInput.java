package dev.skep.query.operator.window;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import dev.skep.query.function.vector.ColumnHash;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.BatchSize;
import dev.skep.query.operator.sort.RowSorter;
import dev.skep.query.operator.sort.RunBuilder;
import dev.skep.query.operator.sort.RunReducer;
import dev.skep.query.operator.sort.SortedRun;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;

/** The rows of one thread, sorted in buckets; few rows are one bucket. After its thread is done, buckets are read and given up by any thread. */
final class WindowInput implements AutoCloseable {
    static final int BUCKETS = 32;
    private static final int BUCKET_BITS = 5;
    private static final int UNDIVIDED_ROWS = 16_384;

    private final WindowPlan plan;
    private final TaskContext context;
    private final OperatorStatistics statistics;
    private final MemoryAccount account;
    private final RowSorter sorter;
    private final ColumnHash hash = new ColumnHash();
    private final int[] chosen = new int[ColumnBatch.DEFAULT_ROWS];
    private final boolean[] taken = new boolean[BUCKETS];
    private RunBuilder[] builders;

    WindowInput(WindowPlan plan, TaskContext context, OperatorStatistics statistics) {
        this.plan = plan;
        this.context = context;
        this.statistics = statistics;
        this.account = MemoryAccount.spillable(context.memory(), plan.owner(), RunReducer.MINIMUM_BYTES);
        this.sorter = new RowSorter(plan.sortKeys());
        this.builders = new RunBuilder[]{builder()};
    }

    private RunBuilder builder() {
        return new RunBuilder(plan.owner(), plan.types(), sorter, plan.cut(), context, statistics);
    }

    boolean isDivided() {
        return builders.length > 1;
    }

    void add(ColumnBatch batch) {
        for (ColumnBatch piece : BatchSize.pieces(batch, RunBuilder.MAX_BATCH_BYTES)) {
            // An array that grows is there twice for a while.
            long more = 2 * BatchSize.of(piece);
            if (!account.trySet(bytes() + more)) {
                relieve();
                if (!account.trySet(bytes() + more)) {
                    account.set(bytes() + more);
                }
            }
            put(piece);
            if (!isDivided() && plan.isPartitioned() && builders[0].unsortedRows() > UNDIVIDED_ROWS) {
                divide();
            }
        }
    }

    private void put(ColumnBatch batch) {
        if (!isDivided()) {
            builders[0].add(batch);
            return;
        }
        int count = batch.selectedCount();
        SelectionVector selection = batch.selection();
        int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
        long[] hashes = hash.hash(plan.partitionColumns(batch), rows, count);
        int[] ends = new int[BUCKETS];
        for (int k = 0; k < count; k++) {
            ends[(int) (hashes[k] >>> Long.SIZE - BUCKET_BITS)]++;
        }
        int place = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int size = ends[bucket];
            ends[bucket] = place;
            place += size;
        }
        int[] ordered = count <= chosen.length ? chosen : new int[count];
        for (int k = 0; k < count; k++) {
            ordered[ends[(int) (hashes[k] >>> Long.SIZE - BUCKET_BITS)]++] = rows[k];
        }
        int start = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int size = ends[bucket] - start;
            if (size > 0) {
                int[] own = start == 0 ? ordered : Arrays.copyOfRange(ordered, start, ends[bucket]);
                builders[bucket].add(batch.select(new SelectionVector(size, own)));
                start = ends[bucket];
            }
        }
    }

    /** Makes buckets of what is one so far. */
    private void divide() {
        ColumnBatch rows = builders[0].takeUnsorted();
        RunBuilder[] many = new RunBuilder[BUCKETS];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            many[bucket] = builder();
        }
        builders = many;
        put(rows);
    }

    /** Writes the largest buckets to disk until half of the memory is free. */
    private void relieve() {
        if (!isDivided() && plan.isPartitioned()) {
            divide();
        }
        long before = bytes();
        for (RunBuilder builder : builders) {
            builder.shrink();
        }
        RunBuilder[] largest = builders.clone();
        Arrays.sort(largest, Comparator.comparingLong(RunBuilder::bytes).reversed());
        for (RunBuilder builder : largest) {
            if (bytes() > before / 2) {
                builder.spill();
            }
        }
        account.set(bytes());
    }

    private long bytes() {
        long bytes = 0;
        for (RunBuilder builder : builders) {
            bytes += builder.bytes();
        }
        return bytes;
    }

    /** Sorts what can be sorted already. Called by the thread whose input this is. */
    void finish() {
        if (isDivided() || !plan.isPartitioned()) {
            for (RunBuilder builder : builders) {
                builder.endRun();
            }
        }
    }

    /** Called once by one thread after all have finished, with whether there are buckets anywhere. */
    void complete(boolean divided) {
        if (divided && !isDivided()) {
            divide();
        }
        for (RunBuilder builder : builders) {
            builder.endRun();
        }
        account.waiveMinimum();
        account.trySet(bytes());
    }

    synchronized List<SortedRun> runsOnDisk(int bucket) {
        return builders[bucket].runsOnDisk();
    }

    synchronized List<SortedRun> runsInMemory(int bucket) {
        return builders[bucket].runsInMemory();
    }

    /** Adds the runs of a bucket to the lists; they stay as they are until {@link #giveUp}. */
    synchronized void take(int bucket, List<SortedRun> onDisk, List<SortedRun> inMemory) {
        taken[bucket] = true;
        onDisk.addAll(builders[bucket].runsOnDisk());
        inMemory.addAll(builders[bucket].runsInMemory());
    }

    /** Writes the buckets that nobody has taken to disk. */
    synchronized void spillWaiting() {
        for (int bucket = 0; bucket < builders.length; bucket++) {
            if (!taken[bucket]) {
                builders[bucket].spill();
            }
        }
        account.set(bytes());
    }

    /** The rows of a bucket were read: gives their memory back. */
    synchronized void giveUp(int bucket) {
        for (SortedRun run : builders[bucket].runsOnDisk()) {
            if (run instanceof SortedRun.OnDisk disk) {
                disk.spilled().close();
            }
        }
        builders[bucket].clear();
        account.set(bytes());
    }

    synchronized long peakMemory() {
        return account.peak();
    }

    @Override
    public synchronized void close() {
        builders = new RunBuilder[0];
        account.close();
    }
}
