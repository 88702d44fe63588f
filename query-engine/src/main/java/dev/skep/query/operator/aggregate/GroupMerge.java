package dev.skep.query.operator.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.spill.SpillReader;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * Merges one partition of all tables, in memory and on disk, and delivers its groups. If they do not fit, they are cut into smaller partitions by more
 * bits of the hash, one after another.
 */
final class GroupMerge implements Source.Morsel {
    /** Files with groups of one partition of {@code level}. */
    private record Piece(int level, List<SpilledRows> rows) {}

    /** Fewer groups need no room of their own before they come. */
    private static final int EXPECTED_GROUPS = 1 << 10;

    private final Aggregation aggregation;
    private final TaskContext context;
    private final AggregateSink sink;
    private final int partition;
    private List<PartitionedState> states;
    private final Deque<Piece> left = new ArrayDeque<>();
    private @Nullable MemoryAccount account;
    private AggregateState state;
    private @Nullable SpilledGroups deeper;
    private @Nullable GroupRange groups;
    private boolean isStarted;

    GroupMerge(Aggregation aggregation, TaskContext context, AggregateSink sink, int partition,
            List<PartitionedState> states, List<SpilledRows> rows) {
        this.aggregation = aggregation;
        this.context = context;
        this.sink = sink;
        this.partition = partition;
        this.states = states;
        left.add(new Piece(0, rows));
        state = aggregation.newState();
    }

    @Override
    public @Nullable ColumnBatch next() {
        while (true) {
            GroupRange ready = groups;
            if (ready != null) {
                ColumnBatch batch = ready.next();
                if (batch != null) {
                    return batch;
                }
                groups = null;
                state = aggregation.newState();
            }
            Piece piece = left.poll();
            if (piece == null) {
                return null;
            }
            merge(piece);
        }
    }

    private MemoryAccount account() {
        MemoryAccount own = account;
        if (own == null) {
            own = sink.takeAccount(context);
            account = own;
        }
        return own;
    }

    private void merge(Piece piece) {
        if (!isStarted) {
            isStarted = true;
            expect();
            states.forEach(this::mergeTable);
            states = List.of();
        }
        for (SpilledRows rows : piece.rows) {
            try (SpillReader reader = rows.read()) {
                ColumnBatch parts = reader.next();
                while (parts != null) {
                    context.checkRunning();
                    makeRoom(parts.rowCount(), piece.level);
                    state.addParts(parts);
                    parts = reader.next();
                }
            }
            rows.close();
        }
        SpilledGroups cut = deeper;
        if (cut == null) {
            account().set(state.retainedBytes());
            groups = new GroupRange(state, 0, state.groupCount(), () -> {});
            return;
        }
        cut.add(state, 0);
        cut.flush();
        deeper = null;
        state = aggregation.newState();
        account().set(0);
        for (int p = HashPartitions.COUNT - 1; p >= 0; p--) {
            if (!cut.rows(p).isEmpty()) {
                left.push(new Piece(piece.level + 1, cut.rows(p)));
            }
        }
    }

    /** Has room for the groups of the table that has most of them, if there is memory for them at once. */
    private void expect() {
        PartitionedState largest = null;
        for (PartitionedState table : states) {
            largest = largest == null || table.count(partition) > largest.count(partition) ? table : largest;
        }
        if (largest == null || largest.count(partition) < EXPECTED_GROUPS || largest.state().hasRepeats()) {
            return;
        }
        int count = largest.count(partition);
        long bytes = state.retainedBytes() + state.expectedBytes(count, largest.state());
        if (!aggregation.canSpill() || account().trySet(bytes)) {
            state.expect(count);
        }
    }

    private void mergeTable(PartitionedState table) {
        int all = table.count(partition);
        int most = aggregation.mergedAtOnce();
        for (int from = 0; from < all; from += Math.min(most, all - from)) {
            context.checkRunning();
            int count = Math.min(most, all - from);
            makeRoom(count, 0);
            state.merge(table.state(), table.groups(partition, from, count), count);
        }
    }

    private long bytes(int count) {
        return state.retainedBytes() + state.growthBytes(count) + (deeper == null ? 0 : deeper.bufferedBytes());
    }

    private void makeRoom(int count, int level) {
        MemoryAccount own = account();
        if (!aggregation.canSpill() || level + 1 >= HashPartitions.LEVELS) {
            own.set(bytes(count));
            return;
        }
        if (own.trySet(bytes(count))) {
            return;
        }
        SpilledGroups to = deeper;
        if (to == null) {
            to = aggregation.spill(context, level + 1);
            deeper = to;
        }
        to.add(state, 0);
        state = aggregation.newState();
        if (!own.trySet(bytes(count))) {
            to.flush();
        }
        own.set(bytes(count));
    }

    @Override
    public void close() {
        groups = null;
        states = List.of();
        state = aggregation.newState();
        if (account != null) {
            account.set(0);
            sink.giveBack(account);
            account = null;
        }
        sink.morselClosed();
    }
}
