package dev.skep.query.spill;

import org.jspecify.annotations.Nullable;

/** Rows that lie on disk. Any thread may read, also several at a time. */
public final class SpilledRows implements AutoCloseable {
    private final QuerySpill spill;
    private final @Nullable SpillFile file;
    private final int columns;
    private final long rows;

    SpilledRows(QuerySpill spill, @Nullable SpillFile file, int columns, long rows) {
        this.spill = spill;
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    public long rows() {
        return rows;
    }

    /** Bytes on disk. */
    public long bytes() {
        return file == null ? 0 : file.bytes();
    }

    /** Returns a reader from the first row on. */
    public SpillReader read() {
        return new SpillReader(spill, file, columns);
    }

    /** Deletes the rows and gives their room back; may be called again. */
    @Override
    public void close() {
        if (file != null) {
            file.delete();
        }
    }
}
