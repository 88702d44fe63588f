package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.scan.HeldBytes;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one column for a batch and makes the vector. Text stays in its dictionary as long as all pages of the batch use it;
 * numbers are looked up at once, as they are smaller than what would refer to them, unless a filter is to see them first.
 */
final class ValueCollector {
    /** Unpacking so many ids costs what leaving out a run of them does. */
    private static final int VALUES_PER_SKIP = 24;

    private final LeafColumn leaf;
    private final HeldBytes held;
    private long heldByDictionary;
    private final PhysicalType targetType;
    private final Conversion conversion;
    private final ValueBuffer target;
    private final ValueBuffer scratch;
    private @Nullable FlatVector dictionary;
    private int[] idValues = new int[0];
    private int idCount;
    private boolean collectsIds;
    private boolean keepsNumbers;
    private int[] scratchIds = new int[0];

    /** @param held counts dictionaries */
    ValueCollector(LeafColumn leaf, PhysicalType targetType, Conversion conversion, HeldBytes held) {
        this.leaf = leaf;
        this.held = held;
        this.targetType = targetType;
        this.conversion = conversion;
        this.target = ValueBuffer.of(targetType);
        this.scratch = conversion == Conversion.NONE ? target : ValueBuffer.of(leaf.physical());
    }

    /** Goes on with another row group, which has a dictionary of its own if any. */
    void open() {
        dictionary = null;
        held.add(-heldByDictionary);
        heldByDictionary = 0;
    }

    /** What the arrays of the batch take. */
    long retainedBytes() {
        long bytes = target.retainedBytes() + (long) Integer.BYTES * (idValues.length + scratchIds.length);
        return scratch == target ? bytes : bytes + scratch.retainedBytes();
    }

    FlatVector readDictionary(PageCursor cursor, PageDecompressor decompressor) {
        if (dictionary != null) {
            throw DecodeException.corrupt("the column has two dictionaries");
        }
        // The page and the values that are made of it are there together, for a while.
        long room = 2L * Math.max(0, cursor.header().getUncompressed_page_size());
        held.add(room);
        heldByDictionary = room;
        FlatVector read = DictionaryPage.read(cursor, leaf, targetType, conversion, decompressor);
        long bytes = DictionaryPage.bytes(read);
        held.add(bytes - room);
        heldByDictionary = bytes;
        dictionary = read;
        return read;
    }

    /** Begins a batch; with {@code keepsNumbers} numbers stay in their dictionary as text does. */
    void begin(boolean keepsNumbers) {
        this.keepsNumbers = keepsNumbers;
        idCount = 0;
        target.clear();
        collectsIds = false;
    }

    /** Appends the next {@code count} values of the page. */
    void append(PageUnpacker page, int count) {
        if (count == 0) {
            return;
        }
        if (page.usesIds()) {
            appendIds(page.ids(), count);
            return;
        }
        if (idCount > 0) {
            flattenIds();
        }
        collectsIds = false;
        ValueDecoder decoder = page.values();
        if (scratch == target) {
            target.append(decoder, count);
        } else {
            scratch.clear();
            scratch.append(decoder, count);
            conversion.convert(scratch, target);
        }
    }

    /** Appends of the next {@code span} values of the page those at {@code ordinals[0 .. count)}, which ascend. */
    void append(PageUnpacker page, int[] ordinals, int count, int span) {
        if (count == span) {
            append(page, count);
            return;
        }
        if (count == 0) {
            page.skipValues(span);
            return;
        }
        if (page.usesIds()) {
            appendIds(page.ids(), ordinals, count, span);
            return;
        }
        if (idCount > 0) {
            flattenIds();
        }
        collectsIds = false;
        ValueDecoder decoder = page.values();
        if (scratch == target) {
            target.append(decoder, ordinals, count, span);
        } else {
            scratch.clear();
            scratch.append(decoder, ordinals, count, span);
            conversion.convert(scratch, target);
        }
    }

