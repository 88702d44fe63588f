package dev.skep.query.operator.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.aggregate.PartitionedState.By;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.vector.ColumnBatch;

/**
 * Groups and aggregates: each thread has a table of its own. When all rows are in, small tables are merged into one; large ones, and those that had to
 * go to disk, are cut into partitions by the hash of the key, and the threads of the next pipeline merge a partition each.
 */
public final class AggregateSink implements Sink {
    private static final int MORSEL_GROUPS = 16 * ColumnBatch.DEFAULT_ROWS;

    private final Aggregation aggregation;
    private final int threads;
    private final Object lock = new Object();
    private final List<ThreadGroups> all = new ArrayList<>();
    /** Those that no thread works with: the next pipeline goes on with them. */
    private final Deque<ThreadGroups> idle = new ArrayDeque<>();
    private final Deque<MemoryAccount> idleAccounts = new ArrayDeque<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private boolean isFedOnce;
    private List<Source.Morsel> morsels = List.of();
    private int openMorsels;

    /**
     * @param levels which groups are made of others; the rows that come are those of the other sets only
     * @param threads how many threads there are at most
     */
    public AggregateSink(AggregateNode node, GroupingLevels levels, FunctionRegistry functions,
            OperatorStatistics statistics, int threads) {
        this(new Aggregation(node, levels, () -> AggregateColumn.of(node, functions), false, statistics), threads);
    }

    private AggregateSink(Aggregation aggregation, int threads) {
        this.aggregation = aggregation;
        this.threads = threads;
    }

    /** The first of two steps: its morsels are rows for the second. */
    public static AggregateSink ofValues(DistinctSteps steps, GroupingLevels levels, FunctionRegistry functions,
            OperatorStatistics statistics, int threads) {
        return new AggregateSink(new Aggregation(steps.values(), levels,
                () -> AggregateColumn.of(steps.values(), functions), true, statistics), threads);
    }

    /** The second of two steps. */
    public static AggregateSink ofGroups(DistinctSteps steps, FunctionRegistry functions,
            OperatorStatistics statistics, int threads) {
        return new AggregateSink(new Aggregation(steps.groups(), GroupingLevels.NONE,
                () -> steps.columnsOfGroups(functions), false, statistics), threads);
    }

    /** True if groups can be put on disk. */
    public boolean canSpill() {
        return aggregation.canSpill();
    }

    /** Says how many pipelines there are that end here. With one, each thread finishes its own groups. */
    public void feeds(int pipelines) {
        isFedOnce = pipelines == 1;
    }

    @Override
    public Operator create(TaskContext context) {
        synchronized (lock) {
            if (idle.isEmpty()) {
                // Of all threads at once, so that the first does not take what the others are to begin with.
                for (int i = accounts.isEmpty() ? 0 : threads - 1; i < threads; i++) {
                    ThreadGroups groups = new ThreadGroups(aggregation, open(context));
                    all.add(groups);
                    idle.add(groups);
                }
            }
            return new LocalAggregate(context, idle.remove());
        }
    }

    private MemoryAccount open(TaskContext context) {
        MemoryAccount account = aggregation.account(context);
        accounts.add(account);
        return account;
    }

    /** One thread's way to its groups. */
    private final class LocalAggregate extends Operator {
        private final ThreadGroups groups;

        LocalAggregate(TaskContext context, ThreadGroups groups) {
            super(context, aggregation.statistics(), null);
            this.groups = groups;
        }

        @Override
        protected void push(ColumnBatch batch) {
            groups.add(batch, context());
        }

        @Override
        protected void finishInput() {
            if (isFedOnce) {
                groups.finish(context());
            } else {
                synchronized (lock) {
                    idle.add(groups);
                }
            }
        }
    }

    @Override
    public void complete(TaskContext context) {
        synchronized (lock) {
            if (!isFedOnce) {
                all.forEach(groups -> groups.finish(context));
            } else {
                // No row came to these.
                idle.forEach(groups -> groups.finish(context));
            }
            idle.clear();
            long inMemory = 0;
            int tables = 0;
            int spilled = 0;
            for (ThreadGroups groups : all) {
                inMemory += groups.table().state().groupCount();
                tables += groups.table().state().groupCount() > 0 ? 1 : 0;
                spilled += groups.spilled() == null ? 0 : 1;
            }
            boolean isOne = tables <= 1 && all.stream().allMatch(groups -> groups.table().state().isDistinct());
            boolean isSmall = aggregation.node().keys().isEmpty() || isOne
                    || inMemory <= aggregation.mergedByOneThread();
            morsels = spilled == 0 && isSmall ? inOne(isOne) : inPartitions(context);
            openMorsels = morsels.size();
            if (spilled > 0 || !isSmall) {
                String text = "%d groups in %d tables before merging%s".formatted(inMemory, tables,
                        spilled > 0 ? ", " + spilled + " threads spilled" : "");
                aggregation.statistics().describe(() -> text);
            }
            all.clear();
            if (openMorsels == 0) {
                release();
            }
        }
    }

