package dev.skep.server.hiveserver2.rows;

import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Writes sections of packed rows, as the page of this package has them. For one thread; its arrays are used again from section to section. */
final class PackedSection {
    static final int NOTHING = 0;
    static final int NUMBERS = 1;
    static final int WIDE = 2;
    static final int FLOATING = 3;
    static final int BYTES = 4;
    static final int DICTIONARY = 5;
    static final int EARLIER_DICTIONARY = 6;
    /** A larger dictionary of numbers saves nothing: the numbers are as narrow as the ids. */
    private static final int MOST_NUMBER_ENTRIES = 256;

    private final BlockBuffer out;
    private final TextBuffer text = new TextBuffer();
    private long[] numbers = {};

    PackedSection(BlockBuffer out) {
        this.out = out;
    }

    /** Whether the rows of {@code slice} go as a dictionary and numbers into it. */
    static boolean hasDictionary(Cells cells, int rows) {
        int entries = cells.values().length();
        return cells.positions() != null && entries > 0 && (cells.values() instanceof BytesVector
                ? entries <= Math.max(rows, 1)
                : entries <= Math.min(MOST_NUMBER_ENTRIES, rows));
    }

    /**
     * Writes rows {@code from} to before {@code to} of a column.
     *
     * @param earlier the segment of this block with the same dictionary, -1 if there is none
     */
    void write(DataType type, Cells cells, int from, int to, int earlier) {
        int rows = to - from;
        boolean[] nulls = cells.nulls();
        int nullCount = type == PrimitiveType.UNKNOWN ? rows : count(nulls, from, to);
        if (nullCount == rows) {
            end(begin(NOTHING, 0, null, from, to));
            return;
        }
        boolean @Nullable [] some = nullCount == 0 ? null : nulls;
        int[] positions = cells.positions();
        if (positions != null && hasDictionary(cells, rows)) {
            writeDictionary(type, cells.values(), positions, some, from, to, earlier);
        } else {
            writeValues(type, cells.values(), positions, some, from, to);
        }
    }

    private static int count(boolean @Nullable [] nulls, int from, int to) {
        int count = 0;
        if (nulls != null) {
            for (int row = from; row < to; row++) {
                count += nulls[row] ? 1 : 0;
            }
        }
        return count;
    }

    private int begin(int kind, int width, boolean @Nullable [] nulls, int from, int to) {
        int start = out.size();
        out.addInt(0);
        out.addByte(kind);
        out.addByte(width);
        out.addByte(nulls == null ? 0 : 1);
        out.addByte(0);
        if (nulls != null) {
            out.addBits(nulls, from, to);
        }
        return start;
    }

    private void end(int start) {
        out.setInt(start, out.size() - start - Integer.BYTES);
    }

    private void writeDictionary(DataType type, FlatVector entries, int[] positions, boolean @Nullable [] nulls,
            int from, int to, int earlier) {
        int width = BlockBuffer.width(entries.length() - 1L);
        int start = begin(earlier < 0 ? DICTIONARY : EARLIER_DICTIONARY, width, nulls, from, to);
        if (earlier < 0) {
            out.addInt(entries.length());
            writeValues(type, entries, null, null, 0, entries.length());
        } else {
            out.addInt(earlier);
        }
        long[] ids = room(to - from);
        for (int row = from; row < to; row++) {
            ids[row - from] = nulls != null && nulls[row] ? 0 : positions[row];
        }
        out.addNumbers(ids, to - from, 0, width);
        end(start);
    }

    private long[] room(int rows) {
        if (numbers.length < rows) {
            numbers = new long[rows];
        }
        return numbers;
    }

    private void writeValues(DataType type, FlatVector values, int @Nullable [] positions, boolean @Nullable [] nulls,
            int from, int to) {
        int[] rows = positions == null && nulls == null ? null : places(positions, nulls, from, to);
        switch (values) {
            case BooleanVector v -> {
                long[] numbers = room(to - from);
                for (int i = 0; i < to - from; i++) {
                    numbers[i] = v.values()[rows == null ? from + i : rows[i]] ? 1 : 0;
                }
                writeNumbers(numbers, nulls, from, to);
            }
            case IntVector v when type == PrimitiveType.INTERVAL_YEAR_MONTH ->
                writeTexts(rows, nulls, from, to, row -> ValueTexts.appendYearMonth(text, v.values()[row]));
            case IntVector v -> {
                long[] numbers = room(to - from);
                int[] source = v.values();
                if (rows == null) {
                    for (int i = 0; i < to - from; i++) {
                        numbers[i] = source[from + i];
                    }
                } else {
                    for (int i = 0; i < to - from; i++) {
                        numbers[i] = source[rows[i]];
                    }
                }
                writeNumbers(numbers, nulls, from, to);
            }
            case LongVector v when type == PrimitiveType.INTERVAL_DAY_TIME ->
                writeTexts(rows, nulls, from, to, row -> ValueTexts.appendDayTime(text, v.values()[row]));
            case LongVector v -> {
                writeNumbers(gather(v.values(), rows, from, to), nulls, from, to);
            }
            case Int128Vector v -> writeWide(v, rows, nulls, from, to);
            case FloatVector v -> {
                long[] numbers = room(to - from);
                for (int i = 0; i < to - from; i++) {
                    numbers[i] = Float.floatToRawIntBits(v.values()[rows == null ? from + i : rows[i]]);
                }
                writeFloating(numbers, 4, nulls, from, to);
            }
            case DoubleVector v -> {
                long[] numbers = room(to - from);
                for (int i = 0; i < to - from; i++) {
                    numbers[i] = Double.doubleToRawLongBits(v.values()[rows == null ? from + i : rows[i]]);
                }
                writeFloating(numbers, 8, nulls, from, to);
            }
            case BytesVector v when type instanceof CharType character ->
                writeTexts(rows, nulls, from, to, row -> ValueTexts.appendChar(text, v.data(), v.offsets()[row],
                        v.offsets()[row + 1], character.length()));
            case BytesVector v -> writeBytes(v, rows, nulls, from, to);
        }
    }