    private void appendIds(RleDecoder ids, int count) {
        int at = roomForIds(count);
        ids.read(idValues, at, count);
        takeIds(ids, at, count);
    }

    private void appendIds(RleDecoder ids, int[] ordinals, int count, int span) {
        int at = roomForIds(count);
        int[] taken = idValues;
        if (count * VALUES_PER_SKIP < span) {
            int done = 0;
            for (int i = 0; i < count; i++) {
                ids.skip(ordinals[i] - done);
                ids.read(taken, at + i, 1);
                done = ordinals[i] + 1;
            }
            ids.skip(span - done);
        } else {
            if (scratchIds.length < span) {
                scratchIds = new int[ValueBuffer.grown(span)];
            }
            int[] all = scratchIds;
            ids.read(all, 0, span);
            for (int i = 0; i < count; i++) {
                taken[at + i] = all[ordinals[i]];
            }
        }
        takeIds(ids, at, count);
    }

    private boolean keepsIds() {
        return (keepsNumbers || targetType == PhysicalType.BYTES) && target.size == 0;
    }

    private int roomForIds(int count) {
        int at = keepsIds() ? idCount : 0;
        if (idValues.length < at + count) {
            idValues = Arrays.copyOf(idValues, ValueBuffer.grown(at + count));
        }
        return at;
    }

    private void takeIds(RleDecoder ids, int at, int count) {
        if (dictionary == null) {
            throw DecodeException.corrupt("a page refers to a dictionary that is not there");
        }
        if (!ids.isBelow(dictionary.length())) {
            checkIds(idValues, at, count, dictionary.length());
        }
        if (keepsIds()) {
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

    /** Returns the vector of {@code rows} rows; the values are those of the rows that {@code nulls} does not mark. */
    ColumnVector finish(int rows, boolean @Nullable [] nulls) {
        if (collectsIds && target.size == 0 && dictionary != null && dictionary.length() > 0) {
            if (idValues.length < rows) {
                idValues = Arrays.copyOf(idValues, ValueBuffer.grown(rows));
            }
            if (nulls != null) {
                spreadIds(nulls, rows);
            }
            return new DictionaryVector(rows, dictionary, idValues, nulls);
        }
        if (nulls != null) {
            target.spread(nulls, rows);
        }
        return target.vector(rows, nulls);
    }

    /** As {@link #finish(int, boolean[])} where only {@code chosen[0 .. count)} of the rows were read; the others have any values. */
    ColumnVector finish(int rows, int[] chosen, int count, boolean @Nullable [] nulls) {
        if (collectsIds && target.size == 0 && dictionary != null && dictionary.length() > 0) {
            if (scratchIds.length < rows) {
                scratchIds = new int[ValueBuffer.grown(rows)];
            }
            int[] spread = scratchIds;
            // Whatever is made of all rows may look at the others too.
            Arrays.fill(spread, 0, rows, 0);
            int from = 0;
            for (int i = 0; i < count; i++) {
                int row = chosen[i];
                if (nulls == null || !nulls[row]) {
                    spread[row] = idValues[from++];
                }
            }
            scratchIds = idValues;
            idValues = spread;
            return new DictionaryVector(rows, dictionary, spread, nulls);
        }
        target.spread(chosen, count, nulls);
        return target.vector(rows, nulls);
    }

    /** Looks up the rows {@code chosen[0 .. count)} of a vector of this batch that was kept in its dictionary. */
    FlatVector lookUp(DictionaryVector vector, int[] chosen, int count) {
        target.clear();
        target.lookUp(vector.dictionary(), vector.ids(), chosen, count);
        return target.vector(vector.length(), vector.nulls());
    }

    private void spreadIds(boolean[] nulls, int rows) {
        int from = idCount;
        for (int row = rows - 1; row >= 0; row--) {
            idValues[row] = nulls[row] ? 0 : idValues[--from];
        }
    }
}
