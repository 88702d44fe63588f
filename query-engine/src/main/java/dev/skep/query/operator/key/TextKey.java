package dev.skep.query.operator.key;

import java.util.Arrays;

import dev.skep.query.function.vector.BytesInterner;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import org.jspecify.annotations.Nullable;

/**
 * Text and binary. The codes of a dictionary are looked up once. Where values may have several codes, and the first dictionary is a large one, its ids
 * are the codes, until another comes: so the texts of a join's build side are not looked at at all.
 */
final class TextKey extends CodedKey {
    /** Larger ones are not worth holding on to. */
    private static final int MOST_OWN_BYTES = 32 << 20;

    private final boolean mayRepeat;
    private final BytesInterner interner;
    /** The dictionary whose ids are the codes, if there is one. */
    private @Nullable BytesVector own;
    private boolean hasRepeats;
    private final ColumnReader reader = new ColumnReader();
    private @Nullable FlatVector lastDictionary;
    private @Nullable BytesVector values;
    /** By dictionary id; zero means not looked up yet, -1 that the value was not there. */
    private int[] known = new int[0];

    TextKey(boolean mayRepeat) {
        this(mayRepeat, new BytesInterner());
    }

    private TextKey(boolean mayRepeat, BytesInterner interner) {
        this.mayRepeat = mayRepeat;
        this.interner = interner;
    }

    @Override
    KeyColumn copy() {
        return new TextKey(false, interner);
    }

    @Override
    int size() {
        return own == null ? interner.size() : own.length();
    }

    @Override
    boolean hasRepeats() {
        return hasRepeats;
    }

    @Override
    boolean accepts(ColumnVector vector) {
        if (own == null) {
            return true;
        }
        reader.read(vector);
        return reader.isConstantNull() || (reader.base() == own && !reader.isConstant() && reader.ids() != null);
    }

    @Override
    int recode(int code) {
        return code == 0 || own == null ? code : code(own, code - 1, true);
    }

    @Override
    void recoded() {
        own = null;
    }

    private boolean isWorthOwning(BytesVector dictionary, int count) {
        return mayRepeat && interner.size() == 0 && dictionary.length() > count
                && dictionary.data().length <= MOST_OWN_BYTES;
    }

    private static void ids(int[] ids, boolean @Nullable [] nulls, int[] rows, int count, int[] codes) {
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            codes[k] = nulls != null && nulls[row] ? 0 : ids[row] + 1;
        }
    }

    @Override
    void codes(ColumnVector vector, int[] rows, int count, int[] codes, boolean isInsert) {
        reader.read(vector);
        if (reader.isConstantNull()) {
            Arrays.fill(codes, 0, count, 0);
            return;
        }
        BytesVector bytes = reader.bytes();
        if (reader.isConstant()) {
            Arrays.fill(codes, 0, count, code(bytes, 0, isInsert));
            return;
        }
        boolean[] nulls = reader.nulls();
        int[] ids = reader.ids();
        if (ids == null) {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                codes[k] = nulls != null && nulls[row] ? 0 : code(bytes, row, isInsert);
            }
            return;
        }
        if (own == null && isWorthOwning(bytes, count)) {
            own = bytes;
            hasRepeats = true;
        }
        if (own != null) {
            ids(ids, nulls, rows, count, codes);
            return;
        }
        byId(bytes, ids, nulls, rows, count, codes, isInsert);
    }

    private void byId(BytesVector dictionary, int[] ids, boolean @Nullable [] nulls, int[] rows, int count,
            int[] codes, boolean isInsert) {
        if (lastDictionary != dictionary) {
            lastDictionary = dictionary;
            if (known.length < dictionary.length()) {
                known = new int[dictionary.length()];
            } else {
                Arrays.fill(known, 0, dictionary.length(), 0);
            }
        }
        int[] byId = known;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (nulls != null && nulls[row]) {
                codes[k] = 0;
                continue;
            }
            int id = ids[row];
            int code = byId[id];
            if (code <= 0 && (code == 0 || isInsert)) {
                code = code(dictionary, id, isInsert);
                byId[id] = code;
            }
            codes[k] = code;
        }
    }

    private int code(BytesVector bytes, int index, boolean isInsert) {
        int start = bytes.offsets()[index];
        int end = bytes.offsets()[index + 1];
        if (isInsert) {
            return 1 + interner.intern(bytes.data(), start, end);
        }
        int found = interner.find(bytes.data(), start, end);
        return found < 0 ? -1 : found + 1;
    }

    /** The same vector as long as nothing is learnt, so that what is computed once for a dictionary is. */
    private BytesVector values() {
        if (own != null) {
            return own;
        }
        BytesVector all = values;
        if (all == null || all.length() != interner.size()) {
            all = interner.values();
            values = all;
        }
        return all;
    }

    @Override
    ColumnVector values(int[] codes, int count) {
        boolean[] absent = null;
        for (int i = 0; i < count; i++) {
            if (codes[i] == 0) {
                absent = absent == null ? new boolean[count] : absent;
                absent[i] = true;
            } else {
                codes[i]--;
            }
        }
        return new DictionaryVector(count, values(), codes, absent);
    }

    @Override
    long retainedBytes() {
        return super.retainedBytes() + interner.retainedBytes() + 4L * known.length
                + (own == null ? 0 : own.data().length + 4L * own.offsets().length);
    }

    @Override
    long growthBytes(int count) {
        return interner.growthBytes(count);
    }
}
