package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import org.apache.parquet.format.CompressionCodec;
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
    private static final int MAX_LEVELS = 1 << 25;
    private static final int LOOK_AHEAD = 1_024;
    private static final int SKIP_STEP = 4_096;

    private final LeafColumn leaf;
    private final ScanMetrics metrics;
    private final HeldBytes held;
    private long heldArrays;
    private final boolean levelsOnly;
    private final PageUnpacker page;
    private final ValueCollector values;

    private @Nullable PageCursor pages;
    private long currentRow;
    private long rowsInGroup;
    /** Levels left in the current page, those in the look-ahead included. */
    private int left;
    private boolean pageUnpacked;
    private boolean cursorHasPage;
    /** Set if the cursor stands on a page that nobody has taken. */
    private boolean isPeeked;

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
    /** The rows that the batch has values for; all if the count is negative. */
    private int[] chosenRows = new int[0];
    private int chosenCount = -1;
    private int[] ordinals = new int[0];
    private boolean[] pageNulls = new boolean[0];

    /** @param levelsOnly true if no values are wanted, as for a group none of whose fields the table has */
    LeafReader(LeafColumn leaf, PhysicalType targetType, Conversion conversion, boolean levelsOnly,
            ScanMetrics metrics, HeldBytes held) {
        this.leaf = leaf;
        this.levelsOnly = levelsOnly;
        this.metrics = metrics;
        this.held = held;
        this.page = new PageUnpacker(leaf, levelsOnly, held);
        this.values = new ValueCollector(leaf, targetType, conversion, held);
    }

    LeafColumn leaf() {
        return leaf;
    }

    /** True if {@link #beginChosen} may be used. */
    boolean canChoose() {
        return leaf.isTopLevel() && !levelsOnly;
    }

    /** Goes on with the chunk of the next row group. */
    void open(PageCursor pages, CompressionCodec codec, long rowsInGroup) {
        endGroup();
        this.pages = pages;
        this.rowsInGroup = rowsInGroup;
        page.open(codec);
        values.open();
        currentRow = 0;
        left = 0;
        aheadAt = 0;
        aheadEnd = 0;
        cursorHasPage = false;
        isPeeked = false;
    }

    /** Gives back the bytes of the chunk. */
    void endGroup() {
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }

    /** Returns the dictionary if the chunk, which was just opened, begins with one; it is read then. */
    @Nullable
    FlatVector dictionary() {
        PageCursor cursor = cursor();
        if (levelsOnly || isPeeked || !cursor.advance()) {
            return null;
        }
        if (!cursor.isDictionary()) {
            isPeeked = true;
            return null;
        }
        return values.readDictionary(cursor, page.decompressor());
    }

    /** Begins a batch; with {@code keepsNumbers} numbers are left in their dictionary where all pages use it. */
    void begin(boolean keepsNumbers) {
        rows = 0;
        nullCount = 0;
        levelCount = 0;
        chosenCount = -1;
        values.begin(keepsNumbers);
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

    /** Begins to read {@code chosen[0 .. count)}, which ascend, of the {@code batchRows} rows of a batch; {@link #readChosen} follows for runs of them. */
    void beginChosen(int[] chosen, int count, int batchRows) {
        chosenRows = chosen;
        chosenCount = count;
        rows = batchRows;
    }

    /** Appends the chosen rows {@code from .. to}; a row of the batch is {@code shift} further on in the row group. */
    void readChosen(int from, int to, long shift) {
        int[] chosen = chosenRows;
        int next = from;
        while (next < to) {
            long row = chosen[next] + shift;
            skipTo(row);
            if (left == 0 && (!nextPage() || currentRow != row)) {
                throw endsEarly(row);
            }
            unpackPage();
            long pageEnd = currentRow + left;
            int end = next + 1;
            while (end < to && chosen[end] + shift < pageEnd) {
                end++;
            }
            int span = (int) (chosen[end - 1] + shift - row) + 1;
            choose(chosen, next, end, span);
            left -= span;
            currentRow += span;
            next = end;
        }
    }

    private void choose(int[] chosen, int from, int to, int span) {
        int count = to - from;
        if (ordinals.length < count) {
            ordinals = new int[ValueBuffer.grown(count)];
        }
        int first = chosen[from];
        int found = 0;
        if (leaf.maxDefinition() > 0) {
            if (pageNulls.length < span) {
                pageNulls = new boolean[ValueBuffer.grown(span)];
            }
            found = page.definitions().readNulls(pageNulls, 0, span);
        }
        if (found == 0) {
            for (int i = 0; i < count; i++) {
                ordinals[i] = chosen[from + i] - first;
            }
            values.append(page, ordinals, count, span);
            return;
        }
        if (nullCount == 0) {
            if (nulls.length < rows) {
                nulls = new boolean[ValueBuffer.grown(rows)];
            }
            Arrays.fill(nulls, 0, rows, false);
        }
        nullCount += found;
        int present = 0;
        int at = 0;
        int taken = 0;
        for (int i = from; i < to; i++) {
            int ordinal = chosen[i] - first;
            for (; at < ordinal; at++) {
                present += pageNulls[at] ? 0 : 1;
            }
            ordinals[taken] = present;
            nulls[chosen[i]] = pageNulls[at];
            taken += pageNulls[at] ? 0 : 1;
        }
        values.append(page, ordinals, taken, span - found);
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
            int found = page.definitions().readNulls(nulls, rows, count);
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
            page.definitions().read(definitionLevels, levelCount, count);
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
                present -= page.definitions().readNulls(nulls, rows, count);
            }
        } else if (leaf.maxDefinition() > 0) {
            ensureLevels(count);
            page.definitions().read(definitionLevels, levelCount, count);
            present = checkedPresent(definitionLevels, levelCount, count);
        }
        left -= count;
        page.skipValues(present);
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
            page.skipValues(present);
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
        page.repetitions().read(aheadRepetitions, 0, count);
        page.definitions().read(aheadDefinitions, 0, count);
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

    /** Steps to the next page with rows; reads the dictionary on the way. */
    private boolean nextPage() {
        PageCursor cursor = cursor();
        while (isPeeked || cursor.advance()) {
            isPeeked = false;
            if (cursor.isDictionary()) {
                if (!levelsOnly) {
                    values.readDictionary(cursor, page.decompressor());
                }
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

    private void appendValues(int count) {
        if (!levelsOnly) {
            values.append(page, count);
        }
    }

    private void unpackPage() {
        if (!pageUnpacked) {
            pageUnpacked = true;
            page.unpack(cursor());
        }
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
            definitionLevels = LargeArrays.grown(definitionLevels, ValueBuffer.grown(levelCount + count));
            repetitionLevels = LargeArrays.grown(repetitionLevels, definitionLevels.length);
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

    /** Counts what the arrays of the batch have grown by. */
    void count() {
        long now = values.retainedBytes() + nulls.length + pageNulls.length
                + (long) Integer.BYTES * (definitionLevels.length + repetitionLevels.length + ordinals.length
                        + aheadRepetitions.length + aheadDefinitions.length);
        held.add(now - heldArrays);
        heldArrays = now;
    }

    /** Returns the batch's vector; valid until the next {@link #begin}. */
    ColumnVector finish() {
        if (chosenCount >= 0) {
            return values.finish(rows, chosenRows, chosenCount, nullCount == 0 ? null : nulls);
        }
        int slots = leaf.isTopLevel() ? rows : markNulls();
        return values.finish(slots, nullCount == 0 ? null : nulls);
    }

    /** Looks up the rows {@code chosen[0 .. count)} of a vector that was left in its dictionary; valid until the next {@link #begin}. */
    ColumnVector lookUp(DictionaryVector vector, int[] chosen, int count) {
        return values.lookUp(vector, chosen, count);
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

    @Override
    public void close() {
        page.close();
    }
}
