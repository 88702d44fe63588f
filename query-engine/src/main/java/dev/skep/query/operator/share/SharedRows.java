package dev.skep.query.operator.share;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.memory.MemoryAccount;
import dev.skep.query.operator.BatchSize;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.RowBuffer;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.spill.SpillReader;
import dev.skep.query.spill.SpillWriter;
import dev.skep.query.spill.SpilledRows;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Keeps rows for every pipeline that reads them: in memory while there is some, what comes then on disk. */
public final class SharedRows implements Sink {
    /** Batches that a thread takes at once. */
    private static final int BATCHES_OF_MORSEL = 4;
    /** A thread begins a new file when one is so large, so that several threads can read. */
    private static final long BYTES_OF_FILE = 8 << 20;
    private static final long MAX_BATCH_BYTES = 16 << 20;
    /** What a thread needs to collect a batch and write it. */
    private static final long MINIMUM_BYTES = 512 << 10;

    private final String owner;
    private final List<DataType> types;
    private final OperatorStatistics statistics;
    private final List<ColumnBatch> batches = new ArrayList<>();
    private final List<SpilledRows> spilled = new ArrayList<>();
    private final List<MemoryAccount> accounts = new ArrayList<>();

    public SharedRows(int node, List<DataType> types, OperatorStatistics statistics) {
        this.owner = "shared rows (node %d)".formatted(node);
        this.types = List.copyOf(types);
        this.statistics = statistics;
    }

    @Override
    public Operator create(TaskContext context) {
        return new Keeper(context);
    }

    @Override
    public void complete(TaskContext context) {
        if (!spilled.isEmpty()) {
            long rows = spilled.stream().mapToLong(SpilledRows::rows).sum();
            statistics.describe(() -> "%d rows on disk".formatted(rows));
        }
    }

    /** The rows for one reader. Called when they are complete, once by each reader. */
    public List<Source.Morsel> morsels() {
        List<Source.Morsel> morsels = new ArrayList<>();
        for (SpilledRows rows : spilled) {
            morsels.add(new OnDisk(rows));
        }
        for (int first = 0; first < batches.size(); first += BATCHES_OF_MORSEL) {
            morsels.add(new Kept(batches.subList(first, Math.min(batches.size(), first + BATCHES_OF_MORSEL))));
        }
        return morsels;
    }

    @Override
    public void dispose(boolean succeeded) {
        batches.clear();
        for (SpilledRows rows : spilled) {
            rows.close();
        }
        spilled.clear();
        for (MemoryAccount account : accounts) {
            statistics.addPeakMemory(account.peak());
            account.close();
        }
        accounts.clear();
    }

    /** Copies the rows that one thread sees. Once it was refused memory, all that follows goes to disk: what it has kept is wanted as much. */
    private final class Keeper extends Operator {
        private final MemoryAccount account;
        private RowBuffer buffer = new RowBuffer(types);
        private long kept;
        private boolean isRefused;
        private @Nullable SpillWriter writer;

        Keeper(TaskContext context) {
            super(context, statistics, null);
            account = MemoryAccount.spillable(context.memory(), owner, MINIMUM_BYTES);
            synchronized (accounts) {
                accounts.add(account);
            }
        }

        @Override
        protected void push(ColumnBatch batch) {
            for (ColumnBatch piece : BatchSize.pieces(batch, MAX_BATCH_BYTES)) {
                keep(piece);
            }
        }

        private void keep(ColumnBatch batch) {
            if (isRefused) {
                write(batch);
                return;
            }
            if (buffer.rows() + batch.selectedCount() > ColumnBatch.DEFAULT_ROWS) {
                flush();
            }
            buffer.append(batch);
            if (!account.trySet(kept + buffer.retainedBytes())) {
                isRefused = true;
                // The account holds what was kept; the batch that was being collected goes to disk as the first.
                ColumnBatch last = buffer.build();
                buffer = new RowBuffer(types);
                write(last);
                account.set(kept);
            }
        }

        private void write(ColumnBatch batch) {
            SpillWriter open = writer;
            if (open == null) {
                open = context().spill(owner, types, statistics);
                writer = open;
            }
            open.append(batch);
            if (open.bytes() >= BYTES_OF_FILE) {
                endFile();
            }
        }

        private void endFile() {
            SpillWriter open = writer;
            if (open != null) {
                SpilledRows rows = open.finish();
                writer = null;
                synchronized (batches) {
                    spilled.add(rows);
                }
            }
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
            endFile();
        }
    }

    /** Some of the batches in memory. */
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

    /** A file of rows. */
    private static final class OnDisk implements Source.Morsel {
        private final SpillReader reader;

        OnDisk(SpilledRows rows) {
            this.reader = rows.read();
        }

        @Override
        public @Nullable ColumnBatch next() {
            return reader.next();
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
