package dev.skep.query.operator.share;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Keeps rows for every pipeline that reads them. */
public final class SharedRows implements Sink {
    /** Batches that a thread takes at once. */
    private static final int BATCHES_OF_MORSEL = 4;

    private final String name;
    private final List<DataType> types;
    private final OperatorStatistics statistics;
    private final List<ColumnBatch> batches = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();

    public SharedRows(int node, List<DataType> types, OperatorStatistics statistics) {
        this.name = "shared rows (node %d)".formatted(node);
        this.types = List.copyOf(types);
        this.statistics = statistics;
    }

    @Override
    public Operator create(TaskContext context) {
        return new Keeper(context);
    }

    @Override
    public void complete(TaskContext context) {}

    /** The rows for one reader. Called when they are complete, once by each reader. */
    public List<Source.Morsel> morsels() {
        List<Source.Morsel> morsels = new ArrayList<>();
        for (int first = 0; first < batches.size(); first += BATCHES_OF_MORSEL) {
            morsels.add(new Kept(batches.subList(first, Math.min(batches.size(), first + BATCHES_OF_MORSEL))));
        }
        return morsels;
    }

    @Override
    public void dispose(boolean succeeded) {
        batches.clear();
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }

    /** Copies the rows that one thread sees. */
    private final class Keeper extends Operator {
        private final MemoryAccount account;
        private RowBuffer buffer = new RowBuffer(types);
        private long kept;

        Keeper(TaskContext context) {
            super(context, statistics, null);
            account = new MemoryAccount(context.memory(), name);
            synchronized (accounts) {
                accounts.add(account);
            }
        }

        @Override
        protected void push(ColumnBatch batch) {
            if (buffer.rows() + batch.selectedCount() > ColumnBatch.DEFAULT_ROWS) {
                flush();
            }
            buffer.append(batch);
            account.set(kept + buffer.retainedBytes());
        }

        private void flush() {
            if (buffer.rows() > 0) {
                kept += buffer.retainedBytes();
                ColumnBatch batch = buffer.build();
                buffer = new RowBuffer(types);
                synchronized (batches) {
                    batches.add(batch);
                }
            }
        }

        @Override
        protected void finishInput() {
            flush();
        }
    }

    /** Some of the batches. */
    private static final class Kept implements Source.Morsel {
        private final List<ColumnBatch> batches;
        private int next;

        Kept(List<ColumnBatch> batches) {
            this.batches = batches;
        }

        @Override
        public @Nullable ColumnBatch next() {
            return next < batches.size() ? batches.get(next++) : null;
        }
    }
}
