package dev.skep.query.spill;

import java.util.List;
import java.util.function.LongConsumer;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows aside. Small batches are collected until they make a block ({@link #bufferedBytes} says what that holds; it stays below about
 * {@value #BUFFER_BYTES} bytes); large ones are written as they are. For one thread at a time.
 */
public final class SpillWriter implements AutoCloseable {
    /** The size at which collected rows become a block. */
    public static final int BUFFER_BYTES = 64 << 10;
    /** A batch of so many rows is worth a block of its own. */
    private static final int DIRECT_ROWS = 1024;
    private static final long MAX_BLOCK_BYTES = 1 << 20;

    private final QuerySpill spill;
    private final String owner;
    private final List<DataType> types;
    private final LongConsumer onWritten;
    private final DictionaryMemory dictionaries;
    private VectorBuilder @Nullable [] builders;
    private @Nullable SpillFile file;
    private int buffered;
    private long rows;
    private boolean finished;

    SpillWriter(QuerySpill spill, String owner, List<DataType> types, LongConsumer onWritten) {
        this.spill = spill;
        this.owner = owner;
        this.types = List.copyOf(types);
        this.onWritten = onWritten;
        this.dictionaries = new DictionaryMemory(types.size());
    }

    /** Puts the rows of {@code batch} that count aside. Fails with LIMIT_EXCEEDED where the disk or {@code query.spill.max} is full. */
    public void append(ColumnBatch batch) {
        if (finished) {
            throw new IllegalStateException("The writer is finished");
        }
        int count = batch.selectedCount();
        if (count == 0) {
            return;
        }
        rows += count;
        if (count >= DIRECT_ROWS) {
            flush();
            ColumnBatch all = batch.selection() == null ? batch : Vectors.compact(batch);
            write(all.columns(), 0, count);
            return;
        }
        collect(batch, count);
        if (buffered >= ColumnBatch.DEFAULT_ROWS || bufferedBytes() >= BUFFER_BYTES) {
            flush();
        }
    }

    private void collect(ColumnBatch batch, int count) {
        VectorBuilder[] to = builders;
        if (to == null) {
            to = new VectorBuilder[types.size()];
            for (int i = 0; i < to.length; i++) {
                to[i] = VectorBuilder.of(types.get(i));
            }
            builders = to;
        }
        SelectionVector selection = batch.selection();
        for (int i = 0; i < to.length; i++) {
            to[i].append(batch.column(i), selection == null ? null : selection.rows(), count);
        }
        buffered += count;
    }

    private void flush() {
        VectorBuilder[] from = builders;
        if (from == null) {
            return;
        }
        int count = buffered;
        builders = null;
        buffered = 0;
        ColumnVector[] columns = new ColumnVector[from.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = from[i].build();
        }
        write(List.of(columns), 0, count);
    }

    /** Writes rows as one block, or as several where one would be large. */
    private void write(List<ColumnVector> columns, int from, int end) {
        long bytes = 0;
        for (ColumnVector column : columns) {
            bytes += VectorEncoder.estimate(column, from, end);
        }
        if (bytes > MAX_BLOCK_BYTES && end - from > 1) {
            int middle = from + end >>> 1;
            write(columns, from, middle);
            write(columns, middle, end);
            return;
        }
        SpillFile to = file;
        if (to == null) {
            to = spill.newFile(owner);
            file = to;
        }
        BlockCodec codec = spill.borrow();
        try {
            onWritten.accept(codec.write(columns, from, end, dictionaries, to));
        } finally {
            spill.giveBack(codec);
        }
    }

    /** How many bytes of memory hold rows that are not on disk yet. */
    public long bufferedBytes() {
        long bytes = 0;
        if (builders != null) {
            for (VectorBuilder builder : builders) {
                bytes += builder.retainedBytes();
            }
        }
        return bytes;
    }

    /** How many bytes are on disk. */
    public long bytes() {
        return file == null ? 0 : file.bytes();
    }

    /** How many rows were appended. */
    public long rows() {
        return rows;
    }

    /** Writes what is left and returns the rows; the writer is not used afterwards. */
    public SpilledRows finish() {
        flush();
        finished = true;
        if (file != null) {
            file.seal();
        }
        return new SpilledRows(spill, file, types.size(), rows);
    }

    /** Gives up: deletes what was written, unless {@link #finish} has handed it on. */
    @Override
    public void close() {
        builders = null;
        if (!finished && file != null) {
            file.delete();
        }
        finished = true;
    }
}
