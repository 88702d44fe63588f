package dev.skep.query.operator.window;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.sort.RowComparison;
import dev.skep.query.operator.sort.RowSorter;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Collects all rows, sorts them by partition and order, and computes the functions partition by partition. */
public final class WindowSink implements Sink {
    private final WindowNode node;
    private final FunctionRegistry functions;
    private final OperatorStatistics statistics;
    private final List<DataType> types;
    private final List<RowBuffer> buffers = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();
    private List<Source.Morsel> morsels = List.of();

    public WindowSink(WindowNode node, FunctionRegistry functions, OperatorStatistics statistics) {
        this.node = node;
        this.functions = functions;
        this.statistics = statistics;
        this.types = node.input().outputs().stream().map(field -> field.type()).toList();
    }

    private MemoryAccount account(TaskContext context) {
        MemoryAccount account = new MemoryAccount(context.memory(), "window (node %d)".formatted(node.id()));
        synchronized (buffers) {
            accounts.add(account);
        }
        return account;
    }

    @Override
    public Operator create(TaskContext context) {
        return new Operator(context, statistics, null) {
            private final RowBuffer buffer = new RowBuffer(types);
            private final MemoryAccount account = account(context);

            @Override
            protected void push(ColumnBatch batch) {
                buffer.append(batch);
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
        };
    }

    @Override
    public void complete(TaskContext context) {
        if (buffers.isEmpty()) {
            return;
        }
        ColumnBatch rows = RowBuffer.concatenate(buffers);
        buffers.clear();
        List<SortKey> partitioning = new ArrayList<>();
        for (int key : node.partitionKeys()) {
            partitioning.add(new SortKey(key, Direction.ASCENDING, Nulls.FIRST));
        }
        List<SortKey> all = new ArrayList<>(partitioning);
        all.addAll(node.ordering());
        int[] order = new RowSorter(all).sort(rows);
        List<ColumnVector> columns = new ArrayList<>();
        for (ColumnVector column : rows.columns()) {
            columns.add(Vectors.gather(column, order, order.length));
        }
        ColumnBatch sorted = new ColumnBatch(order.length, columns);
        context.checkRunning();
        WindowPartitions partitions = WindowPartitions.of(sorted, new RowComparison(partitioning),
                new RowComparison(all));
        for (WindowFunction function : node.functions()) {
            columns.add(new WindowComputation(function, node.ordering(), types, sorted, partitions, functions, context)
                    .compute());
        }
        ColumnBatch result = new ColumnBatch(order.length, columns);
        morsels = List.of(new Source.Morsel() {
            private int next;

            @Override
            public @Nullable ColumnBatch next() {
                int count = Math.min(ColumnBatch.DEFAULT_ROWS, result.rowCount() - next);
                if (count <= 0) {
                    return null;
                }
                int[] chosen = new int[count];
                for (int i = 0; i < count; i++) {
                    chosen[i] = next + i;
                }
                next += count;
                List<ColumnVector> part = new ArrayList<>();
                for (ColumnVector column : result.columns()) {
                    part.add(Vectors.gather(column, chosen, count));
                }
                return new ColumnBatch(count, part);
            }
        });
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
}
