package dev.skep.jdbc.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A block of packed rows, version 1, as the package page of the server's {@code server.hiveserver2.rows} has it. The places of all sections are checked
 * when a block is opened; a section is decoded when its column is first read.
 */
final class PackedBlock {
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MAGIC = 0x53;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 16;
    private static final int MAX_COLUMNS = 1 << 20;
    private static final int LEAST_SECTION_BYTES = 8;
    private static final int MAX_BODY_BYTES = 1 << 30;

    private final byte[] bytes;
    private final int end;
    private final int columns;
    private final int rowCount;
    private int segments;
    private int[] segmentRows = new int[8];
    /** Where the sections begin, those of a segment after each other. */
    private int[] sections;
    private int nextSegment;
    /** The entries of dictionaries that were read, at the places of their sections. */
    private final @Nullable ColumnData[] entries;

    private PackedBlock(byte[] bytes, int start, int end, int columns, int rowCount) throws SQLException {
        this.bytes = bytes;
        this.end = end;
        this.columns = columns;
        this.rowCount = rowCount;
        if (start < end && (long) columns * LEAST_SECTION_BYTES > end - start) {
            throw invalid("there are fewer bytes than columns", null);
        }
        this.sections = new int[start < end ? 8 * columns : 0];
        index(start);
        this.entries = new ColumnData[segments * columns];
    }

    /**
     * Opens a block of {@code length} bytes; {@code received} is this block's from now on.
     *
     * @param buffers gives the room to unpack into, and takes {@code received} back then
     */
    static PackedBlock open(byte[] received, int length, FetchBuffers buffers) throws SQLException {
        if (length < HEADER_BYTES || received[0] != MAGIC || received[1] != VERSION || received[3] != 0) {
            throw invalid("they do not begin as version " + VERSION + " does", null);
        }
        int compression = received[2];
        int rows = (int) INTS.get(received, 4);
        int columns = (int) INTS.get(received, 8);
        int size = (int) INTS.get(received, 12);
        if (compression < 0 || compression >= RowCompression.values().length || rows < 0 || columns < 0
                || columns > MAX_COLUMNS || size < 0 || size > MAX_BODY_BYTES) {
            throw invalid("their header is broken", null);
        }
        if (compression == RowCompression.NONE.ordinal()) {
            if (size != length - HEADER_BYTES) {
                throw invalid("there are " + (length - HEADER_BYTES) + " bytes instead of " + size, null);
            }
            return new PackedBlock(received, HEADER_BYTES, length, columns, rows);
        }
        RowCompression.values()[compression].checkSize(received, HEADER_BYTES, length - HEADER_BYTES, size);
        byte[] unpacked = room(size, buffers);
        RowCompression.values()[compression].unpackAll(received, HEADER_BYTES, length - HEADER_BYTES, unpacked, size);
        buffers.give(received);
        return new PackedBlock(unpacked, 0, size, columns, rows);
    }

    /** What the header says may be wrong in a way that nothing else shows. */
    private static byte[] room(int size, FetchBuffers buffers) throws SQLException {
        try {
            return buffers.takeWhole(size);
        } catch (OutOfMemoryError e) {
            throw invalid("they unpack to " + size + " bytes, for which there is no memory", e);
        }
    }

    static SQLException invalid(String reason, @Nullable Throwable cause) {
        return new SQLException("Cannot read rows that the server sent: " + reason, SqlErrors.CONNECTION_LOST, cause);
    }

    private void index(int start) throws SQLException {
        int at = start;
        long rows = 0;
        while (at < end) {
            if (segments == segmentRows.length) {
                segmentRows = Arrays.copyOf(segmentRows, 2 * segments);
                sections = Arrays.copyOf(sections, 2 * sections.length);
            }
            int count = intAt(at, end);
            if (count < 1) {
                throw invalid("a segment has " + count + " rows", null);
            }
            rows += count;
            at += Integer.BYTES;
            for (int column = 0; column < columns; column++) {
                int size = intAt(at, end);
                if (size < 4 || size > end - at - Integer.BYTES) {
                    throw invalid("a section has " + size + " bytes", null);
                }
                sections[segments * columns + column] = at;
                at += Integer.BYTES + size;
            }
            segmentRows[segments++] = count;
        }
        if (rows != rowCount) {
            throw invalid("there are " + rows + " rows instead of " + rowCount, null);
        }
    }

    private int intAt(int at, int limit) throws SQLException {
        if (limit - at < Integer.BYTES) {
            throw invalid("they end too early", null);
        }
        return (int) INTS.get(bytes, at);
    }

    int rowCount() {
        return rowCount;
    }

    /** How much memory the block takes, about. */
    long bytes() {
        return end;
    }

    byte[] buffer() {
        return bytes;
    }

    /** Returns the rows of the next segment, null after the last. */
    @Nullable
    ColumnBlock next(DecodeBuffers buffers) {
        if (nextSegment == segments) {
            return null;
        }
        int segment = nextSegment++;
        return new ColumnBlock(segmentRows[segment], columns, column -> decode(segment, column, buffers));
    }

    private PackedSection section(int segment, int column) throws SQLException {
        return new PackedSection(bytes, sections[segment * columns + column], segmentRows[segment]);
    }

    private ColumnData decode(int segment, int column, DecodeBuffers buffers) throws SQLException {
        try {
            PackedSection section = section(segment, column);
            if (!section.hasDictionary()) {
                return section.decode(column, buffers);
            }
            int earlier = section.earlierSegment();
            if (earlier >= segment) {
                throw invalid("a dictionary is not there yet", null);
            }
            int owner = earlier < 0 ? segment : earlier;
            return section.decode(column, buffers, entries(owner, column), section(owner, column).entryCount());
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw invalid("the section of column " + (column + 1) + " is broken", e);
        }
    }

    private ColumnData entries(int segment, int column) throws SQLException {
        int index = segment * columns + column;
        ColumnData known = entries[index];
        if (known == null) {
            known = section(segment, column).decodeEntries();
            entries[index] = known;
        }
        return known;
    }
}
