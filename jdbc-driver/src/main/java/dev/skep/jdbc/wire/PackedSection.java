package dev.skep.jdbc.wire;

import java.sql.SQLException;
import java.util.Arrays;

import dev.skep.jdbc.wire.ColumnData.Nulls;

/** A section of packed rows: a column of a segment, or the entries of a dictionary. What it claims is checked against its own bytes. */
final class PackedSection {
    private static final int NOTHING = 0;
    private static final int NUMBERS = 1;
    private static final int WIDE = 2;
    private static final int FLOATING = 3;
    private static final int BYTES = 4;
    private static final int DICTIONARY = 5;
    private static final int EARLIER_DICTIONARY = 6;
    private static final int WIDE_BYTES = 16;
    private static final int HEADER_BYTES = 8;

    private final byte[] bytes;
    private final int rows;
    private final int end;
    private final int kind;
    private final int width;
    private final Nulls nulls;
    private final int start;

    /** The section that begins at {@code at} and whose length is right as far as the bytes go. */
    PackedSection(byte[] bytes, int at, int rows) throws SQLException {
        this.bytes = bytes;
        this.rows = rows;
        this.end = at + Integer.BYTES + (int) PackedBlock.INTS.get(bytes, at);
        this.kind = bytes[at + 4];
        this.width = bytes[at + 5];
        int hasNulls = bytes[at + 6];
        int nullBytes = hasNulls == 1 ? (rows + 7) / 8 : 0;
        if (hasNulls < 0 || hasNulls > 1 || bytes[at + 7] != 0 || nullBytes > end - at - HEADER_BYTES) {
            throw PackedBlock.invalid("a section's header is broken", null);
        }
        this.nulls = nullBytes == 0 ? Nulls.NONE : new Nulls(bytes, at + HEADER_BYTES, nullBytes);
        this.start = at + HEADER_BYTES + nullBytes;
    }

    /** The segment whose dictionary this section's rows are of, -1 if none. */
    int earlierSegment() throws SQLException {
        if (kind != EARLIER_DICTIONARY) {
            return -1;
        }
        checkLeft(start, Integer.BYTES);
        int segment = (int) PackedBlock.INTS.get(bytes, start);
        return segment < 0 ? Integer.MAX_VALUE : segment;
    }

    boolean hasDictionary() {
        return kind == DICTIONARY || kind == EARLIER_DICTIONARY;
    }

    /** Makes the values of a section without a dictionary. */
    ColumnData decode(int column, DecodeBuffers buffers) throws SQLException {
        switch (kind) {
            case NOTHING :
                return new ColumnData.Nothing(rows);
            case NUMBERS : {
                long[] values = buffers.longs(column, rows);
                readNumbers(values);
                return new ColumnData.Longs(values, nulls);
            }
            case WIDE :
                checkLeft(start, (long) rows * WIDE_BYTES);
                return new ColumnData.Wide(bytes, start, nulls, null);
            case FLOATING :
                return floating();
            case BYTES : {
                int[] offsets = buffers.ints(column, rows + 1);
                readOffsets(offsets);
                return new ColumnData.Bytes(bytes, offsets, nulls);
            }
            default :
                throw PackedBlock.invalid("a section has kind " + kind, null);
        }
    }

    /** Makes the values of a section with a dictionary, whose entries are given. */
    ColumnData decode(int column, DecodeBuffers buffers, ColumnData entries, int count) throws SQLException {
        int[] ids = buffers.ints(column, rows);
        readIds(start + Integer.BYTES + (kind == DICTIONARY ? entries().totalBytes() : 0), ids, count);
        return entries.withIds(nulls, ids);
    }

    /** How many entries this section's dictionary has. */
    int entryCount() throws SQLException {
        return entries().rows;
    }

    /** Makes the entries of this section's dictionary. */
    ColumnData decodeEntries() throws SQLException {
        PackedSection entries = entries();
        switch (entries.kind) {
            case NUMBERS : {
                long[] values = new long[entries.rows];
                entries.readNumbers(values);
                return ColumnData.Longs.entries(values);
            }
            case BYTES : {
                int[] offsets = new int[entries.rows + 1];
                entries.readOffsets(offsets);
                return ColumnData.Bytes.entries(bytes, offsets);
            }
            case WIDE :
                entries.checkLeft(entries.start, (long) entries.rows * WIDE_BYTES);
                return new ColumnData.Wide(bytes, entries.start, Nulls.NONE, null);
            default :
                return entries.floating();
        }
    }

    /** The section of a dictionary's entries. */
    private PackedSection entries() throws SQLException {
        checkLeft(start, Integer.BYTES + HEADER_BYTES);
        int count = (int) PackedBlock.INTS.get(bytes, start);
        int at = start + Integer.BYTES;
        int size = (int) PackedBlock.INTS.get(bytes, at);
        if (kind != DICTIONARY || count < 1 || count > end - start || size < 4
                || size > end - at - Integer.BYTES) {
            throw PackedBlock.invalid("a dictionary's header is broken", null);
        }
        PackedSection entries = new PackedSection(bytes, at, count);
        if (entries.kind == NOTHING || entries.kind >= DICTIONARY || entries.nulls != Nulls.NONE) {
            throw PackedBlock.invalid("a dictionary has entries of kind " + entries.kind, null);
        }
        return entries;
    }

