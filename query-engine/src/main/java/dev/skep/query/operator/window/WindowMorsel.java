package dev.skep.query.operator.window;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.BatchSize;
import dev.skep.query.operator.sort.RowComparison;
import dev.skep.query.operator.sort.RunMerge;
import dev.skep.query.operator.sort.RunReducer;
import dev.skep.query.operator.sort.SortedRun;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.query.spill.SpillReader;
import dev.skep.query.spill.SpillWriter;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one bucket, read in order and computed some whole partitions at a time. A partition for which there is no memory is computed piece by piece where its
 * functions need only little of what was before; where they need counts and sums of all of it, it is written to disk and read twice; otherwise the query fails.
 * Belongs to one thread at a time.
 */
final class WindowMorsel implements Source.Morsel {
    /** Larger partitions are computed piece by piece where that is possible, whether there is memory or not. */
    private static final int STREAMED_ROWS = 1 << 14;
    /** About what places, frames and results take. */
    private static final long BYTES_OF_ROW = 64;

    private final WindowPlan plan;
    private final List<WindowInput> inputs;
    private final int bucket;
    private final long rows;
    private final TaskContext context;
    private final OperatorStatistics statistics;
    private final List<ColumnBatch> pending = new ArrayList<>();
    private int pendingRows;
    private long pendingBytes;
    private long cursorBytes;
    private @Nullable MemoryAccount account;
    private @Nullable RunMerge merge;
    /** Set while a partition is computed piece by piece. */
    private @Nullable WindowCarry carry;
    private @Nullable SpilledRows setAside;
    private @Nullable SpillReader reader;
    private @Nullable ColumnBatch ready;
    private int readyFrom;
    /** Read already, to be looked at again. */
    private @Nullable ColumnBatch pushedBack;
    private boolean isAtEnd;

    WindowMorsel(WindowPlan plan, List<WindowInput> inputs, int bucket, long rows, TaskContext context,
            OperatorStatistics statistics) {
        this.plan = plan;
        this.inputs = inputs;
        this.bucket = bucket;
        this.rows = rows;
        this.context = context;
        this.statistics = statistics;
    }

    long rows() {
        return rows;
    }

    @Override
    public @Nullable ColumnBatch next() {
        while (true) {
            ColumnBatch part = nextReady();
            if (part != null) {
                return part;
            }
            context.checkRunning();
            ready = produce();
            readyFrom = 0;
            if (ready == null) {
                return null;
            }
        }
    }

    /** Hands computed rows out in batches of the usual size. */
    private @Nullable ColumnBatch nextReady() {
        ColumnBatch from = ready;
        if (from == null || readyFrom >= from.rowCount()) {
            ready = null;
            return null;
        }
        if (readyFrom == 0 && from.rowCount() <= 2 * ColumnBatch.DEFAULT_ROWS) {
            readyFrom = from.rowCount();
            return from;
        }
        int end = Math.min(from.rowCount(), readyFrom + ColumnBatch.DEFAULT_ROWS);
        ColumnBatch part = slice(from, readyFrom, end);
        readyFrom = end;
        return part;
    }

