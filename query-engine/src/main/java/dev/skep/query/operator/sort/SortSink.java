package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.SortKey;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * Sorts all rows: each thread makes sorted runs of its own, in memory or on disk; whoever reads the result merges them batch by batch. The result is one morsel, so that the order stays.
 */
public final class SortSink implements Sink {
    private static final int MAX_FAN_IN = 256;

    private final String owner;
    private final List<DataType> types;
    private final List<SortKey> keys;
    private final long offset;
    private final long limit;
    private final OperatorStatistics statistics;
    private final RowComparison comparison;
    private final List<SortedRows> parts = new ArrayList<>();
    private List<Source.Morsel> morsels = List.of();

    /** Keeps the rows from {@code offset} on and before {@code end}. */
    public SortSink(int node, List<DataType> types, List<SortKey> keys, long offset, long end,
            OperatorStatistics statistics) {
        this.owner = "sort (node %d)".formatted(node);
        this.types = List.copyOf(types);
        this.keys = List.copyOf(keys);
        this.offset = offset;
        this.limit = end;
        this.statistics = statistics;
        this.comparison = new RowComparison(keys);
    }

    @Override
    public Operator create(TaskContext context) {
        SortedRows rows = new SortedRows(owner, types, new RowSorter(keys), context, statistics);
        synchronized (parts) {
            parts.add(rows);
        }
        return new Operator(context, statistics, null) {
            @Override
            protected void push(ColumnBatch batch) {
                rows.add(batch);
            }

            @Override
            protected void finishInput() {
                rows.finish();
            }
        };
    }

    @Override
    public void complete(TaskContext context) {
        List<SortedRun> runs = runs();
        int onDisk = disks();
        if (onDisk > 0) {
            statistics.describe(() -> onDisk + " runs on disk");
            runs = mergeable(context);
        }
        if (!runs.isEmpty()) {
            morsels = List.of(new Merged(new RunMerge(runs, comparison, types, ColumnBatch.DEFAULT_ROWS, offset,
                    limit)));
        }
    }

    private List<SortedRun> runs() {
        List<SortedRun> runs = new ArrayList<>();
        for (SortedRows part : parts) {
            runs.addAll(part.runs());
        }
        return runs;
    }

    /** Merges runs on disk until those that are left can be read at once in the memory that there is. */
    private List<SortedRun> mergeable(TaskContext context) {
        SortedRows reserving = parts.getFirst();
        int disks = disks();
        int fanIn = fanIn(reserving, disks);
        if (fanIn < disks) {
            // What lies in memory makes room for reading.
            for (SortedRows part : parts) {
                part.spill();
                if (part != reserving) {
                    part.giveBack();
                }
            }
            disks = disks();
            fanIn = fanIn(reserving, disks);
        }
        List<SortedRun> runs = runs();
        List<SortedRun> small = new ArrayList<>(runs.stream().filter(SortedRun.OnDisk.class::isInstance).toList());
        List<SortedRun> result = new ArrayList<>(runs.stream().filter(SortedRun.InMemory.class::isInstance).toList());
        while (small.size() > fanIn) {
            int count = Math.min(fanIn, small.size() - fanIn + 1);
            List<SortedRun> some = List.copyOf(small.subList(0, count));
            small.subList(0, count).clear();
            small.add(SortedRows.write(some, owner, types, comparison, context, statistics));
            for (SortedRun run : some) {
                ((SortedRun.OnDisk) run).spilled().close();
            }
        }
        result.addAll(small);
        return result;
    }

    private int disks() {
        return (int) runs().stream().filter(SortedRun.OnDisk.class::isInstance).count();
    }

    private static int fanIn(SortedRows reserving, int wanted) {
        int fanIn = Math.clamp(wanted, SortedRows.MIN_CURSORS, MAX_FAN_IN);
        while (!reserving.tryReserveCursors(fanIn) && fanIn > SortedRows.MIN_CURSORS) {
            fanIn = Math.max(SortedRows.MIN_CURSORS, fanIn / 2);
        }
        return fanIn;
    }

    /** The result, once complete. */
    public List<Source.Morsel> morsels() {
        return morsels;
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        for (SortedRows part : parts) {
            statistics.addPeakMemory(part.peakMemory());
            part.close();
        }
        parts.clear();
    }

    /** Rows in order. */
    private static final class Merged implements Source.Morsel {
        private final RunMerge merge;

        Merged(RunMerge merge) {
            this.merge = merge;
        }

        @Override
        public @Nullable ColumnBatch next() {
            return merge.next();
        }

        @Override
        public void close() {
            merge.close();
        }
    }
}
