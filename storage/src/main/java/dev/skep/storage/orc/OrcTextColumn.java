package dev.skep.storage.orc;

import java.util.Arrays;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Text and binary columns. orc-core hands out references into one array: of the batch's bytes in row order for a direct encoding, which is our
 * own form and is shared; of the stripe's dictionary for a dictionary encoding, which is recognized by its references going back and forth.
 * Then each place in the array is an entry: entries get ids as they are met and are copied to a dictionary of our own, which only ever
 * grows, so that earlier batches' view of it stays.
 */
final class OrcTextColumn extends OrcColumn {
    /** Beyond this many bytes a table of places costs more than a dictionary saves. */
    private static final int MAX_DICTIONARY_BYTES = 4 << 20;

    private final boolean dictionaries;
    private int[] offsets = new int[1];
    private byte[] copied = new byte[0];
    private @Nullable Entries entries;

    /** With {@code dictionaries} false the arrays that values lie in may change from batch to batch. */
    OrcTextColumn(DataType type, boolean dictionaries) {
        super(type);
        this.dictionaries = dictionaries;
    }

    @Override
    ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows, boolean @Nullable [] nulls) {
        BytesColumnVector source = (BytesColumnVector) from;
        byte[] shared = sharedArray(source, rows, nulls);
        if (shared == null) {
            return copy(source, rows, nulls);
        }
        if (offsets.length < rows + 1) {
            offsets = new int[rows + 1];
        }
        if (isInRowOrder(source, rows, nulls)) {
            return new BytesVector(rows, shared, offsets, nulls);
        }
        Entries known = entries;
        if (known == null || known.source != shared) {
            if (!dictionaries || shared.length > MAX_DICTIONARY_BYTES || isAscending(source, rows, nulls)) {
                return copy(source, rows, nulls);
            }
            known = new Entries(shared);
            entries = known;
        }
        int[] ids = new int[rows];
        for (int i = 0; i < rows; i++) {
            if ((nulls == null || !nulls[i]) && source.vector[i] != null) {
                ids[i] = known.id(source.start[i], source.length[i]);
            }
        }
        return known.count == 0 ? copy(source, rows, nulls) : new DictionaryVector(rows, known.vector(), ids, nulls);
    }

    /** The one array that all values are in, null if there are several. */
    private static byte @Nullable [] sharedArray(BytesColumnVector source, int rows, boolean @Nullable [] nulls) {
        byte[] shared = null;
        for (int i = 0; i < rows; i++) {
            byte[] array = source.vector[i];
            if ((nulls != null && nulls[i]) || array == null || source.length[i] == 0 || array == shared) {
                continue;
            }
            if (shared != null) {
                return null;
            }
            shared = array;
        }
        return shared;
    }

    /** Sets the offsets and returns true if the values follow each other without gaps. */
    private boolean isInRowOrder(BytesColumnVector source, int rows, boolean @Nullable [] nulls) {
        int end = -1;
        int first = 0;
        for (int i = 0; i < rows; i++) {
            boolean empty = (nulls != null && nulls[i]) || source.vector[i] == null || source.length[i] == 0;
            if (!empty) {
                if (end < 0) {
                    end = source.start[i];
                    Arrays.fill(offsets, first, i + 1, end);
                } else if (source.start[i] != end) {
                    return false;
                }
                end += source.length[i];
            }
            offsets[i + 1] = Math.max(end, 0);
        }
        if (end < 0) {
            Arrays.fill(offsets, 0, rows + 1, 0);
        }
        return true;
    }

    /** True if no value begins before the end of the one before: values of one batch with gaps, as trimmed ones have. */
    private static boolean isAscending(BytesColumnVector source, int rows, boolean @Nullable [] nulls) {
        int end = 0;
        for (int i = 0; i < rows; i++) {
            if ((nulls == null || !nulls[i]) && source.vector[i] != null && source.length[i] > 0) {
                if (source.start[i] < end) {
                    return false;
                }
                end = source.start[i] + source.length[i];
            }
        }
        return true;
    }

    private ColumnVector copy(BytesColumnVector source, int rows, boolean @Nullable [] nulls) {
        if (offsets.length < rows + 1) {
            offsets = new int[rows + 1];
        }
        int end = 0;
        offsets[0] = 0;
        for (int i = 0; i < rows; i++) {
            byte[] value = source.vector[i];
            if ((nulls == null || !nulls[i]) && value != null) {
                int length = source.length[i];
                if (copied.length - end < length) {
                    copied = Arrays.copyOf(copied, Math.max(Math.addExact(end, length), copied.length * 2));
                }
                System.arraycopy(value, source.start[i], copied, end, length);
                end += length;
            }
            offsets[i + 1] = end;
        }
        return new BytesVector(rows, copied, offsets, nulls);
    }

    /** Entries of one stripe's dictionary in the order in which they were met. */
    private static final class Entries {
        private final byte[] source;
        private final int[] idAtStart;
        private int emptyId = -1;
        private int count;
        private byte[] data = new byte[256];
        private int[] offsets = new int[64];
        private @Nullable BytesVector vector;

        private Entries(byte[] source) {
            this.source = source;
            this.idAtStart = new int[source.length];
            Arrays.fill(idAtStart, -1);
        }

        private int id(int start, int length) {
            if (length == 0) {
                if (emptyId < 0) {
                    emptyId = add(start, 0);
                }
                return emptyId;
            }
            int id = idAtStart[start];
            if (id < 0) {
                id = add(start, length);
                idAtStart[start] = id;
            }
            return id;
        }

        /** Appends behind what views of earlier batches see, or to a copy: never where they look. */
        private int add(int start, int length) {
            int end = offsets[count];
            if (offsets.length < count + 2) {
                offsets = Arrays.copyOf(offsets, offsets.length * 2);
            }
            if (data.length - end < length) {
                data = Arrays.copyOf(data, Math.max(Math.addExact(end, length), data.length * 2));
            }
            System.arraycopy(source, start, data, end, length);
            offsets[count + 1] = end + length;
            vector = null;
            return count++;
        }

        private BytesVector vector() {
            BytesVector view = vector;
            if (view == null) {
                view = new BytesVector(count, data, offsets, null);
                vector = view;
            }
            return view;
        }
    }
}
