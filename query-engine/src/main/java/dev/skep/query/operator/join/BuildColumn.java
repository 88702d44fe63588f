package dev.skep.query.operator.join;

import java.util.Arrays;

import dev.skep.query.function.vector.BytesInterner;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects a column of the build side. Texts that occur often become numbers of a dictionary, so that what is probed gets numbers too and later work is done
 * once for each text; where most texts differ it is given up.
 */
final class BuildColumn {
    /** Dictionaries up to this size are always kept; larger ones if each text occurs this often. */
    private static final int SMALL = 256;
    private static final int REPEATS = 8;

    private final DataType type;
    private @Nullable BytesInterner texts;
    private final VectorBuilder flat;
    private int[] ids = new int[0];
    private boolean @Nullable [] nulls;
    private int rows;
    private @Nullable FlatVector lastDictionary;
    private int[] idOfLast = new int[0];

    BuildColumn(DataType type) {
        this.type = type;
        flat = VectorBuilder.of(type);
        texts = type.physical() == PhysicalType.BYTES ? new BytesInterner() : null;
    }

    void append(ColumnVector vector, int @Nullable [] selected, int count) {
        BytesInterner known = texts;
        if (known == null) {
            flat.append(vector, selected, count);
            return;
        }
        appendTexts(known, vector, selected, count);
        if (known.size() > SMALL && (long) known.size() * REPEATS > rows) {
            giveUp(known);
        }
    }

    private void appendTexts(BytesInterner known, ColumnVector vector, int @Nullable [] selected, int count) {
        if (ids.length < rows + count) {
            ids = Arrays.copyOf(ids, Math.max(rows + count, rows + (rows >> 1)));
        }
        if (vector.mayHaveNulls() && nulls == null) {
            nulls = new boolean[ids.length];
        }
        boolean[] absent = nulls;
        if (absent != null && absent.length < ids.length) {
            absent = Arrays.copyOf(absent, ids.length);
            nulls = absent;
        }
        if (vector instanceof DictionaryVector dictionary) {
            appendIds(known, dictionary, selected, count);
            return;
        }
        FlatVector values = vector instanceof ConstantVector constant
                ? Vectors.flatten(constant.value())
                : Vectors.flatten(vector);
        BytesVector bytes = (BytesVector) values;
        boolean isConstant = vector instanceof ConstantVector;
        for (int k = 0; k < count; k++) {
            int row = selected == null ? k : selected[k];
            if (absent != null && vector.isNull(row)) {
                absent[rows + k] = true;
            } else {
                int at = isConstant ? 0 : row;
                ids[rows + k] = known.intern(bytes.data(), bytes.offsets()[at], bytes.offsets()[at + 1]);
            }
        }
        rows += count;
    }

    private void appendIds(BytesInterner known, DictionaryVector vector, int @Nullable [] selected, int count) {
        BytesVector dictionary = (BytesVector) vector.dictionary();
        if (lastDictionary != dictionary) {
            lastDictionary = dictionary;
            idOfLast = new int[dictionary.length()];
            Arrays.fill(idOfLast, -1);
        }
        boolean[] absent = nulls;
        int[] from = vector.ids();
        for (int k = 0; k < count; k++) {
            int row = selected == null ? k : selected[k];
            if (absent != null && vector.isNull(row)) {
                absent[rows + k] = true;
                continue;
            }
            int id = from[row];
            int mapped = idOfLast[id];
            if (mapped < 0) {
                mapped = known.intern(dictionary.data(), dictionary.offsets()[id], dictionary.offsets()[id + 1]);
                idOfLast[id] = mapped;
            }
            ids[rows + k] = mapped;
        }
        rows += count;
    }

    private void giveUp(BytesInterner known) {
        flat.append(encoded(known), null, rows);
        texts = null;
        ids = new int[0];
        idOfLast = ids;
        nulls = null;
        lastDictionary = null;
    }

    private DictionaryVector encoded(BytesInterner known) {
        return new DictionaryVector(rows, known.values(), ids, nulls);
    }

    /** Returns all rows; nothing may be appended afterwards. */
    ColumnVector build() {
        BytesInterner known = texts;
        // A vector without any text is flat: a dictionary would be empty.
        return known == null || known.size() == 0 ? flatOf(known) : encoded(known);
    }

    private ColumnVector flatOf(@Nullable BytesInterner known) {
        if (known != null && rows > 0) {
            flat.append(new ConstantVector(rows, dev.skep.storage.vector.Values.vector(type, null)), null, rows);
        }
        return flat.build();
    }

    long retainedBytes() {
        BytesInterner known = texts;
        return flat.retainedBytes() + 4L * (ids.length + idOfLast.length) + (known == null ? 0 : known.retainedBytes());
    }
}
