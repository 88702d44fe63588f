package dev.skep.query.operator.key;

import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Values that are kept aside: a value's code is its number of first appearance plus one, in both forms. */
abstract class CodedKey extends KeyColumn {
    private static final int MISSING = -1;
    private static final int WIDE_BITS = 32;

    private int[] codes = new int[0];

    /** Writes the code of {@code rows[k]} to {@code codes[k]}: 0 for null, -1 for what was never seen and is not learnt. */
    abstract void codes(ColumnVector vector, int[] rows, int count, int[] codes, boolean isInsert);

    /** How many values have a code. */
    abstract int size();

    /** The values of {@code count} codes. */
    abstract ColumnVector values(int[] codes, int count);

    @Override
    final int wideBits() {
        return WIDE_BITS;
    }

    @Override
    final boolean packs() {
        return true;
    }

    @Override
    final boolean expressesNull() {
        return true;
    }

    @Override
    final boolean pack(ColumnVector vector, int[] rows, int count, long[] to, int shift, boolean isInsert,
            boolean[] missing) {
        add(vector, rows, count, to, shift, isInsert, missing);
        return !isInsert || size() >>> bits() == 0;
    }

    @Override
    final void encode(ColumnVector vector, int[] rows, int count, long[][] words, int word, int shift,
            boolean isInsert, boolean[] missing) {
        add(vector, rows, count, words[word], shift, isInsert, missing);
    }

    private void add(ColumnVector vector, int[] rows, int count, long[] to, int shift, boolean isInsert,
            boolean[] missing) {
        if (codes.length < count) {
            codes = new int[count];
        }
        int[] found = codes;
        codes(vector, rows, count, found, isInsert);
        if (isInsert) {
            for (int k = 0; k < count; k++) {
                to[k] |= (long) found[k] << shift;
            }
            return;
        }
        for (int k = 0; k < count; k++) {
            if (found[k] == MISSING) {
                missing[k] = true;
            } else {
                to[k] |= (long) found[k] << shift;
            }
        }
    }

    @Override
    final long widen(ColumnVector vector, int[] rows, int count) {
        // Room to double, once there are some: each widening moves all keys.
        int needed = Integer.SIZE - Integer.numberOfLeadingZeros(size());
        setBits(Math.max(bits(), Math.min(WIDE_BITS, size() > 64 ? needed + 1 : needed)));
        return 0;
    }

    @Override
    final ColumnVector unpack(long[] keys, int shift, int first, int count) {
        long mask = mask(bits());
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = (int) (keys[first + i] >>> shift & mask);
        }
        return values(found, count);
    }

    @Override
    final ColumnVector decode(long[] keys, int stride, int word, int shift, int first, int count,
            boolean @Nullable [] nulls) {
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = (int) (keys[(first + i) * stride + word] >>> shift);
        }
        return values(found, count);
    }

    @Override
    long retainedBytes() {
        return 4L * codes.length;
    }
}