    private int totalBytes() {
        return Integer.BYTES + (int) PackedBlock.INTS.get(bytes, start - HEADER_BYTES);
    }

    private void readIds(int from, int[] ids, int entries) throws SQLException {
        checkLeft(from, (long) rows * checkedWidth());
        int most = 0;
        switch (width) {
            case 0 :
                Arrays.fill(ids, 0, rows, 0);
                break;
            case 1 :
                for (int i = 0; i < rows; i++) {
                    int id = bytes[from + i] & 0xFF;
                    ids[i] = id;
                    most = Math.max(most, id);
                }
                break;
            case 2 :
                for (int i = 0; i < rows; i++) {
                    int id = (short) PackedBlock.SHORTS.get(bytes, from + 2 * i) & 0xFFFF;
                    ids[i] = id;
                    most = Math.max(most, id);
                }
                break;
            default :
                for (int i = 0; i < rows; i++) {
                    int id = (int) PackedBlock.INTS.get(bytes, from + 4 * i);
                    ids[i] = id;
                    most = id < 0 ? Integer.MAX_VALUE : Math.max(most, id);
                }
        }
        if (most >= entries) {
            throw PackedBlock.invalid("a row has value " + most + " of a dictionary of " + entries, null);
        }
    }

    private int checkedWidth() throws SQLException {
        if (width != 0 && width != 1 && width != 2 && width != 4) {
            throw PackedBlock.invalid("a section has numbers of " + width + " bytes", null);
        }
        return width;
    }

    private void checkLeft(int from, long wanted) throws SQLException {
        if (wanted > end - from) {
            throw PackedBlock.invalid("a section ends too early", null);
        }
    }

    private void readNumbers(long[] to) throws SQLException {
        int from = start + Long.BYTES;
        checkLeft(start, Long.BYTES + (long) rows * (width == Long.BYTES ? width : checkedWidth()));
        long base = (long) PackedBlock.LONGS.get(bytes, start);
        switch (width) {
            case 0 :
                Arrays.fill(to, 0, rows, base);
                break;
            case 1 :
                for (int i = 0; i < rows; i++) {
                    to[i] = base + (bytes[from + i] & 0xFF);
                }
                break;
            case 2 :
                for (int i = 0; i < rows; i++) {
                    to[i] = base + ((short) PackedBlock.SHORTS.get(bytes, from + 2 * i) & 0xFFFF);
                }
                break;
            case 4 :
                for (int i = 0; i < rows; i++) {
                    to[i] = base + ((int) PackedBlock.INTS.get(bytes, from + 4 * i) & 0xFFFF_FFFFL);
                }
                break;
            default :
                for (int i = 0; i < rows; i++) {
                    to[i] = (long) PackedBlock.LONGS.get(bytes, from + 8 * i);
                }
        }
    }

    private ColumnData floating() throws SQLException {
        if (width == Float.BYTES) {
            checkLeft(start, (long) rows * Float.BYTES);
            float[] values = new float[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = Float.intBitsToFloat((int) PackedBlock.INTS.get(bytes, start + 4 * i));
            }
            return new ColumnData.Floats(values, nulls, null);
        }
        if (width != Double.BYTES) {
            throw PackedBlock.invalid("a section has floating-point numbers of " + width + " bytes", null);
        }
        checkLeft(start, (long) rows * Double.BYTES);
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = Double.longBitsToDouble((long) PackedBlock.LONGS.get(bytes, start + 8 * i));
        }
        return new ColumnData.Doubles(values, nulls, null);
    }

    /** Makes of the lengths where each row's bytes begin. */
    private void readOffsets(int[] offsets) throws SQLException {
        int from = start + Integer.BYTES;
        checkLeft(start, Integer.BYTES + (long) rows * checkedWidth());
        int base = (int) PackedBlock.INTS.get(bytes, start);
        long at = from + (long) rows * width;
        boolean broken = base < 0;
        for (int i = 0; i < rows; i++) {
            offsets[i] = (int) at;
            int more;
            switch (width) {
                case 0 :
                    more = 0;
                    break;
                case 1 :
                    more = bytes[from + i] & 0xFF;
                    break;
                case 2 :
                    more = (short) PackedBlock.SHORTS.get(bytes, from + 2 * i) & 0xFFFF;
                    break;
                default :
                    more = (int) PackedBlock.INTS.get(bytes, from + 4 * i);
                    broken |= more < 0;
            }
            at += (long) base + more;
            broken |= at > end;
        }
        offsets[rows] = (int) at;
        if (broken || at != end) {
            throw PackedBlock.invalid("a section has other bytes than its lengths say", null);
        }
    }
}
