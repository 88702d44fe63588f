package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads one primitive column: pages into the vector of a batch, row by row group. Between {@link #begin} and {@link #finish} rows are appended by
 * {@link #read} and {@link #fill}; rows may be left out with {@link #skipTo}, and pages of which no row is wanted are not unpacked.
 *
 * <p>A column at the top level has at most one level, which becomes the marks of nulls at once. For any other column the levels are kept, so that
 * the groups around it can be put together from them, and the values are spread over its rows at the end.
 */
final class LeafReader implements AutoCloseable {
    /** Levels of one batch beyond this are refused: a few bytes can claim any number of empty lists. */
    private static final int MAX_LEVELS = 1 << 26;
    /** Pages that unpack to more are refused. */
    private static final int MAX_PAGE_BYTES = 1 << 30;
    /** How many bytes behind a page may be read by decoders that take eight or sixteen bytes at once. */
    private static final int SLACK = 16;
    private static final int LOOK_AHEAD = 1_024;
    private static final int SKIP_STEP = 4_096;

    private final LeafColumn leaf;
    private final PhysicalType targetType;
    private final Conversion conversion;
    private final ScanMetrics metrics;
    private final boolean levelsOnly;

    private final ValueBuffer target;
    private final ValueBuffer scratch;
    private final RleDecoder definitions = new RleDecoder();
    private final RleDecoder repetitions = new RleDecoder();
    private final RleDecoder ids = new RleDecoder();
    private final ValueDecoder[] decoders = new ValueDecoder[Encoding.values().length];
    private final int definitionBits;
    private final int repetitionBits;

    private @Nullable PageDecompressor decompressor;
    private @Nullable CompressionCodec codec;
    private byte[] unpacked = new byte[0];

    private @Nullable PageCursor pages;
    private @Nullable FlatVector dictionary;
    private long currentRow;
    private long rowsInGroup;
    /** Levels left in the current page, those in the look-ahead included. */
    private int left;
    private boolean pageUnpacked;
    private boolean usesIds;
    private @Nullable ValueDecoder values;
    private boolean cursorHasPage;

    private int[] aheadRepetitions = new int[0];
    private int[] aheadDefinitions = new int[0];
    private int aheadAt;
    private int aheadEnd;

    private int rows;
    private boolean[] nulls = new boolean[0];
    private int nullCount;
    private int[] definitionLevels = new int[0];
    private int[] repetitionLevels = new int[0];
    private int levelCount;
    private int[] idValues = new int[0];
    private int idCount;
    private boolean collectsIds;

    /** @param levelsOnly true if no values are wanted, as for a group none of whose fields the table has */
    LeafReader(LeafColumn leaf, PhysicalType targetType, Conversion conversion, boolean levelsOnly,
            ScanMetrics metrics) {
        this.leaf = leaf;
        this.targetType = targetType;
        this.conversion = conversion;
        this.levelsOnly = levelsOnly;
        this.metrics = metrics;
        this.target = ValueBuffer.of(targetType);
        this.scratch = conversion == Conversion.NONE ? target : ValueBuffer.of(leaf.physical());
        this.definitionBits = 32 - Integer.numberOfLeadingZeros(leaf.maxDefinition());
        this.repetitionBits = 32 - Integer.numberOfLeadingZeros(leaf.maxRepetition());
    }

    LeafColumn leaf() {
        return leaf;
    }

    /** Goes on with the chunk of the next row group. */
    void open(PageCursor pages, CompressionCodec codec, long rowsInGroup) {
        this.pages = pages;
        this.rowsInGroup = rowsInGroup;
        if (decompressor == null || this.codec != codec) {
            close();
            decompressor = PageDecompressor.of(codec);
            this.codec = codec;
        }
        dictionary = null;
        currentRow = 0;
        left = 0;
        aheadAt = 0;
        aheadEnd = 0;
        cursorHasPage = false;
    }

    /** Begins a batch. */
    void begin() {
        rows = 0;
        nullCount = 0;
        levelCount = 0;
        idCount = 0;
        target.clear();
        collectsIds = false;
    }

    /** Appends {@code count} rows that nobody looks at, marked as null. */
    void fill(int count) {
        if (leaf.isTopLevel()) {
            ensureNulls(count);
            Arrays.fill(nulls, rows, rows + count, true);
            nullCount += count;
        } else {
            ensureLevels(count);
            Arrays.fill(repetitionLevels, levelCount, levelCount + count, 0);
            // A level below all others marks the row as null even where the file has no nulls.
            Arrays.fill(definitionLevels, levelCount, levelCount + count, leaf.maxRepetition() == 0 ? -1 : 0);
            levelCount += count;
        }
        rows += count;
    }

    /** Leaves out the rows before {@code row}. */
    void skipTo(long row) {
        while (currentRow < row) {
            if (left == 0 && !nextPage()) {
                throw endsEarly(row);
            }
            if (currentRow >= row) {
                break;
            }
            long wanted = row - currentRow;
            if (!pageUnpacked && skipsWholePage(wanted)) {
                continue;
            }
            unpackPage();
            if (leaf.maxRepetition() == 0) {
                int now = (int) Math.min(Math.min(wanted, left), SKIP_STEP);
                skipFlat(now);
                currentRow += now;
            } else {
                readNested(row, false);
            }
        }
        if (currentRow != row) {
            throw DecodeException.corrupt("pages of different columns disagree about row %d", row);
        }
    }

    /** Appends the next {@code count} rows. */
    void read(int count) {
        if (leaf.maxRepetition() > 0) {
            readNested(currentRow + count, true);
            rows += count;
            return;
        }
        int done = 0;
        while (done < count) {
            if (left == 0) {
                long expected = currentRow;
                if (!nextPage() || currentRow != expected) {
                    throw endsEarly(expected);
                }
            }
            unpackPage();
            int now = Math.min(left, count - done);
            if (leaf.isTopLevel()) {
                readTopLevel(now);
            } else {
                readLevels(now);
            }
            left -= now;
            currentRow += now;
            done += now;
        }
    }

    private DecodeException endsEarly(long row) {
        return DecodeException.corrupt("its pages end at row %d of %d, row %d is wanted", currentRow, rowsInGroup, row);
    }

    private boolean skipsWholePage(long wanted) {
        PageCursor cursor = cursor();
        int count = leaf.maxRepetition() == 0 ? cursor.valueCount() : cursor.rowCount();
        if (count < 0 || count > wanted) {
            return false;
        }
        currentRow += count;
        left = 0;
        metrics.addPagesSkipped(1);
        return true;
    }

    private PageCursor cursor() {
        if (pages == null) {
            throw new IllegalStateException("No row group is open");
        }
        return pages;
    }

    private void readTopLevel(int count) {
        int present = count;
        if (leaf.maxDefinition() > 0) {
            ensureNulls(count);
            int found = definitions.readNulls(nulls, rows, count);
            nullCount += found;
            present -= found;
        } else if (nulls.length > 0) {
            ensureNulls(count);
            Arrays.fill(nulls, rows, rows + count, false);
        }
        rows += count;
        appendValues(present);
    }

    private void readLevels(int count) {
        ensureLevels(count);
        int present = count;
        if (leaf.maxDefinition() > 0) {
            definitions.read(definitionLevels, levelCount, count);
            present = checkedPresent(definitionLevels, levelCount, count);
        } else {
            Arrays.fill(definitionLevels, levelCount, levelCount + count, 0);
        }
        levelCount += count;
        rows += count;
        appendValues(present);
    }

    /** Counts the levels that stand for a value, and fails if one is too high. */
    private int checkedPresent(int[] levels, int at, int count) {
        int max = leaf.maxDefinition();
        int present = 0;
        int highest = 0;
        for (int i = at; i < at + count; i++) {
            present += levels[i] == max ? 1 : 0;
            highest = Math.max(highest, levels[i]);
        }
        if (highest > max) {
            throw DecodeException.corrupt("a definition level of %d where %d is the highest", highest, max);
        }
        return present;
    }

    private void skipFlat(int count) {
        int present = count;
        if (leaf.isTopLevel()) {
            if (leaf.maxDefinition() > 0) {
                ensureNulls(count);
                present -= definitions.readNulls(nulls, rows, count);
            }
        } else if (leaf.maxDefinition() > 0) {
            ensureLevels(count);
            definitions.read(definitionLevels, levelCount, count);
            present = checkedPresent(definitionLevels, levelCount, count);
        }
        left -= count;
        skipValues(present);
    }

    private void skipValues(int count) {
        if (levelsOnly || count == 0) {
            return;
        }
        if (usesIds) {
            ids.skip(count);
        } else {
            decoder().skip(count);
        }
    }

    private ValueDecoder decoder() {
        if (values == null) {
            throw DecodeException.corrupt("a page has no values");
        }
        return values;
    }

    /**
     * Reads rows up to {@code endRow} with repetition levels, a block of levels at a time; a row ends where the next begins, perhaps in another page.
     * Without {@code keeps} it leaves the rows out, and may return at the end of a page before {@code endRow}.
     */
    private void readNested(long endRow, boolean keeps) {
        while (true) {
            if (left == 0) {
                boolean isComplete = !rowMayContinue();
                if (isComplete && (currentRow == endRow || !keeps)) {
                    return;
                }
                long expected = currentRow;
                if (!nextPage()) {
                    break;
                }
                if (currentRow != expected) {
                    throw endsEarly(expected);
                }
            }
            unpackPage();
            if (aheadAt == aheadEnd) {
                lookAhead();
            }
            takeLevels(endRow, keeps);
            if (currentRow == endRow && aheadAt < aheadEnd) {
                return;
            }
        }
        if (currentRow < endRow) {
            throw endsEarly(currentRow);
        }
    }

    private void takeLevels(long endRow, boolean keeps) {
        int start = aheadAt;
        int present = 0;
        int max = leaf.maxDefinition();
        while (aheadAt < aheadEnd) {
            if (aheadRepetitions[aheadAt] == 0) {
                if (currentRow == endRow) {
                    break;
                }
                currentRow++;
            } else if (currentRow == 0) {
                throw DecodeException.corrupt("its first repetition level is not 0");
            }
            present += aheadDefinitions[aheadAt] == max ? 1 : 0;
            aheadAt++;
        }
        int taken = aheadAt - start;
        left -= taken;
        if (keeps) {
            ensureLevels(taken);
            System.arraycopy(aheadRepetitions, start, repetitionLevels, levelCount, taken);
            System.arraycopy(aheadDefinitions, start, definitionLevels, levelCount, taken);
            levelCount += taken;
            appendValues(present);
        } else {
            skipValues(present);
        }
    }

    /** Rows of v2 pages, and of pages with an offset index, end with their page. */
    private boolean rowMayContinue() {
        return pages != null && cursorHasPage && !cursor().isV2() && cursor().firstRow() < 0;
    }

    private void lookAhead() {
        int count = Math.min(left, LOOK_AHEAD);
        if (aheadRepetitions.length < count) {
            aheadRepetitions = new int[LOOK_AHEAD];
            aheadDefinitions = new int[LOOK_AHEAD];
        }
        repetitions.read(aheadRepetitions, 0, count);
        definitions.read(aheadDefinitions, 0, count);
        checkedPresent(aheadDefinitions, 0, count);
        int highest = 0;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, aheadRepetitions[i]);
        }
        if (highest > leaf.maxRepetition()) {
            throw DecodeException.corrupt("a repetition level of %d where %d is the highest", highest,
                    leaf.maxRepetition());
        }
        aheadAt = 0;
        aheadEnd = count;
    }

    private void appendValues(int count) {
        if (levelsOnly || count == 0) {
            return;
        }
        if (usesIds) {
            appendIds(count);
            return;
        }
        if (idCount > 0) {
            flattenIds();
        }
        collectsIds = false;
        ValueDecoder decoder = decoder();
        if (scratch == target) {
            target.append(decoder, count);
        } else {
            scratch.clear();
            scratch.append(decoder, count);
            conversion.convert(scratch, target);
        }
    }

    private void appendIds(int count) {
        if (dictionary == null) {
            throw DecodeException.corrupt("a page refers to a dictionary that is not there");
        }
        boolean keepsIds = targetType == PhysicalType.BYTES && target.size == 0;
        int at = keepsIds ? idCount : 0;
        if (idValues.length < at + count) {
            idValues = Arrays.copyOf(idValues, ValueBuffer.grown(at + count));
        }
        ids.read(idValues, at, count);
        checkIds(idValues, at, count, dictionary.length());
        if (keepsIds) {
            idCount += count;
            collectsIds = true;
        } else {
            target.append(dictionary, idValues, 0, count);
        }
    }

    private static void checkIds(int[] ids, int at, int count, int size) {
        int highest = 0;
        int signs = 0;
        for (int i = at; i < at + count; i++) {
            highest = Math.max(highest, ids[i]);
            signs |= ids[i];
        }
        if (highest >= size || signs < 0) {
            throw DecodeException.corrupt("a page refers to entry %d of a dictionary of %d",
                    signs < 0 ? -1 : highest, size);
        }
    }

    /** The batch began with ids and goes on with values: the former become values too. */
    private void flattenIds() {
        if (dictionary == null) {
            throw new IllegalStateException("Ids without a dictionary");
        }
        target.append(dictionary, idValues, 0, idCount);
        idCount = 0;
    }

    private void ensureNulls(int count) {
        if (nulls.length < rows + count) {
            nulls = Arrays.copyOf(nulls, ValueBuffer.grown(rows + count));
        }
    }

    private void ensureLevels(int count) {
        if ((long) levelCount + count > MAX_LEVELS) {
            throw DecodeException.unsupported("the rows of a batch have more than %d elements", MAX_LEVELS);
        }
        if (definitionLevels.length < levelCount + count) {
            definitionLevels = Arrays.copyOf(definitionLevels, ValueBuffer.grown(levelCount + count));
            repetitionLevels = Arrays.copyOf(repetitionLevels, definitionLevels.length);
        }
    }

    int[] definitionLevels() {
        return definitionLevels;
    }

    int[] repetitionLevels() {
        return repetitionLevels;
    }

    int levelCount() {
        return levelCount;
    }

    /** Returns the batch's vector; valid until the next {@link #begin}. */
    ColumnVector finish() {
        int slots = leaf.isTopLevel() ? rows : markNulls();
        boolean[] marks = nullCount == 0 ? null : nulls;
        if (collectsIds && target.size == 0 && dictionary != null && dictionary.length() > 0) {
            if (marks != null) {
                spreadIds(marks, slots);
            }
            if (idValues.length < slots) {
                idValues = Arrays.copyOf(idValues, slots);
            }
            return new DictionaryVector(slots, dictionary, idValues, marks);
        }
        if (marks != null) {
            target.spread(marks, slots);
        }
        return target.vector(slots, marks);
    }

    /** Finds the rows of a column inside groups, and which are null, from the levels; returns how many rows there are. */
    private int markNulls() {
        int max = leaf.maxDefinition();
        int repeated = leaf.repeatedDefinition();
        if (nulls.length < levelCount) {
            nulls = new boolean[ValueBuffer.grown(levelCount)];
        }
        int slots = 0;
        int nullSlots = 0;
        for (int i = 0; i < levelCount; i++) {
            int level = definitionLevels[i];
            if (repeated == 0 || level >= repeated) {
                boolean isNull = level < max;
                nulls[slots++] = isNull;
                nullSlots += isNull ? 1 : 0;
            }
        }
        nullCount = nullSlots;
        return slots;
    }

    private void spreadIds(boolean[] marks, int slots) {
        int from = idCount;
        if (idValues.length < slots) {
            idValues = Arrays.copyOf(idValues, ValueBuffer.grown(slots));
        }
        for (int row = slots - 1; row >= 0; row--) {
            idValues[row] = marks[row] ? 0 : idValues[--from];
        }
    }

    /** Steps to the next page with rows; reads the dictionary on the way. */
    private boolean nextPage() {
        PageCursor cursor = cursor();
        while (cursor.advance()) {
            if (cursor.isDictionary()) {
                readDictionary(cursor);
                continue;
            }
            cursorHasPage = true;
            long first = cursor.firstRow();
            if (first >= 0) {
                if (first < currentRow) {
                    throw DecodeException.corrupt("the page of row %d follows row %d", first, currentRow);
                }
                currentRow = first;
            }
            left = cursor.valueCount();
            aheadAt = 0;
            aheadEnd = 0;
            pageUnpacked = false;
            if (leaf.maxRepetition() == 0 && left > rowsInGroup - currentRow) {
                throw DecodeException.corrupt("a page claims %d rows where %d are left", left,
                        rowsInGroup - currentRow);
            }
            if (left > 0) {
                return true;
            }
        }
        return false;
    }

    private void readDictionary(PageCursor cursor) {
        if (levelsOnly) {
            return;
        }
        if (dictionary != null) {
            throw DecodeException.corrupt("the column has two dictionaries");
        }
        dictionary = DictionaryPage.read(cursor, leaf, targetType, conversion, decompressor());
    }

    private PageDecompressor decompressor() {
        if (decompressor == null) {
            throw new IllegalStateException("No row group is open");
        }
        return decompressor;
    }

    private void unpackPage() {
        if (pageUnpacked) {
            return;
        }
        pageUnpacked = true;
        PageCursor cursor = cursor();
        cursor.verify();
        if (cursor.isV2()) {
            unpackV2(cursor);
        } else {
            unpackV1(cursor);
        }
    }

    private void unpackV1(PageCursor cursor) {
        DataPageHeader header = cursor.v1();
        byte[] bytes = cursor.bytes();
        int start = cursor.bodyStart();
        int end = start + cursor.bodyLength();
        if (codec != CompressionCodec.UNCOMPRESSED) {
            int length = cursor.header().getUncompressed_page_size();
            unpack(bytes, start, cursor.bodyLength(), length);
            bytes = unpacked;
            start = 0;
            end = length;
        }
        if (leaf.maxRepetition() > 0) {
            start = levelsV1(repetitions, bytes, start, end, repetitionBits, header.getRepetition_level_encoding());
        }
        if (leaf.maxDefinition() > 0) {
            start = levelsV1(definitions, bytes, start, end, definitionBits, header.getDefinition_level_encoding());
        }
        startValues(bytes, start, end, header.getEncoding());
    }

    private int levelsV1(RleDecoder levels, byte[] bytes, int start, int end, int bits, Encoding encoding) {
        if (encoding == Encoding.BIT_PACKED) {
            long length = ((long) left * bits + 7) / 8;
            if (length > end - start) {
                throw DecodeException.corrupt("levels of %d bytes where %d are left", length, end - start);
            }
            levels.resetLegacy(bytes, start, start + (int) length, bits, left);
            return start + (int) length;
        }
        if (encoding != Encoding.RLE) {
            throw DecodeException.corrupt("levels in encoding %s", encoding);
        }
        if (end - start < 4) {
            throw ValueDecoder.endsEarly();
        }
        int length = LittleEndian.getInt(bytes, start);
        if (length < 0 || length > end - start - 4) {
            throw DecodeException.corrupt("levels of %d bytes where %d are left", length, end - start - 4);
        }
        levels.reset(bytes, start + 4, start + 4 + length, bits);
        return start + 4 + length;
    }

    private void unpackV2(PageCursor cursor) {
        DataPageHeaderV2 header = cursor.v2();
        int repetitionLength = header.getRepetition_levels_byte_length();
        int definitionLength = header.getDefinition_levels_byte_length();
        byte[] bytes = cursor.bytes();
        int start = cursor.bodyStart();
        int end = start + cursor.bodyLength();
        if (repetitionLength < 0 || definitionLength < 0
                || (long) repetitionLength + definitionLength > cursor.bodyLength()) {
            throw DecodeException.corrupt("levels of %d and %d bytes in a page of %d", repetitionLength,
                    definitionLength, cursor.bodyLength());
        }
        if (leaf.maxRepetition() > 0) {
            repetitions.reset(bytes, start, start + repetitionLength, repetitionBits);
        }
        start += repetitionLength;
        if (leaf.maxDefinition() > 0) {
            definitions.reset(bytes, start, start + definitionLength, definitionBits);
        }
        start += definitionLength;
        boolean isPacked = !header.isSetIs_compressed() || header.isIs_compressed();
        if (codec != CompressionCodec.UNCOMPRESSED && isPacked && start < end) {
            int length = cursor.header().getUncompressed_page_size() - repetitionLength - definitionLength;
            unpack(bytes, start, end - start, length);
            bytes = unpacked;
            start = 0;
            end = length;
        }
        startValues(bytes, start, end, header.getEncoding());
    }

    private void unpack(byte[] bytes, int start, int length, int unpackedLength) {
        if (unpackedLength < 0 || unpackedLength > MAX_PAGE_BYTES) {
            throw DecodeException.corrupt("a page claims to unpack to %d bytes", unpackedLength);
        }
        decompressor().checkClaim(length, unpackedLength);
        if (unpacked.length < unpackedLength + SLACK) {
            unpacked = new byte[ValueBuffer.grown(unpackedLength + SLACK)];
        }
        decompressor().unpack(bytes, start, length, unpacked, 0, unpackedLength);
    }

    private void startValues(byte[] bytes, int start, int end, @Nullable Encoding encoding) {
        values = null;
        usesIds = false;
        if (levelsOnly) {
            return;
        }
        if (encoding == null) {
            throw DecodeException.unsupported("an encoding that is not known");
        }
        if (encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY) {
            usesIds = true;
            // A page of nulls alone may have no byte at all.
            int bits = start < end ? bytes[start] : 0;
            ids.reset(bytes, Math.min(start + 1, end), end, bits);
            return;
        }
        ValueDecoder decoder = decoders[encoding.ordinal()];
        if (decoder == null) {
            decoder = newDecoder(leaf, encoding);
            decoders[encoding.ordinal()] = decoder;
        }
        if (start < end || encoding == Encoding.PLAIN) {
            decoder.reset(bytes, start, end, left);
            values = decoder;
        }
    }

    private static ValueDecoder newDecoder(LeafColumn leaf, Encoding encoding) {
        Type type = leaf.physical();
        return switch (encoding) {
            case PLAIN -> new PlainDecoder(type, leaf.typeLength());
            case RLE -> new RleBooleanDecoder();
            case DELTA_BINARY_PACKED -> new DeltaDecoder();
            case DELTA_LENGTH_BYTE_ARRAY -> new DeltaBytesDecoder(false, 0);
            case DELTA_BYTE_ARRAY ->
                new DeltaBytesDecoder(true, type == Type.FIXED_LEN_BYTE_ARRAY ? leaf.typeLength() : 0);
            case BYTE_STREAM_SPLIT -> new StreamSplitDecoder(type, leaf.typeLength());
            case BIT_PACKED -> throw DecodeException.corrupt("values in encoding BIT_PACKED");
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> throw new IllegalStateException("Ids are decoded elsewhere");
        };
    }

    @Override
    public void close() {
        if (decompressor != null) {
            decompressor.close();
            decompressor = null;
        }
    }
}
