package dev.skep.query.operator.aggregate;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.vector.ColumnBatch;

/**
 * Groups and aggregates: each thread has a table of its own. When all rows are in, small tables are merged into one; large ones, and those that had to
 * go to disk, are cut into partitions by the hash of the key, and the threads of the next pipeline merge a partition each.
 */
public final class AggregateSink implements Sink {
    private static final int SMALL = 50_000;
    private static final int MORSEL_GROUPS = 16 * ColumnBatch.DEFAULT_ROWS;

    private final Aggregation aggregation;
    private final Object lock = new Object();
    private final List<PartitionedState> states = new ArrayList<>();
    private final List<SpilledGroups> spills = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private List<Source.Morsel> morsels = List.of();
    private int openMorsels;

    /** @param levels which groups are made of others; the rows that come are those of the other sets only */
    public AggregateSink(AggregateNode node, GroupingLevels levels, FunctionRegistry functions,
            OperatorStatistics statistics) {
        aggregation = new Aggregation(node, levels, functions, statistics);
    }

    /** True if groups can be put on disk. */
    public boolean canSpill() {
        return aggregation.canSpill();
    }

    @Override
    public Operator create(TaskContext context) {
        MemoryAccount account = aggregation.account(context);
        synchronized (lock) {
            accounts.add(account);
        }
        return new LocalAggregate(context, aggregation, this, account);
    }

    void add(PartitionedState state) {
        synchronized (lock) {
            states.add(state);
        }
    }

    void add(SpilledGroups groups) {
        synchronized (lock) {
            spills.add(groups);
        }
    }

    @Override
    public void complete(TaskContext context) {
        List<PartitionedState> all = new ArrayList<>(states);
        states.clear();
        long groups = 0;
        for (PartitionedState table : all) {
            groups += table.state().groupCount();
        }
        boolean isSmall = aggregation.node().keys().isEmpty() || all.size() <= 1 || groups <= SMALL;
        morsels = spills.isEmpty() && isSmall ? inOne(all) : inPartitions(all, context);
        openMorsels = morsels.size();
        long inMemory = groups;
        int tables = all.size();
        int spilled = spills.size();
        if (spilled > 0) {
            aggregation.statistics().describe(() -> "%d threads spilled, %d groups in memory".formatted(spilled, inMemory));
        } else if (tables > 1 && !isSmall) {
            aggregation.statistics()
                    .describe(() -> "%d groups in %d tables before merging".formatted(inMemory, tables));
        }
        if (openMorsels == 0) {
            release();
        }
    }

    private List<Source.Morsel> inOne(List<PartitionedState> all) {
        AggregateNode node = aggregation.node();
        AggregateState merged = all.isEmpty() ? aggregation.newState() : all.getFirst().state();
        for (int i = 1; i < all.size(); i++) {
            merged.mergeAll(all.get(i).state());
        }
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

    private List<Source.Morsel> inPartitions(List<PartitionedState> all, TaskContext context) {
        all.forEach(PartitionedState::cut);
        List<Source.Morsel> merges = new ArrayList<>();
        for (int p = 0; p < HashPartitions.COUNT; p++) {
            List<SpilledRows> rows = new ArrayList<>();
            for (SpilledGroups groups : spills) {
                rows.addAll(groups.rows(p));
            }
            merges.add(new GroupMerge(aggregation, context, this, p, all, rows));
        }
        return merges;
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
        }
        for (MemoryAccount account : held) {
            aggregation.statistics().addPeakMemory(account.peak());
            account.close();
        }
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        states.clear();
        spills.clear();
        release();
    }
}
