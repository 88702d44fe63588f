package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.SortKey;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows and sorts them when all are in. With a limit a thread keeps about that many: it sorts what it has now and then, and drops rows that
 * come after enough others. The result is one morsel, so that the order stays.
 */
public final class SortSink implements Sink {
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final String name;
    private final List<DataType> types;
    private final List<SortKey> keys;
    private final long limit;
    private final long offset;
    private final OperatorStatistics statistics;
    private final List<RowBuffer> buffers = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private List<Source.Morsel> morsels = List.of();

    private SortSink(String name, List<DataType> types, List<SortKey> keys, long offset, long limit,
            OperatorStatistics statistics) {
        this.name = name;
        this.types = types;
        this.keys = keys;
        this.offset = offset;
        this.limit = limit;
        this.statistics = statistics;
    }

    /** Sorts all rows. */
    public static SortSink all(int node, List<DataType> types, List<SortKey> keys, OperatorStatistics statistics) {
        return new SortSink("sort (node %d)".formatted(node), types, keys, 0, UNLIMITED, statistics);
    }

    /** Keeps {@code count} rows after the first {@code offset}. */
    public static SortSink top(int node, List<DataType> types, List<SortKey> keys, long offset, long count,
            OperatorStatistics statistics) {
        long limit = count > UNLIMITED - offset ? UNLIMITED : offset + count;
        return new SortSink("top-n (node %d)".formatted(node), types, keys, offset, limit, statistics);
    }

    @Override
    public Operator create(TaskContext context) {
        return new LocalSort(context);
    }

    /** The rows of one thread. */
    private final class LocalSort extends Operator {
        private RowBuffer buffer = new RowBuffer(types);
        private final MemoryAccount account;
        private final @Nullable TopCut cut;

        LocalSort(TaskContext context) {
            super(context, statistics, null);
            account = new MemoryAccount(context.memory(), name);
            cut = limit < UNLIMITED && !keys.isEmpty() ? new TopCut(keys.getFirst()) : null;
            synchronized (buffers) {
                accounts.add(account);
            }
        }

        @Override
        protected void push(ColumnBatch batch) {
            ColumnBatch kept = cut == null ? batch : cut.below(batch);
            buffer.append(kept);
            if (limit < UNLIMITED && buffer.rows() >= 2 * limit + 4L * ColumnBatch.DEFAULT_ROWS) {
                ColumnBatch best = top(buffer.build());
                buffer = new RowBuffer(types);
                buffer.append(best);
                if (cut != null && best.rowCount() == limit && best.rowCount() > 0) {
                    cut.worst(best.column(keys.getFirst().column()), best.rowCount() - 1);
                }
            }
            account.set(buffer.retainedBytes());
        }

        @Override
        protected void finishInput() {
            synchronized (buffers) {
                if (buffer.rows() > 0) {
                    buffers.add(buffer);
                }
            }
        }
    }

    private ColumnBatch top(ColumnBatch rows) {
        int[] order = new RowOrder(rows, keys).sorted(rows.rowCount());
        return gather(rows, order, 0, (int) Math.min(limit, order.length));
    }

    private static ColumnBatch gather(ColumnBatch rows, int[] order, int first, int count) {
        int[] chosen = new int[count];
        System.arraycopy(order, first, chosen, 0, count);
        List<ColumnVector> columns = new ArrayList<>(rows.columns().size());
        for (ColumnVector column : rows.columns()) {
            columns.add(Vectors.gather(column, chosen, count));
        }
        return new ColumnBatch(count, columns);
    }

    @Override
    public void complete(TaskContext context) {
        if (buffers.isEmpty()) {
            return;
        }
        ColumnBatch rows = RowBuffer.concatenate(buffers);
        buffers.clear();
        int[] order = new RowOrder(rows, keys).sorted(rows.rowCount());
        morsels = List.of(new Sorted(rows, order, (int) Math.min(offset, order.length),
                (int) Math.min(limit, order.length)));
    }

    /** The result, once complete. */
    public List<Source.Morsel> morsels() {
        return morsels;
    }

    @Override
    public void dispose(boolean succeeded) {
        morsels = List.of();
        buffers.clear();
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }

    /** Rows in order. */
    private static final class Sorted implements Source.Morsel {
        private final ColumnBatch rows;
        private final int[] order;
        private final int end;
        private int next;

        Sorted(ColumnBatch rows, int[] order, int first, int end) {
            this.rows = rows;
            this.order = order;
            this.next = first;
            this.end = end;
        }

        @Override
        public @Nullable ColumnBatch next() {
            int count = Math.min(ColumnBatch.DEFAULT_ROWS, end - next);
            if (count <= 0) {
                return null;
            }
            ColumnBatch batch = gather(rows, order, next, count);
            next += count;
            return batch;
        }
    }
}
