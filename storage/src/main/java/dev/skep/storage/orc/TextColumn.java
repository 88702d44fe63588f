package dev.skep.storage.orc;

import java.util.Arrays;

import dev.skep.storage.orc.ColumnStreams.Positions;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import org.apache.orc.OrcProto.ColumnEncoding;
import org.apache.orc.OrcProto.Stream.Kind;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.expressions.StringExpr;
import org.jspecify.annotations.Nullable;

/**
 * Text and binary values. Where a stripe has a dictionary of a fair size it becomes ours, one object for the stripe; the bytes of values without one are not
 * copied: the vector looks at those of the unpacked stream.
 */
final class TextColumn extends StripeColumn {
    /** A dictionary of more bytes is looked up at once: carried along it would cost more than it saves. */
    private static final int MAX_DICTIONARY_BYTES = 4 << 20;

    private final boolean isChar;
    /** Characters of a value at most, 0 if there is no limit. */
    private final int maxLength;
    private final IntegerRuns ids;
    private final IntegerRuns lengths;

    private boolean isEncoded;
    private @Nullable BytesVector dictionary;
    /** The encoding that the dictionary belongs to: one object for each stripe. */
    private @Nullable ColumnEncoding dictionaryOf;
    private int[] numbers = new int[0];
    private int[] offsets = new int[1];
    private byte[] copied = new byte[0];
    /** What the dictionary takes. */
    private long dictionaryBytes;

    TextColumn(ColumnStreams streams, DataType type, TypeDescription fileType) {
        super(streams, type);
        this.isChar = fileType.getCategory() == TypeDescription.Category.CHAR;
        this.maxLength = isChar || fileType.getCategory() == TypeDescription.Category.VARCHAR
                ? fileType.getMaxLength()
                : 0;
        this.ids = new IntegerRuns(streams.stream(Kind.DATA));
        this.lengths = new IntegerRuns(streams.stream(Kind.LENGTH));
    }

    @Override
    void openValues() {
        ColumnEncoding encoding = streams.encoding();
        boolean isVersion2 = encoding.getKind() == ColumnEncoding.Kind.DIRECT_V2
                || encoding.getKind() == ColumnEncoding.Kind.DICTIONARY_V2;
        isEncoded = encoding.getKind() == ColumnEncoding.Kind.DICTIONARY
                || encoding.getKind() == ColumnEncoding.Kind.DICTIONARY_V2;
        lengths.open(false, isVersion2);
        if (isEncoded) {
            ids.open(false, isVersion2);
        }
    }

    @Override
    boolean needsShared() {
        return dictionaryOf != streams.encoding();
    }

    private BytesVector readDictionary(int size) {
        holdDictionary(Integer.BYTES * (size + 1L));
        int[] starts = new int[size + 1];
        int done = 0;
        int[] part = new int[Math.min(size, 4096)];
        while (done < size) {
            int count = Math.min(part.length, size - done);
            lengths.read(part, count);
            addLengths(part, count, starts, done);
            done += count;
        }
        holdDictionary(Integer.BYTES * (size + 1L) + starts[size]);
        byte[] bytes = streams.stream(Kind.DICTIONARY_DATA).read(starts[size]);
        BytesVector whole = new BytesVector(size, bytes, starts, null);
        if (maxLength == 0) {
            return whole;
        }
        // A dictionary may be kept by others, so it must not be in arrays that are used again.
        BytesVector cut = cut(whole);
        copied = cut == whole ? copied : new byte[0];
        return cut;
    }

    private void holdDictionary(long bytes) {
        streams.held().add(bytes - dictionaryBytes);
        dictionaryBytes = bytes;
    }

    /** Continues the offsets of {@code starts} behind its entry {@code at}. */
    private static void addLengths(int[] lengths, int count, int[] starts, int at) {
        long end = starts[at];
        for (int i = 0; i < count; i++) {
            if (lengths[i] < 0) {
                throw DecodeException.corrupt("a value of %d bytes", Integer.toUnsignedLong(lengths[i]));
            }
            end += lengths[i];
            starts[at + i + 1] = (int) end;
        }
        if (end > Integer.MAX_VALUE - 64) {
            throw DecodeException.corrupt("values of %d bytes at once", end);
        }
    }

    /** The dictionary of the stripe, null if it has none, or one of more than {@code maxEntries} or that is looked up at once. */
    @Nullable
    BytesVector dictionary(long maxEntries) {
        if (!isEncoded || streams.encoding().getDictionarySize() > maxEntries) {
            return null;
        }
        BytesVector entries = entries();
        return isCarried(entries) ? entries : null;
    }

    private static boolean isCarried(BytesVector dictionary) {
        return dictionary.offsets()[dictionary.length()] <= MAX_DICTIONARY_BYTES;
    }

    @Override
    void seekValues(Positions positions) {
        positions.seek(streams.stream(Kind.DATA));
        if (isEncoded) {
            ids.seek(positions.next());
        } else {
            positions.seek(streams.stream(Kind.LENGTH));
            lengths.seek(positions.next());
        }
    }

    @Override
    void skipValues(int count) {
        if (isEncoded) {
            ids.skip(count);
        } else {
            streams.stream(Kind.DATA).skip(lengths.sum(count));
        }
    }

