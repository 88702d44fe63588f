package dev.skep.query.operator.aggregate;

import static java.util.Objects.requireNonNull;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.aggregate.PartitionedState.By;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/** The groups of one thread, in whose hands it is until it is finished. Refused memory, it writes them to disk and begins anew. */
final class ThreadGroups {
    /** Where levels are made of groups that are written to disk: of how many at a time. */
    private static final int LEVEL_GROUPS = ColumnBatch.DEFAULT_ROWS;

    private final Aggregation aggregation;
    private final MemoryAccount account;
    private AggregateState state;
    private @Nullable SpilledGroups spilled;
    private @Nullable PartitionedState table;

    ThreadGroups(Aggregation aggregation, MemoryAccount account) {
        this.aggregation = aggregation;
        this.account = account;
        state = aggregation.newRowState();
    }

    void add(ColumnBatch batch, TaskContext context) {
        SelectionVector selection = batch.selection();
        int count = batch.selectedCount();
        if (aggregation.canSpill()) {
            makeRoom(count, context);
        }
        state.add(batch, Rows.orAll(selection == null ? null : selection.rows(), count), count);
        if (!aggregation.canSpill()) {
            account.set(state.retainedBytes());
        }
    }

    private long bytes(int count) {
        return state.retainedBytes() + state.growthBytes(count) + (spilled == null ? 0 : spilled.bufferedBytes());
    }

    /** Has memory for so many rows more. */
    private void makeRoom(int count, TaskContext context) {
        if (account.trySet(bytes(count))) {
            return;
        }
        if (state.groupCount() > 0) {
            spill(context);
        }
        if (spilled != null && !account.trySet(bytes(count))) {
            spilled.flush();
        }
        account.set(bytes(count));
    }

    /** Writes all groups to disk. */
    void spill(TaskContext context) {
        SpilledGroups to = spilled;
        if (to == null) {
            to = aggregation.spill(context, 0);
            spilled = to;
        }
        to.add(state, 0);
        if (aggregation.levels() != GroupingLevels.NONE) {
            spillLevels(to, context);
        }
        state = aggregation.newState();
    }

    /** Makes the other levels a piece at a time: together they may be larger than what they are made of. */
    private void spillLevels(SpilledGroups to, TaskContext context) {
        int all = state.groupCount();
        for (int first = 0; first < all; first += LEVEL_GROUPS) {
            context.checkRunning();
            int count = Math.min(LEVEL_GROUPS, all - first);
            int[] piece = new int[count];
            for (int i = 0; i < count; i++) {
                piece[i] = first + i;
            }
            AggregateState made = aggregation.newState();
            made.merge(state, piece, count);
            int own = made.groupCount();
            made.addLevels(aggregation.levels(), aggregation.node());
            to.add(made, own);
        }
    }

    /** Makes what is made of groups, when there are no more rows. */
    void finish(TaskContext context) {
        if (state.groupCount() > 0 && (spilled != null || !addLevels())) {
            spill(context);
        }
        flush();
        table = new PartitionedState(state);
        if (state.groupCount() > aggregation.mergedByOneThread()) {
            // They will be merged in partitions, if other threads have some too.
            table.cut(spilled == null && state.hasNumberKeys() ? By.NUMBERS : By.ALL_KEYS);
        }
    }

    /** Gives up the memory for what is on disk. */
    private void flush() {
        if (spilled != null) {
            spilled.flush();
            account.set(0);
        }
    }

    /** The groups in memory, once finished. */
    PartitionedState table() {
        return requireNonNull(table, "there may be more rows");
    }

    /** The groups on disk, once finished. */
    @Nullable
    SpilledGroups spilled() {
        return spilled;
    }

    /** Writes the finished groups to disk, so that there is memory. */
    void moveToDisk(TaskContext context) {
        SpilledGroups to = spilled == null ? aggregation.spill(context, 0) : spilled;
        spilled = to;
        to.add(state, 0);
        state = aggregation.newState();
        table = new PartitionedState(state);
        flush();
    }

    MemoryAccount account() {
        return account;
    }

    /** Returns false, and has done nothing, if there may not be enough memory. */
    private boolean addLevels() {
        GroupingLevels levels = aggregation.levels();
        if (levels != GroupingLevels.NONE) {
            if (aggregation.canSpill() && !account.trySet((1L + levels.derived().size()) * bytes(0))) {
                return false;
            }
            state.addLevels(levels, aggregation.node());
        }
        account.set(bytes(0));
        return true;
    }
}