    /** The place of each row's value; null rows get that of a row that is not null, so that they neither widen numbers nor fail. */
    private static int[] places(int @Nullable [] positions, boolean @Nullable [] nulls, int from, int to) {
        int[] places = new int[to - from];
        int some = -1;
        for (int row = from; row < to; row++) {
            if (nulls == null || !nulls[row]) {
                some = positions == null ? row : positions[row];
                break;
            }
        }
        for (int row = from; row < to; row++) {
            boolean isNull = nulls != null && nulls[row];
            places[row - from] = isNull ? some : positions == null ? row : positions[row];
        }
        return places;
    }

    private long[] gather(long[] source, int @Nullable [] rows, int from, int to) {
        long[] gathered = room(to - from);
        if (rows == null) {
            System.arraycopy(source, from, gathered, 0, to - from);
        } else {
            for (int i = 0; i < to - from; i++) {
                gathered[i] = source[rows[i]];
            }
        }
        return gathered;
    }

    private void writeNumbers(long[] values, boolean @Nullable [] nulls, int from, int to) {
        int rows = to - from;
        long least = values[0];
        long most = values[0];
        for (int i = 1; i < rows; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        int width = BlockBuffer.width(most - least);
        long base = width == 8 ? 0 : least;
        int start = begin(NUMBERS, width, nulls, from, to);
        out.addLong(base);
        out.addNumbers(values, rows, base, width);
        end(start);
    }

    private void writeFloating(long[] bits, int width, boolean @Nullable [] nulls, int from, int to) {
        int start = begin(FLOATING, width, nulls, from, to);
        out.addNumbers(bits, to - from, 0, width);
        end(start);
    }

    /** Numbers that all fit into 64 bits go as those. */
    private void writeWide(Int128Vector values, int @Nullable [] rows, boolean @Nullable [] nulls, int from, int to) {
        long[] low = gather(values.low(), rows, from, to);
        boolean narrow = true;
        for (int i = 0; i < to - from && narrow; i++) {
            narrow = values.high()[rows == null ? from + i : rows[i]] == low[i] >> 63;
        }
        if (narrow) {
            writeNumbers(low, nulls, from, to);
            return;
        }
        int start = begin(WIDE, 16, nulls, from, to);
        for (int i = 0; i < to - from; i++) {
            out.addLong(low[i]);
            out.addLong(values.high()[rows == null ? from + i : rows[i]]);
        }
        end(start);
    }

    private interface Appender {
        void append(int row);
    }

    private void writeTexts(int @Nullable [] rows, boolean @Nullable [] nulls, int from, int to, Appender appender) {
        text.clear();
        long[] lengths = room(to - from);
        for (int i = 0; i < to - from; i++) {
            int before = text.size();
            appender.append(rows == null ? from + i : rows[i]);
            lengths[i] = text.size() - before;
        }
        writeRuns(lengths, nulls, from, to, text.bytes(), 0, text.size());
    }

    private void writeBytes(BytesVector values, int @Nullable [] rows, boolean @Nullable [] nulls, int from, int to) {
        long[] lengths = room(to - from);
        int[] offsets = values.offsets();
        if (rows == null) {
            for (int i = 0; i < to - from; i++) {
                lengths[i] = offsets[from + i + 1] - offsets[from + i];
            }
            writeRuns(lengths, nulls, from, to, values.data(), offsets[from], offsets[to] - offsets[from]);
            return;
        }
        text.clear();
        for (int i = 0; i < to - from; i++) {
            int length = nulls != null && nulls[from + i] ? 0 : values.size(rows[i]);
            text.append(values.data(), offsets[rows[i]], length);
            lengths[i] = length;
        }
        writeRuns(lengths, nulls, from, to, text.bytes(), 0, text.size());
    }

    private void writeRuns(long[] lengths, boolean @Nullable [] nulls, int from, int to, byte[] data, int offset,
            int bytes) {
        int rows = to - from;
        long least = lengths[0];
        long most = lengths[0];
        for (int i = 1; i < rows; i++) {
            least = Math.min(least, lengths[i]);
            most = Math.max(most, lengths[i]);
        }
        int width = BlockBuffer.width(most - least);
        int start = begin(BYTES, width, nulls, from, to);
        out.addInt((int) least);
        out.addNumbers(lengths, rows, least, width);
        out.add(data, offset, bytes);
        end(start);
    }
}
