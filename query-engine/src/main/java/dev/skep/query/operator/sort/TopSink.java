package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.BatchSize;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.TopBound;
import dev.skep.query.plan.SortKey;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first rows in an order. A thread keeps about that many: it sorts what it has now and then, and drops rows that come after enough others. For limits that fit in memory;
 * {@link SortSink} does the others.
 */
public final class TopSink implements Sink {
    /** Beyond so many rows a sort of all of them is no worse. */
    public static final long MAX_ROWS = 20_000;

    /** Where rows are long, the others are dropped sooner. */
    private static final long MANY_BYTES = 64 << 20;

    private final String owner;
    private final List<DataType> types;
    private final List<SortKey> keys;
    private final int limit;
    private final int offset;
    private final OperatorStatistics statistics;
    private final @Nullable TopBound bound;
    private final List<SortedRun> runs = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private List<Source.Morsel> morsels = List.of();

    /**
     * Keeps the rows from {@code offset} on and before {@code end}, which is at most {@link #MAX_ROWS}.
     *
     * @param bound of the first key, which this tells; null without keys
     */
    public TopSink(int node, List<DataType> types, List<SortKey> keys, long offset, long end,
            OperatorStatistics statistics, @Nullable TopBound bound) {
        this.owner = "top-n (node %d)".formatted(node);
        this.types = List.copyOf(types);
        this.keys = List.copyOf(keys);
        this.limit = Math.toIntExact(end);
        this.offset = Math.toIntExact(offset);
        this.statistics = statistics;
        this.bound = bound;
    }

    @Override
    public Operator create(TaskContext context) {
        return new LocalTop(context);
    }

    /** The rows of one thread. */
    private final class LocalTop extends Operator {
        private final MemoryAccount account;
        private final RowSorter sorter = new RowSorter(keys);
        private final TopBound.@Nullable Test cut;
        private boolean hasTold;
        private RowBuffer buffer = new RowBuffer(types);
        private long most = MANY_BYTES;

        LocalTop(TaskContext context) {
            super(context, statistics, null);
            account = new MemoryAccount(context.memory(), owner);
            cut = bound == null ? null : bound.new Test();
            synchronized (runs) {
                accounts.add(account);
            }
        }

        @Override
        protected void push(ColumnBatch batch) {
            ColumnBatch kept = cut == null ? batch : cut.select(batch, keys.getFirst().column());
            if (kept.selectedCount() == 0) {
                return;
            }
            for (ColumnBatch piece : BatchSize.pieces(kept, RunBuilder.MAX_BATCH_BYTES)) {
                keep(piece);
            }
        }

        private void keep(ColumnBatch kept) {
            buffer.append(kept);
            if (buffer.rows() >= enough() || buffer.retainedBytes() > most) {
                ColumnBatch best = best();
                buffer = new RowBuffer(types);
                if (best.rowCount() > 0) {
                    buffer.append(best);
                }
                most = Math.max(MANY_BYTES, 2 * buffer.retainedBytes());
                if (bound != null && best.rowCount() == limit && limit > 0) {
                    bound.offer(best.column(keys.getFirst().column()), best.rowCount() - 1);
                    hasTold = true;
                }
            }
            account.set(buffer.retainedBytes());
        }

        /** The first bound is told soon, so that scans read no more than they must; then sorting is put off until it pays. */
        private long enough() {
            return bound == null || hasTold
                    ? 2L * limit + 4L * ColumnBatch.DEFAULT_ROWS
                    : Math.max(limit, ColumnBatch.DEFAULT_ROWS);
        }

        private ColumnBatch best() {
            ColumnBatch rows = buffer.build();
            int[] order = sorter.sort(rows);
            int count = Math.min(limit, order.length);
            List<ColumnVector> columns = new ArrayList<>(rows.columns().size());
            for (ColumnVector column : rows.columns()) {
                columns.add(Vectors.gather(column, order, count));
            }
            return new ColumnBatch(count, columns);
        }

        @Override
        protected void finishInput() {
            if (buffer.rows() == 0) {
                return;
            }
            ColumnBatch best = best();
            ColumnVector[] columns = sorter.comparison().columns(best);
            int[] rows = Rows.identity(best.rowCount());
            SortedRun run = new SortedRun.InMemory(best, rows, best.rowCount(),
                    RowSorter.ranges(columns, rows, 0, best.rowCount(), 0));
            synchronized (runs) {
                runs.add(run);
            }
        }
    }

    @Override
    public void complete(TaskContext context) {
        if (runs.isEmpty()) {
            return;
        }
        RunMerge merge = new RunMerge(runs, new RowComparison(keys), types, ColumnBatch.DEFAULT_ROWS, offset, limit);
        morsels = List.of(merge::next);
    }

    /** The result, once complete. */
    public List<Source.Morsel> morsels() {
        return morsels;
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        runs.clear();
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }
}
