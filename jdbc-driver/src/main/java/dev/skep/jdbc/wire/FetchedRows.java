package dev.skep.jdbc.wire;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** What one fetch brought: blocks of rows, to be read one after the other, by one thread at a time. */
public final class FetchedRows {
    private final @Nullable ColumnBlock plain;
    private final @Nullable PackedBlock packed;
    private final int rowCount;
    private final long bytes;
    private final boolean moreRows;
    private boolean taken;

    private FetchedRows(@Nullable ColumnBlock plain, @Nullable PackedBlock packed, int rowCount, long bytes,
            boolean moreRows) {
        this.plain = plain;
        this.packed = packed;
        this.rowCount = rowCount;
        this.bytes = bytes;
        this.moreRows = moreRows;
    }

    static FetchedRows ofColumns(ColumnBlock block, long bytes, boolean moreRows) {
        return new FetchedRows(block, null, block.rowCount(), bytes, moreRows);
    }

    /**
     * Opens a block of packed rows of {@code length} bytes; fails if it is broken, as far as its outline tells.
     *
     * @param received is this object's from now on
     * @param buffers gives the room to unpack into
     */
    public static FetchedRows ofPacked(byte[] received, int length, boolean moreRows, FetchBuffers buffers)
            throws SQLException {
        PackedBlock block = PackedBlock.open(received, length, buffers);
        return new FetchedRows(null, block, block.rowCount(), block.bytes(), moreRows);
    }

    public int rowCount() {
        return rowCount;
    }

    /** How much memory the rows take, about. */
    public long bytes() {
        return bytes;
    }

    /** False when there is certainly no row after these; a fetch without rows is always the last. */
    public boolean mayHaveMoreRows() {
        return moreRows && rowCount > 0;
    }

    /** Returns the next rows, null after the last; the block before must not be read any more. */
    public @Nullable ColumnBlock next(DecodeBuffers buffers) throws SQLException {
        if (packed != null) {
            return packed.next(buffers);
        }
        ColumnBlock block = taken || rowCount == 0 ? null : requireNonNull(plain);
        taken = true;
        return block;
    }

    /** Gives back what the rows were kept in: no block of these rows may be read from now on. */
    public void release(FetchBuffers buffers) {
        if (packed != null) {
            buffers.give(packed.buffer());
        }
    }
}
