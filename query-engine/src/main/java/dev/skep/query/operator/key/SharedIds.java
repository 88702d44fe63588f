package dev.skep.query.operator.key;

import java.util.Arrays;

import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import org.jspecify.annotations.Nullable;

/**
 * Key columns that all refer to the same rows of something, as those that come from the build side of a join do: all their values follow from one id,
 * so that an id's group is looked up once.
 */
final class SharedIds {
    private final @Nullable Object[] last;
    private int[] ids = new int[0];
    /** Group + 1 by id. */
    private int[] groupOf = new int[0];
    private boolean isStale = true;
    private int[] unknownRows = new int[0];
    private int[] unknownPlaces = new int[0];
    private int[] unknownGroups = new int[0];

    SharedIds(int columns) {
        last = new Object[columns];
    }

    /** Returns true if these keys' groups follow from ids, and what was learnt about ids holds. */
    boolean begin(ColumnVector[] values, int count) {
        int[] shared = null;
        int length = 0;
        boolean same = true;
        for (int c = 0; c < values.length; c++) {
            Object source;
            if (values[c] instanceof DictionaryVector dictionary && dictionary.nulls() == null
                    && (shared == null || shared == dictionary.ids())) {
                shared = dictionary.ids();
                source = dictionary.dictionary();
                length = Math.max(length, dictionary.dictionary().length());
            } else if (values[c] instanceof ConstantVector constant) {
                source = constant.value();
            } else {
                return false;
            }
            same &= last[c] == source;
            last[c] = source;
        }
        if (shared == null) {
            return false;
        }
        ids = shared;
        if (!same) {
            isStale = true;
            // Worth an array only where ids come again: in a small dictionary, or the second time that it is seen.
            if (length > 4L * count) {
                return false;
            }
        }
        if (isStale) {
            isStale = false;
            if (groupOf.length < length) {
                groupOf = new int[length];
            } else {
                Arrays.fill(groupOf, 0, length, 0);
            }
        }
        if (unknownRows.length < count) {
            unknownRows = new int[count];
            unknownPlaces = new int[count];
            unknownGroups = new int[count];
        }
        return true;
    }

    /** Writes the groups that are known, and returns how many are not. */
    int look(int[] rows, int count, int[] groups) {
        int[] byId = groupOf;
        int[] from = ids;
        int n = 0;
        for (int k = 0; k < count; k++) {
            int group = byId[from[rows[k]]] - 1;
            groups[k] = group;
            unknownRows[n] = rows[k];
            unknownPlaces[n] = k;
            n += group >>> 31;
        }
        return n;
    }

    int[] unknownRows() {
        return unknownRows;
    }

    int[] unknownGroups() {
        return unknownGroups;
    }

    /** Keeps and writes the groups that were unknown. */
    void learn(int count, int[] groups) {
        for (int i = 0; i < count; i++) {
            groupOf[ids[unknownRows[i]]] = unknownGroups[i] + 1;
            groups[unknownPlaces[i]] = unknownGroups[i];
        }
    }

    long retainedBytes() {
        return 4L * (groupOf.length + 3L * unknownRows.length);
    }
}
