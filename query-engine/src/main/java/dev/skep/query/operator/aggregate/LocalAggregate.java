package dev.skep.query.operator.aggregate;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.TaskContext;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;

/** The groups of one thread. Refused memory, it writes them to disk and begins anew. */
final class LocalAggregate extends Operator {
    /** Where levels are made of groups that are written to disk: of how many at a time. */
    private static final int LEVEL_GROUPS = ColumnBatch.DEFAULT_ROWS;

    /** So many groups will be merged in partitions, if other threads have some too. */
    private static final int LARGE = 50_000;

    private final Aggregation aggregation;
    private final AggregateSink sink;
    private final MemoryAccount account;
    private AggregateState state;
    private @Nullable SpilledGroups spilled;

    LocalAggregate(TaskContext context, Aggregation aggregation, AggregateSink sink, MemoryAccount account) {
        super(context, aggregation.statistics(), null);
        this.aggregation = aggregation;
        this.sink = sink;
        this.account = account;
        state = aggregation.newState();
    }

    @Override
    protected void push(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        int count = batch.selectedCount();
        if (aggregation.canSpill()) {
            makeRoom(count);
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
    private void makeRoom(int count) {
        if (account.trySet(bytes(count))) {
            return;
        }
        if (state.groupCount() > 0) {
            spill();
        }
        if (spilled != null && !account.trySet(bytes(count))) {
            spilled.flush();
        }
        account.set(bytes(count));
    }

    private void spill() {
        SpilledGroups to = spilled;
        if (to == null) {
            to = aggregation.spill(context(), 0);
            spilled = to;
        }
        to.add(state, 0);
        if (aggregation.levels() != GroupingLevels.NONE) {
            spillLevels(to);
        }
        state = aggregation.newState();
    }

    /** Makes the other levels a piece at a time: together they may be larger than what they are made of. */
    private void spillLevels(SpilledGroups to) {
        int all = state.groupCount();
        for (int first = 0; first < all; first += LEVEL_GROUPS) {
            context().checkRunning();
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

    @Override
    protected void finishInput() {
        if (state.groupCount() > 0 && (spilled != null || !addLevels())) {
            spill();
        }
        SpilledGroups written = spilled;
        if (written != null) {
            written.flush();
            account.close();
            sink.add(written);
        } else if (state.groupCount() > 0) {
            PartitionedState table = new PartitionedState(state);
            if (state.groupCount() > LARGE) {
                table.cut();
            }
            sink.add(table);
        }
        state = aggregation.newState();
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
