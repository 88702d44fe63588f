package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.vector.ColumnHash;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.AggregateNode;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/**
 * Groups and aggregates: each thread has a table of its own. When all rows are in, small tables are merged into one; large ones are cut into partitions
 * by the hash of the key, and the threads of the next pipeline merge a partition each.
 */
public final class AggregateSink implements Sink {
    private static final int PARTITIONS = 16;
    private static final int SMALL = 50_000;
    private static final int MORSEL_GROUPS = 16 * ColumnBatch.DEFAULT_ROWS;

    private final AggregateNode node;
    private final GroupingLevels levels;
    private final FunctionRegistry functions;
    private final OperatorStatistics statistics;
    private final List<AggregateState> states = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private List<Source.Morsel> morsels = List.of();

    /** @param levels which groups are made of others; the rows that come are those of the other sets only */
    public AggregateSink(AggregateNode node, GroupingLevels levels, FunctionRegistry functions,
            OperatorStatistics statistics) {
        this.node = node;
        this.levels = levels;
        this.functions = functions;
        this.statistics = statistics;
        // Functions that do not exist fail before anything runs.
        new AggregateState(node, functions);
    }

    @Override
    public Operator create(TaskContext context) {
        return new LocalAggregate(context);
    }

    /** The table of one thread. */
    private final class LocalAggregate extends Operator {
        private final AggregateState state = new AggregateState(node, functions);
        private final MemoryAccount account;

        LocalAggregate(TaskContext context) {
            super(context, statistics, null);
            account = new MemoryAccount(context.memory(), "aggregation (node %d)".formatted(node.id()));
            synchronized (states) {
                accounts.add(account);
            }
        }

        @Override
        protected void push(ColumnBatch batch) {
            SelectionVector selection = batch.selection();
            int count = batch.selectedCount();
            state.add(batch, Rows.orAll(selection == null ? null : selection.rows(), count), count);
            account.set(state.retainedBytes());
        }

        @Override
        protected void finishInput() {
            if (state.groupCount() == 0) {
                return;
            }
            state.addLevels(levels, node);
            account.set(state.retainedBytes());
            synchronized (states) {
                states.add(state);
            }
        }
    }

    @Override
    public void complete(TaskContext context) {
        List<AggregateState> all = new ArrayList<>(states);
        states.clear();
        long groups = 0;
        for (AggregateState state : all) {
            groups += state.groupCount();
        }
        if (node.keys().isEmpty() || all.size() <= 1 || groups <= SMALL) {
            AggregateState merged = all.isEmpty() ? new AggregateState(node, functions) : all.getFirst();
            for (int i = 1; i < all.size(); i++) {
                merged.mergeAll(all.get(i));
            }
            if (merged.groupCount() == 0) {
                merged.makeTotals(node);
            }
            if (node.keys().isEmpty()) {
                merged.makeGlobalGroup();
            }
            List<Source.Morsel> ranges = new ArrayList<>();
            for (int first = 0; first < merged.groupCount(); first += MORSEL_GROUPS) {
                ranges.add(new Groups(merged, first, Math.min(merged.groupCount(), first + MORSEL_GROUPS)));
            }
            morsels = ranges;
            statistics.describe(() -> merged.groupCount() + " groups");
            return;
        }
        List<byte[]> partitions = new ArrayList<>();
        ColumnHash hash = new ColumnHash();
        for (AggregateState state : all) {
            byte[] partition = new byte[state.groupCount()];
            long[] hashes = hash.hash(state.keys(0, partition.length), Rows.identity(partition.length),
                    partition.length);
            for (int i = 0; i < partition.length; i++) {
                partition[i] = (byte) (hashes[i] >>> 60);
            }
            partitions.add(partition);
        }
        List<Source.Morsel> merges = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            merges.add(new Merge(all, partitions, p, context));
        }
        morsels = merges;
        long tables = groups;
        statistics.describe(() -> "%d groups in %d tables before merging".formatted(tables, all.size()));
    }

    /** The result, once complete. */
    public List<Source.Morsel> morsels() {
        return morsels;
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        states.clear();
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }

    /** Some of the groups of a table. */
    private static final class Groups implements Source.Morsel {
        private final AggregateState state;
        private final int end;
        private int next;

        Groups(AggregateState state, int first, int end) {
            this.state = state;
            this.next = first;
            this.end = end;
        }

        @Override
        public @Nullable ColumnBatch next() {
            int count = Math.min(ColumnBatch.DEFAULT_ROWS, end - next);
            if (count <= 0) {
                return null;
            }
            ColumnBatch batch = state.batch(next, count);
            next += count;
            return batch;
        }
    }

    /** Merges one partition of all tables and delivers it. */
    private final class Merge implements Source.Morsel {
        private final List<AggregateState> all;
        private final List<byte[]> partitions;
        private final int partition;
        private final TaskContext context;
        private @Nullable Groups groups;
        private @Nullable MemoryAccount account;

        Merge(List<AggregateState> all, List<byte[]> partitions, int partition, TaskContext context) {
            this.all = all;
            this.partitions = partitions;
            this.partition = partition;
            this.context = context;
        }

        @Override
        public @Nullable ColumnBatch next() {
            Groups merged = groups;
            if (merged == null) {
                AggregateState state = new AggregateState(node, functions);
                for (int i = 0; i < all.size(); i++) {
                    byte[] of = partitions.get(i);
                    int[] from = new int[of.length];
                    int count = 0;
                    for (int g = 0; g < of.length; g++) {
                        from[count] = g;
                        count += (of[g] & 0xF) == partition ? 1 : 0;
                    }
                    state.merge(all.get(i), from, count);
                }
                MemoryAccount own = new MemoryAccount(context.memory(), "aggregation (node %d)".formatted(node.id()));
                account = own;
                own.set(state.retainedBytes());
                merged = new Groups(state, 0, state.groupCount());
                groups = merged;
            }
            return merged.next();
        }

        @Override
        public void close() {
            groups = null;
            if (account != null) {
                account.close();
            }
        }
    }
}
