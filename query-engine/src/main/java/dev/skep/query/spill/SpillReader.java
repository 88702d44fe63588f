package dev.skep.query.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Reads spilled rows in the order in which they were written. For one thread at a time. */
public final class SpillReader implements AutoCloseable {
    private final QuerySpill spill;
    private final @Nullable SpillFile file;
    private final ColumnVector[] dictionaries;
    private @Nullable FileChannel channel;
    private long position;

    SpillReader(QuerySpill spill, @Nullable SpillFile file, int columns) {
        this.spill = spill;
        this.file = file;
        this.dictionaries = new ColumnVector[columns];
    }

    /** Returns the next batch, or null at the end. The batch owns its arrays and stays valid. Fails with STORAGE, naming the file, if it is not as it was written. */
    public @Nullable ColumnBatch next() {
        SpillFile from = file;
        if (from == null || position >= from.bytes()) {
            close();
            return null;
        }
        FileChannel open = channel;
        if (open == null) {
            open = from.open();
            channel = open;
        }
        BlockCodec codec = spill.borrow();
        try {
            int rows = codec.read(from, open, position);
            ColumnVector[] columns = codec.vectors(from, position, rows, dictionaries);
            position += codec.storedBytes();
            return new ColumnBatch(rows, List.of(columns));
        } finally {
            spill.giveBack(codec);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException e) {
            throw java.util.Objects.requireNonNull(file).cannotRead(position, String.valueOf(e.getMessage()), e);
        }
    }
}
