package dev.skep.server.hiveserver2.rows;

import java.nio.ByteBuffer;
import java.util.List;

import dev.skep.query.result.ResultColumn;
import dev.skep.storage.vector.FlatVector;

/** Writes the rows of a fetch as a block of packed rows, as the page of this package has it. */
final class PackedRows {
    private static final int MAGIC = 0x53;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 16;
    private static final int FIRST_BYTES = 4 << 10;

    private PackedRows() {}

    static ByteBuffer block(ResultReader.Fetch fetch, RowForm.Packed form) {
        BlockBuffer block = new BlockBuffer(
                (int) Math.clamp(fetch.bytes() + (long) HEADER_BYTES, FIRST_BYTES, form.bytes() + FIRST_BYTES));
        block.addByte(MAGIC);
        block.addByte(VERSION);
        block.addByte(form.compression().ordinal());
        block.addByte(0);
        block.addInt(fetch.rows());
        block.addInt(fetch.columns().size());
        block.addInt(0);
        writeSegments(fetch, block);
        int length = block.size() - HEADER_BYTES;
        block.setInt(HEADER_BYTES - Integer.BYTES, length);
        if (form.compression() == RowCompression.NONE) {
            return ByteBuffer.wrap(block.bytes(), 0, block.size());
        }
        byte[] packed = new byte[Math.addExact(HEADER_BYTES, form.compression().mostBytes(length))];
        System.arraycopy(block.bytes(), 0, packed, 0, HEADER_BYTES);
        int written = form.compression().compress(block.bytes(), HEADER_BYTES, length, packed, HEADER_BYTES);
        return ByteBuffer.wrap(packed, 0, HEADER_BYTES + written);
    }

    private static void writeSegments(ResultReader.Fetch fetch, BlockBuffer block) {
        PackedSection section = new PackedSection(block);
        List<ResultColumn> columns = fetch.columns();
        List<RowSlice> slices = fetch.slices();
        for (int segment = 0; segment < slices.size(); segment++) {
            RowSlice slice = slices.get(segment);
            block.addInt(slice.rows());
            for (int column = 0; column < columns.size(); column++) {
                Cells cells = slice.columns().get(column);
                section.write(columns.get(column).type(), cells, slice.from(), slice.to(),
                        earlier(slices, segment, column, cells));
            }
        }
    }

    /** The first segment that has sent the dictionary of {@code cells}, -1 if none has. */
    private static int earlier(List<RowSlice> slices, int segment, int column, Cells cells) {
        FlatVector dictionary = cells.values();
        if (cells.positions() == null) {
            return -1;
        }
        for (int i = 0; i < segment; i++) {
            RowSlice slice = slices.get(i);
            Cells before = slice.columns().get(column);
            if (before.values() == dictionary && PackedSection.hasDictionary(before, slice.rows())
                    && !before.isNothing(slice.from(), slice.to())) {
                return i;
            }
        }
        return -1;
    }
}
