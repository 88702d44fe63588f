package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.BatchSize;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.TopBound;
import dev.skep.query.plan.SortKey;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * Sorts all rows: each thread makes sorted runs of its own, in memory or on disk; whoever reads the result merges them batch by batch. The result is one morsel, so that the order stays.
 */
public final class SortSink implements Sink {
    private final String owner;
    private final List<DataType> types;
    private final List<SortKey> keys;
    private final long offset;
    private final long end;
    private final OperatorStatistics statistics;
    private final RowComparison comparison;
    private final @Nullable TopBound bound;
    private final @Nullable RunTally tally;
    private final List<LocalSort> parts = new ArrayList<>();
    private List<Source.Morsel> morsels = List.of();

    /** Sorts all rows. */
    public SortSink(int node, List<DataType> types, List<SortKey> keys, OperatorStatistics statistics) {
        this(node, types, keys, 0, Long.MAX_VALUE, statistics, null);
    }

    /**
     * Keeps the rows from {@code offset} on and before {@code end}.
     *
     * @param bound of the first key, which this tells; null without keys or if all rows are wanted
     */
    public SortSink(int node, List<DataType> types, List<SortKey> keys, long offset, long end,
            OperatorStatistics statistics, @Nullable TopBound bound) {
        this.owner = "sort (node %d)".formatted(node);
        this.types = List.copyOf(types);
        this.keys = List.copyOf(keys);
        this.offset = offset;
        this.end = end;
        this.statistics = statistics;
        this.comparison = new RowComparison(keys);
        this.bound = bound;
        this.tally = bound == null ? null : new RunTally(bound, end);
    }

    @Override
    public Operator create(TaskContext context) {
        LocalSort part = new LocalSort(context);
        synchronized (parts) {
            parts.add(part);
        }
        return part;
    }

    /** The rows of one thread. */
    private final class LocalSort extends Operator {
        private final MemoryAccount account;
        private final RunBuilder runs;
        private final TopBound.@Nullable Test cut;

        LocalSort(TaskContext context) {
            super(context, statistics, null);
            account = MemoryAccount.spillable(context.memory(), owner, RunReducer.MINIMUM_BYTES);
            runs = new RunBuilder(owner, types, new RowSorter(keys), end, null, tally, context, statistics);
            cut = bound == null ? null : bound.new Test();
        }

        @Override
        protected void push(ColumnBatch batch) {
            ColumnBatch kept = cut == null ? batch : cut.select(batch, keys.getFirst().column());
            if (kept.selectedCount() == 0) {
                return;
            }
            for (ColumnBatch piece : BatchSize.pieces(kept, RunBuilder.MAX_BATCH_BYTES)) {
                // An array that grows is there twice for a while.
                long more = 2 * BatchSize.of(piece);
                if (!account.trySet(runs.bytes() + more)) {
                    runs.spill();
                    account.set(runs.bytes());
                    if (!account.trySet(more)) {
                        // A row of many megabytes may need more than what a sort is sure of: then the limit decides.
                        account.set(more);
                    }
                }
                runs.add(piece);
            }
        }

        @Override
        protected void finishInput() {
            runs.endRun();
            account.trySet(runs.bytes());
        }

        void spill() {
            runs.spill();
            account.set(0);
        }
    }

    @Override
    public void complete(TaskContext context) {
        if (parts.isEmpty()) {
            return;
        }
        List<SortedRun> runs = new ArrayList<>();
        if (runsOnDisk().isEmpty()) {
            for (LocalSort part : parts) {
                runs.addAll(part.runs.runsInMemory());
            }
        } else {
            runs.addAll(readable(context));
        }
        morsels = List.of(new Merged(new RunMerge(runs, comparison, types, ColumnBatch.DEFAULT_ROWS, offset, end)));
    }

    private List<SortedRun> runsOnDisk() {
        List<SortedRun> runs = new ArrayList<>();
        for (LocalSort part : parts) {
            runs.addAll(part.runs.runsOnDisk());
        }
        return runs;
    }

    /** Returns runs that can be read at once in the memory that there is. */
    private List<SortedRun> readable(TaskContext context) {
        LocalSort first = parts.getFirst();
        List<SortedRun> onDisk = runsOnDisk();
        int fanIn = RunReducer.fanIn(onDisk.size(), bytes -> first.account.trySet(first.runs.bytes() + bytes));
        if (fanIn < onDisk.size()) {
            // What lies in memory makes room for reading.
            for (LocalSort part : parts) {
                part.spill();
                if (part != first) {
                    part.account.close();
                }
            }
            onDisk = runsOnDisk();
            fanIn = RunReducer.fanIn(onDisk.size(), first.account::trySet);
        }
        int count = onDisk.size();
        statistics.describe(() -> count + " runs on disk");
        List<SortedRun> runs = new ArrayList<>(
                new RunReducer(owner, types, comparison, end, context, statistics).reduce(onDisk, fanIn));
        for (LocalSort part : parts) {
            runs.addAll(part.runs.runsInMemory());
        }
        return runs;
    }

    /** The result, once complete. */
    public List<Source.Morsel> morsels() {
        return morsels;
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        for (LocalSort part : parts) {
            statistics.addPeakMemory(part.account.peak());
            part.account.close();
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