    private static ColumnBatch slice(ColumnBatch batch, int from, int end) {
        if (from == 0 && end == batch.rowCount()) {
            return batch;
        }
        int[] chosen = new int[end - from];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = from + i;
        }
        List<ColumnVector> columns = new ArrayList<>(batch.columns().size());
        for (ColumnVector column : batch.columns()) {
            columns.add(Vectors.gather(column, chosen, chosen.length));
        }
        return new ColumnBatch(chosen.length, columns);
    }

    private RunMerge open() {
        MemoryAccount own = MemoryAccount.trySpillable(context.memory(), plan.owner(), RunReducer.MINIMUM_BYTES);
        if (own == null) {
            for (WindowInput input : inputs) {
                input.spillWaiting();
            }
            own = MemoryAccount.spillable(context.memory(), plan.owner(), RunReducer.MINIMUM_BYTES);
        }
        MemoryAccount opened = own;
        account = own;
        RowComparison comparison = new RowComparison(plan.sortKeys());
        List<SortedRun> onDisk = new ArrayList<>();
        List<SortedRun> runs = new ArrayList<>();
        for (WindowInput input : inputs) {
            input.take(bucket, onDisk, runs);
        }
        if (!onDisk.isEmpty()) {
            int fanIn = RunReducer.fanIn(onDisk.size(), bytes -> {
                boolean granted = opened.trySet(bytes);
                cursorBytes = granted ? bytes : 0;
                return granted;
            });
            runs.addAll(0, new RunReducer(plan.owner(), plan.types(), comparison, Long.MAX_VALUE, context,
                    statistics)
                    .reduce(onDisk, fanIn));
        }
        RunMerge merged = new RunMerge(runs, comparison, plan.types(), ColumnBatch.DEFAULT_ROWS, 0, Long.MAX_VALUE);
        merge = merged;
        return merged;
    }

    /** Returns further rows with their results, or null at the end. */
    private @Nullable ColumnBatch produce() {
        if (reader != null) {
            return fromAside();
        }
        RunMerge from = merge != null ? merge : open();
        while (true) {
            ColumnBatch batch = following(from);
            if (batch == null) {
                if (pendingRows == 0) {
                    return null;
                }
                ColumnBatch last = takePending();
                return carry == null ? whole(last) : piece(last, true);
            }
            boolean[] begins = begins(batch);
            int boundary = carry == null ? last(begins) : first(begins);
            if (boundary >= 0) {
                add(slice(batch, 0, boundary));
                boolean isPiece = carry != null;
                ColumnBatch before = pendingRows == 0 ? null : takePending();
                ColumnBatch after = slice(batch, boundary, batch.rowCount());
                if (isPiece) {
                    // The large partition ends here; several others may follow.
                    pushedBack = after;
                } else {
                    add(after);
                    own().trySet(needed());
                }
                if (before != null) {
                    return isPiece ? piece(before, true) : whole(before);
                }
                carry = null;
                continue;
            }
            if (!hold(batch)) {
                ColumnBatch result = withoutMemory();
                if (result != null) {
                    return result;
                }
            }
        }
    }

    private @Nullable ColumnBatch following(RunMerge from) {
        ColumnBatch back = pushedBack;
        pushedBack = null;
        if (back != null) {
            return back;
        }
        ColumnBatch batch = isAtEnd ? null : from.next();
        isAtEnd = batch == null;
        return batch;
    }

    private void add(ColumnBatch batch) {
        if (batch.rowCount() > 0) {
            pending.add(batch);
            pendingRows += batch.rowCount();
            pendingBytes += BatchSize.of(batch);
        }
    }

    /** Adds a batch that ends no partition; false if it should not wait for the partition's end. */
    private boolean hold(ColumnBatch batch) {
        add(batch);
        // Once a partition is computed piece by piece, every batch is a piece: nothing is copied.
        if ((carry != null || pendingRows >= STREAMED_ROWS) && plan.streams()) {
            return false;
        }
        return own().trySet(needed());
    }

    /** Rows are there once as they wait and once as they are computed. */
    private long needed() {
        return cursorBytes + 2 * pendingBytes + pendingRows * BYTES_OF_ROW;
    }

    private MemoryAccount own() {
        return java.util.Objects.requireNonNull(account, "account is null");
    }

    private ColumnBatch takePending() {
        ColumnBatch all;
        if (pending.size() == 1) {
            all = pending.getFirst();
        } else {
            if (pendingBytes > Integer.MAX_VALUE) {
                throw new QueryException(Reason.LIMIT_EXCEEDED,
                        "Cannot run %s: one partition holds %,d bytes, and at most %,d can be computed in one piece"
                                .formatted(plan.owner(), pendingBytes, Integer.MAX_VALUE));
            }
            RowBuffer buffer = new RowBuffer(plan.types());
            for (ColumnBatch batch : pending) {
                buffer.append(batch);
            }
            all = buffer.build();
        }
        pending.clear();
        pendingRows = 0;
        pendingBytes = 0;
        return all;
    }

    private static int last(boolean[] flags) {
        int row = flags.length - 1;
        while (row >= 0 && !flags[row]) {
            row--;
        }
        return row;
    }

    private static int first(boolean[] flags) {
        for (int row = 0; row < flags.length; row++) {
            if (flags[row]) {
                return row;
            }
        }
        return -1;
    }

    /** Which rows of {@code batch} begin a partition that is not that of the rows before. */
    private boolean[] begins(ColumnBatch batch) {
        boolean[] begins = new boolean[batch.rowCount()];
        ColumnVector[] keys = plan.partitionColumns(batch);
        WindowPartitions.mark(keys, begins, batch.rowCount());
        ColumnBatch before = pendingRows > 0 ? pending.getLast() : carry == null ? null : carry.lastRow;
        if (before != null && batch.rowCount() > 0) {
            ColumnVector[] last = plan.partitionColumns(before);
            for (int i = 0; i < keys.length; i++) {
                begins[0] |= dev.skep.query.function.vector.Order.compareNullsLast(last[i], before.rowCount() - 1,
                        keys[i], 0) != 0;
            }
        }
        return begins;
    }

    private ColumnBatch whole(ColumnBatch batch) {
        return compute(batch, null, false);
    }

    private ColumnBatch compute(ColumnBatch batch, @Nullable WindowCarry before, boolean goesOn) {
        ColumnVector[] keys = new RowComparison(plan.ordering()).columns(batch);
        WindowPartitions partitions = WindowPartitions.of(batch.rowCount(), before == null
                ? plan.partitionColumns(batch)
                : new ColumnVector[0], keys);
        List<ColumnVector> columns = new ArrayList<>(batch.columns());
        for (int i = 0; i < plan.functions().size(); i++) {
            context.checkRunning();
            columns.add(new WindowComputation(plan, i, batch, partitions, before, goesOn, context).compute());
        }
        if (before != null) {
            int last = batch.rowCount() - 1;
            boolean isOneGroup = goesOn && partitions.peerStart()[last] == 0;
            before.peerStart = isOneGroup ? before.peerStart : before.rows + partitions.peerStart()[last];
            before.groups += partitions.group()[last] + (goesOn ? 0 : 1);
            before.rows += batch.rowCount();
            before.lastRow = slice(batch, last, last + 1);
        }
        return new ColumnBatch(batch.rowCount(), columns);
    }

    /** Computes some rows of the large partition; at its end forgets what was carried. */
    private ColumnBatch piece(ColumnBatch batch, boolean isEnd) {
        WindowCarry before = java.util.Objects.requireNonNull(carry, "carry is null");
        ColumnBatch result = compute(batch, before, before.goesOn(batch.columns(), plan.orderColumns()));
        if (isEnd) {
            carry = null;
        }
        return result;
    }

    /** Does what can be done for a partition that should not be held; null if more of its rows are wanted first. */
    private @Nullable ColumnBatch withoutMemory() {
        if (plan.streams()) {
            if (carry == null) {
                carry = new WindowCarry(plan.functions().size());
            }
            ColumnBatch all = takePending();
            if (!plan.needsPeers()) {
                return piece(all, false);
            }
            int cut = lastGroup(all);
            if (cut > 0) {
                add(slice(all, cut, all.rowCount()));
                return piece(slice(all, 0, cut), false);
            }
            add(all);
        } else if (plan.streamsTwice()) {
            putAside();
            return produce();
        }
        if (own().trySet(needed())) {
            return null;
        }
        for (WindowInput input : inputs) {
            input.spillWaiting();
        }
        // Fails if there is none now either, naming operator, bytes and setting.
        own().set(needed());
        return null;
    }

    /** Where the last group of peers begins. */
    private int lastGroup(ColumnBatch batch) {
        boolean[] differs = new boolean[batch.rowCount()];
        WindowPartitions.mark(new RowComparison(plan.ordering()).columns(batch), differs, batch.rowCount());
        int row = batch.rowCount() - 1;
        while (row > 0 && !differs[row]) {
            row--;
        }
        return row;
    }

    /** Writes the partition of the pending rows to disk up to its end, and counts and aggregates what is asked of the whole of it. */
    private void putAside() {
        RunMerge from = java.util.Objects.requireNonNull(merge, "merge is null");
        WindowCarry counted = new WindowCarry(plan.functions().size());
        Accumulator[] totals = new Accumulator[plan.functions().size()];
        for (int i = 0; i < totals.length; i++) {
            WindowFunction function = plan.functions().get(i);
            if (WindowPlan.isAggregate(function) && plan.isWhole(function)) {
                totals[i] = plan.accumulator(function);
                totals[i].ensure(1);
            }
        }
        long count = 0;
        try (SpillWriter writer = context.spill(plan.owner(), plan.types(), statistics)) {
            ColumnBatch rest = null;
            List<ColumnBatch> held = List.copyOf(pending);
            // The last of them stays for comparing with what follows.
            ColumnBatch last = held.getLast();
            for (ColumnBatch batch : held) {
                count += aside(batch, writer, totals);
            }
            pending.clear();
            pending.add(last);
            while (rest == null) {
                context.checkRunning();
                ColumnBatch batch = following(from);
                if (batch == null) {
                    break;
                }
                int end = first(begins(batch));
                if (end >= 0) {
                    rest = slice(batch, end, batch.rowCount());
                }
                if (end != 0) {
                    ColumnBatch own = slice(batch, 0, end < 0 ? batch.rowCount() : end);
                    count += aside(own, writer, totals);
                    pending.set(0, own);
                }
            }
            pending.clear();
            pendingRows = 0;
            pendingBytes = 0;
            SpilledRows written = writer.finish();
            setAside = written;
            reader = written.read();
            own().set(cursorBytes);
            counted.totalRows = count;
            for (int i = 0; i < totals.length; i++) {
                counted.totals[i] = totals[i] == null ? null : totals[i].result(0, 1);
            }
            carry = counted;
            pushedBack = rest;
        }
    }

    private static long aside(ColumnBatch batch, SpillWriter writer, Accumulator[] totals,
            List<WindowFunction> functions) {
        int count = batch.rowCount();
        for (int i = 0; i < totals.length; i++) {
            if (totals[i] != null) {
                ColumnVector[] arguments = functions.get(i).arguments().stream().map(batch::column)
                        .toArray(ColumnVector[]::new);
                totals[i].add(new int[count], arguments, Rows.identity(count), count);
            }
        }
        writer.append(batch);
        return count;
    }

    private long aside(ColumnBatch batch, SpillWriter writer, Accumulator[] totals) {
        return aside(batch, writer, totals, plan.functions());
    }

    /** Reads the partition that was put aside. */
    private @Nullable ColumnBatch fromAside() {
        SpillReader from = java.util.Objects.requireNonNull(reader, "reader is null");
        while (true) {
            ColumnBatch batch = from.next();
            if (batch == null) {
                closeAside();
                ColumnBatch last = pendingRows == 0 ? null : takePending();
                ColumnBatch result = last == null ? null : piece(last, true);
                carry = null;
                return result == null ? produce() : result;
            }
            add(batch);
            ColumnBatch all = takePending();
            int cut = plan.needsPeers() ? lastGroup(all) : all.rowCount();
            if (cut < all.rowCount()) {
                add(slice(all, cut, all.rowCount()));
                own().set(needed());
            }
            if (cut > 0) {
                return piece(slice(all, 0, cut), false);
            }
        }
    }

    private void closeAside() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (setAside != null) {
            setAside.close();
            setAside = null;
        }
    }

    @Override
    public void close() {
        pending.clear();
        ready = null;
        try {
            closeAside();
            if (merge != null) {
                merge.close();
            }
        } finally {
            for (WindowInput input : inputs) {
                input.giveUp(bucket);
            }
            if (account != null) {
                statistics.addPeakMemory(account.peak());
                account.close();
            }
        }
    }
}