    private List<Source.Morsel> inOne(boolean isOne) {
        AggregateNode node = aggregation.node();
        List<AggregateState> states = all.stream().map(groups -> groups.table().state())
                .filter(state -> state.groupCount() > 0).toList();
        AggregateState merged = isOne && !states.isEmpty() ? states.getFirst() : merged(states);
        if (merged.groupCount() == 0) {
            merged.makeTotals(node);
        }
        if (node.keys().isEmpty()) {
            merged.makeGlobalGroup();
        }
        int count = merged.groupCount();
        List<Source.Morsel> ranges = new ArrayList<>();
        for (int first = 0; first < count; first += MORSEL_GROUPS) {
            ranges.add(new GroupRange(merged, first, Math.min(count, first + MORSEL_GROUPS), this::morselClosed));
        }
        aggregation.statistics().describe(() -> count + " groups");
        return ranges;
    }

    private AggregateState merged(List<AggregateState> states) {
        if (states.stream().noneMatch(AggregateState::hasRepeats)) {
            return mergedInto(states.isEmpty() ? aggregation.newState() : states.getFirst(), states);
        }
        // Keys of several threads that refer to the same dictionary are put together by its ids; often the other keys then tell that none is there twice, and no text is looked at.
        AggregateState one = states.size() == 1
                ? states.getFirst()
                : mergedInto(aggregation.newRowState(), states);
        return one.isDistinct() ? one : mergedInto(aggregation.newState(), List.of(one));
    }

    private static AggregateState mergedInto(AggregateState merged, List<AggregateState> states) {
        for (AggregateState state : states) {
            if (state != merged) {
                merged.mergeAll(state);
            }
        }
        return merged;
    }

    private List<Source.Morsel> inPartitions(TaskContext context) {
        openMergeAccounts(context);
        List<PartitionedState> tables = cutTables();
        List<Source.Morsel> merges = new ArrayList<>();
        for (int p = 0; p < HashPartitions.COUNT; p++) {
            List<SpilledRows> rows = new ArrayList<>();
            for (ThreadGroups groups : all) {
                SpilledGroups spilled = groups.spilled();
                rows.addAll(spilled == null ? List.of() : spilled.rows(p));
            }
            merges.add(new GroupMerge(aggregation, context, this, p, tables, rows));
        }
        return merges;
    }

    private List<PartitionedState> cutTables() {
        List<PartitionedState> tables = all.stream().map(ThreadGroups::table).toList();
        boolean isInMemory = all.stream().allMatch(groups -> groups.spilled() == null);
        if (isInMemory && tables.getFirst().state().hasNumberKeys()) {
            tables.forEach(table -> table.cut(By.NUMBERS));
            if (isEven(tables)) {
                return tables;
            }
        }
        tables.forEach(table -> table.cut(By.ALL_KEYS));
        return tables;
    }

    /** Whether no partition is so large that the others are done long before it. */
    private static boolean isEven(List<PartitionedState> tables) {
        long total = 0;
        long most = 0;
        for (int p = 0; p < HashPartitions.COUNT; p++) {
            long groups = 0;
            for (PartitionedState table : tables) {
                groups += table.count(p);
            }
            total += groups;
            most = Math.max(most, groups);
        }
        return most <= 3 * total / HashPartitions.COUNT;
    }

    /** Has memory to merge with, if need be by moving all groups to disk. */
    private void openMergeAccounts(TaskContext context) {
        for (ThreadGroups groups : all) {
            if (groups.spilled() != null && groups.table().state().groupCount() == 0) {
                idleAccounts.add(groups.account());
            }
        }
        try {
            while (idleAccounts.size() < threads) {
                idleAccounts.add(open(context));
            }
        } catch (QueryException e) {
            if (!aggregation.canSpill() || e.reason() != Reason.LIMIT_EXCEEDED) {
                throw e;
            }
            idleAccounts.clear();
            for (ThreadGroups groups : all) {
                groups.moveToDisk(context);
                idleAccounts.add(groups.account());
            }
        }
    }

    /** Hands out an account for a merge. */
    MemoryAccount takeAccount(TaskContext context) {
        synchronized (lock) {
            return idleAccounts.isEmpty() ? open(context) : idleAccounts.remove();
        }
    }

    void giveBack(MemoryAccount account) {
        synchronized (lock) {
            idleAccounts.add(account);
        }
    }

    /** The result, once complete. */
    public List<Source.Morsel> morsels() {
        return morsels;
    }

    /** Called when a morsel has been read; after the last nothing is held any more. */
    void morselClosed() {
        synchronized (lock) {
            openMorsels--;
            if (openMorsels > 0) {
                return;
            }
        }
        release();
    }

    private void release() {
        List<MemoryAccount> held;
        synchronized (lock) {
            held = new ArrayList<>(accounts);
            accounts.clear();
            idleAccounts.clear();
        }
        for (MemoryAccount account : held) {
            aggregation.statistics().addPeakMemory(account.peak());
            account.close();
        }
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        synchronized (lock) {
            all.clear();
            idle.clear();
        }
        release();
    }
}
