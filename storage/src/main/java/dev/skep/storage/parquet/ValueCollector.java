package dev.skep.storage.parquet;

import java.util.Arrays;

import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one column for a batch and makes the vector. Text stays in its dictionary as long as all pages of the batch use it;
 * numbers are looked up at once, as they are smaller than what would refer to them.
 */
final class ValueCollector {
    private final LeafColumn leaf;
    private final PhysicalType targetType;
    private final Conversion conversion;
    private final ValueBuffer target;
    private final ValueBuffer scratch;
    private @Nullable FlatVector dictionary;
    private int[] idValues = new int[0];
    private int idCount;
    private boolean collectsIds;

    ValueCollector(LeafColumn leaf, PhysicalType targetType, Conversion conversion) {
        this.leaf = leaf;
        this.targetType = targetType;
        this.conversion = conversion;
        this.target = ValueBuffer.of(targetType);
        this.scratch = conversion == Conversion.NONE ? target : ValueBuffer.of(leaf.physical());
    }

    /** Goes on with another row group, which has a dictionary of its own if any. */
    void open() {
        dictionary = null;
    }

    void readDictionary(PageCursor cursor, PageDecompressor decompressor) {
        if (dictionary != null) {
            throw DecodeException.corrupt("the column has two dictionaries");
        }
        dictionary = DictionaryPage.read(cursor, leaf, targetType, conversion, decompressor);
    }

    /** Begins a batch. */
    void begin() {
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

    private void appendIds(RleDecoder ids, int count) {
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

    private void spreadIds(boolean[] nulls, int rows) {
        int from = idCount;
        for (int row = rows - 1; row >= 0; row--) {
            idValues[row] = nulls[row] ? 0 : idValues[--from];
        }
    }
}