    @Override
    ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
        if (!isEncoded) {
            return direct(rows, values, marks);
        }
        reserve(rows);
        ids.read(numbers, values);
        if (marks != null) {
            spread(numbers, values, rows, marks);
        }
        BytesVector entries = entries();
        checkIds(entries.length(), rows);
        if (isCarried(entries)) {
            return new DictionaryVector(rows, entries, numbers, marks);
        }
        startCopy(rows);
        for (int i = 0; i < rows; i++) {
            copy(entries, i, marks == null || !marks[i]);
        }
        return new BytesVector(rows, copied, offsets, marks);
    }

    @Override
    ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
        if (!isEncoded) {
            // All lengths are needed to know where the picked values are, and then the others are there too.
            return direct(rows, values, marks);
        }
        reserve(rows);
        // Rows that are not picked must refer to something.
        Arrays.fill(numbers, 0, rows, 0);
        ids.pick(values, from, to, picks, numbers);
        BytesVector entries = entries();
        checkIds(entries.length(), rows);
        if (isCarried(entries)) {
            return new DictionaryVector(rows, entries, numbers, marks);
        }
        startCopy(rows);
        int row = 0;
        for (int i = 0; i < picks; i++) {
            for (; row < to[i]; row++) {
                offsets[row + 1] = offsets[row];
            }
            copy(entries, row++, true);
        }
        for (; row < rows; row++) {
            offsets[row + 1] = offsets[row];
        }
        return new BytesVector(rows, copied, offsets, marks);
    }

    /** The dictionary of the stripe, read when it is first needed. */
    private BytesVector entries() {
        BytesVector known = dictionary;
        if (known == null || needsShared()) {
            known = readDictionary(streams.encoding().getDictionarySize());
            dictionary = known;
            dictionaryOf = streams.encoding();
        }
        return known;
    }

    private void reserve(int rows) {
        if (numbers.length < rows) {
            numbers = new int[rows];
        }
    }

    private void checkIds(int size, int rows) {
        int bad = 0;
        for (int i = 0; i < rows; i++) {
            bad |= numbers[i] | size - 1 - numbers[i];
        }
        if (bad < 0) {
            throw DecodeException.corrupt("a reference beyond a dictionary of %d entries", size);
        }
    }

    private void startCopy(int rows) {
        if (offsets.length < rows + 1) {
            offsets = new int[rows + 1];
        }
        offsets[0] = 0;
    }

    private void copy(BytesVector entries, int row, boolean isThere) {
        int end = offsets[row];
        if (isThere) {
            int start = entries.offsets()[numbers[row]];
            append(entries.data(), start, entries.offsets()[numbers[row] + 1] - start, end);
            end += entries.offsets()[numbers[row] + 1] - start;
        }
        offsets[row + 1] = end;
    }

    private void append(byte[] from, int start, int length, int at) {
        if (copied.length - at < length) {
            int room = (int) Math.min(Integer.MAX_VALUE - 64,
                    Math.max(Math.addExact((long) at, length), copied.length * 2L));
            streams.held().add((long) room - copied.length);
            copied = Arrays.copyOf(copied, room);
        }
        System.arraycopy(from, start, copied, at, length);
    }

    private ColumnVector direct(int rows, int values, boolean @Nullable [] marks) {
        reserve(rows);
        if (offsets.length < rows + 1) {
            offsets = new int[rows + 1];
        }
        lengths.read(numbers, values);
        if (marks != null) {
            spread(numbers, values, rows, marks);
        }
        offsets[0] = 0;
        addLengths(numbers, rows, offsets, 0);
        StreamBytes in = streams.stream(Kind.DATA);
        int total = offsets[rows];
        in.require(total);
        int start = in.position;
        in.position += total;
        for (int i = 0; i <= rows; i++) {
            offsets[i] += start;
        }
        BytesVector whole = new BytesVector(rows, in.bytes, offsets, marks);
        return maxLength == 0 ? whole : cut(whole);
    }

    /** Cuts values to the length of the type, and takes the blanks off behind those of a char. */
    private BytesVector cut(BytesVector whole) {
        byte[] bytes = whole.data();
        int[] starts = whole.offsets();
        int row = 0;
        while (row < whole.length() && cutLength(bytes, starts[row], starts[row + 1]) == whole.size(row)) {
            row++;
        }
        if (row == whole.length()) {
            return whole;
        }
        int[] ends = new int[whole.length() + 1];
        int end = 0;
        for (int i = 0; i < whole.length(); i++) {
            int length = cutLength(bytes, starts[i], starts[i + 1]);
            append(bytes, starts[i], length, end);
            end += length;
            ends[i + 1] = end;
        }
        return new BytesVector(whole.length(), copied, ends, whole.nulls());
    }

    private int cutLength(byte[] bytes, int start, int end) {
        int length = end - start;
        if (isChar) {
            boolean isPlain = length <= maxLength && (length == 0 || bytes[end - 1] != ' ');
            return isPlain ? length : StringExpr.rightTrimAndTruncate(bytes, start, length, maxLength);
        }
        return length <= maxLength ? length : StringExpr.truncate(bytes, start, length, maxLength);
    }

    /** True if the stripe may have rows without a value. */
    boolean mayBeNull() {
        return streams.has(Kind.PRESENT);
    }
}
