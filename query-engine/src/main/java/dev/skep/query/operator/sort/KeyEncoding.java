package dev.skep.query.operator.sort;

import java.util.Arrays;

import dev.skep.query.operator.sort.KeyRange.Form;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;

/**
 * Makes one number of 64 bits of a row's sort keys, whose unsigned order is that of the rows. Each key takes as many bits as the range of its values needs; the
 * first that does not fit whole ends the number, and rows of equal numbers are then told apart from that key on. Made for rows whose ranges are known; belongs to one thread.
 */
final class KeyEncoding {
    private static final int WORD = 64;
    /** Texts of at most so many bytes after what all have in common are told apart for certain. */
    private static final int EXACT_BYTES = 7;
    private static final int LENGTH_BITS = 3;

    private final Part[] parts;
    private final int bits;
    private final int undecided;
    private long[] codes = new long[0];

    /** How one key's values become bits of the number. */
    private static final class Part {
        private int key;
        private long base;
        private long span;
        private boolean descending;
        private long add;
        private long nullCode;
        private boolean hasNulls;
        private int textSkip;
        private int textBytes;
        private boolean isExactText;
        private boolean usesLowHalf;
        private boolean usesHighHalf;
        /** Values lose their lowest bit, as they and the nulls together do not fit in 64. */
        private boolean isHalved;
        /** Bits that are cut off, and the place of what is left. */
        private int cut;
        private int shift;
    }

    /**
     * @param first the first key that counts
     * @param ranges by key, the ranges of all rows that will be encoded
     */
    KeyEncoding(SortKey[] keys, int first, KeyRange[] ranges) {
        Part[] made = new Part[keys.length];
        int count = 0;
        int left = WORD;
        int next = first;
        while (next < keys.length && ranges[next].form() != Form.NESTED) {
            Part part = new Part();
            part.key = next;
            int width = fit(part, keys[next], ranges[next]);
            if (left == 0 && width > 0) {
                break;
            }
            made[count++] = part;
            boolean isExact = !part.isHalved && isExact(part, ranges[next].form());
            if (width > left) {
                part.cut = width - left;
                isExact = false;
                width = left;
            }
            left -= width;
            part.shift = left;
            if (!isExact) {
                break;
            }
            next++;
        }
        parts = Arrays.copyOf(made, count);
        bits = WORD - left;
        for (Part part : parts) {
            part.shift -= left;
        }
        undecided = next;
    }

    private static boolean isExact(Part part, Form form) {
        return form == Form.TEXT ? part.isExactText : !part.usesHighHalf;
    }

    /** Lays the values out from 0 to their span, nulls before or after; returns how many bits that takes. */
    private static int fit(Part part, SortKey key, KeyRange range) {
        part.descending = key.direction() == Direction.DESCENDING;
        part.hasNulls = range.hasNulls;
        if (!range.hasValues) {
            // Nothing but nulls, which are equal: no bits.
            part.isExactText = true;
            part.nullCode = 0;
            return 0;
        }
        if (range.form() == Form.TEXT) {
            int rest = range.maxLength - range.prefixLength;
            part.textSkip = range.prefixLength;
            part.isExactText = rest <= EXACT_BYTES;
            part.textBytes = Math.min(rest, part.isExactText ? EXACT_BYTES : Long.BYTES);
            int width = part.isExactText && rest > 0 ? 8 * rest + LENGTH_BITS : 8 * part.textBytes;
            part.span = width == 0 ? 0 : -1L >>> WORD - width;
        } else if (range.isWide) {
            part.usesLowHalf = range.min == range.max;
            part.usesHighHalf = !part.usesLowHalf;
            part.base = part.usesLowHalf ? 0 : range.min;
            part.span = part.usesLowHalf ? -1L : range.max - range.min;
        } else {
            part.base = range.min;
            part.span = range.max - range.min;
        }
        if (range.hasNulls && part.span == -1L) {
            part.isHalved = true;
            part.span >>>= 1;
        }
        long last = part.span;
        if (range.hasNulls) {
            last++;
            boolean first = key.nulls() == Nulls.FIRST;
            part.add = first ? 1 : 0;
            part.nullCode = first ? 0 : last;
        }
        return WORD - Long.numberOfLeadingZeros(last);
    }

    /** How many of the lowest bits are used. */
    int bits() {
        return bits;
    }

    /** The first key that may differ where the numbers are equal; the number of keys if none may. */
    int undecided() {
        return undecided;
    }

    /** Writes the numbers of {@code rows[from .. end)} to {@code words[0 .. end - from)}. */
    void encode(ColumnVector[] keyColumns, int[] rows, int from, int end, long[] words) {
        int count = end - from;
        Arrays.fill(words, 0, count, 0);
        if (codes.length < count) {
            codes = new long[count];
        }
        for (Part part : parts) {
            ColumnVector column = keyColumns[part.key];
            values(part, column, rows, from, count);
            long base = part.base;
            long add = part.add;
            int cut = part.cut;
            int shift = part.shift;
            for (int i = 0; i < count; i++) {
                long offset = codes[i] - base;
                if (part.isHalved) {
                    offset >>>= 1;
                }
                if (part.descending) {
                    offset = part.span - offset;
                }
                codes[i] = offset + add;
            }
            if (part.hasNulls) {
                for (int i = 0; i < count; i++) {
                    if (column.isNull(rows[from + i])) {
                        codes[i] = part.nullCode;
                    }
                }
            }
            for (int i = 0; i < count; i++) {
                words[i] |= cut >= WORD || shift >= WORD ? 0 : codes[i] >>> cut << shift;
            }
        }
    }

    private void values(Part part, ColumnVector column, int[] rows, int from, int count) {
        switch (column) {
            case IntVector v -> {
                int[] values = v.values();
                for (int i = 0; i < count; i++) {
                    codes[i] = values[rows[from + i]];
                }
            }
            case LongVector v -> {
                long[] values = v.values();
                for (int i = 0; i < count; i++) {
                    codes[i] = values[rows[from + i]];
                }
            }
            case Int128Vector v -> {
                long[] values = part.usesHighHalf ? v.high() : v.low();
                for (int i = 0; i < count; i++) {
                    codes[i] = values[rows[from + i]];
                }
            }
            case DoubleVector v -> {
                double[] values = v.values();
                for (int i = 0; i < count; i++) {
                    codes[i] = KeyRange.ordered(values[rows[from + i]]);
                }
            }
            case BytesVector v -> texts(part, v, rows, from, count);
            default -> {
                for (int i = 0; i < count; i++) {
                    codes[i] = KeyRange.number(column, rows[from + i]);
                }
            }
        }
    }

    private void texts(Part part, BytesVector texts, int[] rows, int from, int count) {
        byte[] data = texts.data();
        int[] offsets = texts.offsets();
        int bytes = part.textBytes;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            int start = offsets[row] + part.textSkip;
            int size = Math.min(bytes, offsets[row + 1] - start);
            long code = 0;
            for (int b = 0; b < size; b++) {
                code = code << 8 | data[start + b] & 0xFF;
            }
            // A text that ends sooner comes first, and so do zeros; a null's is made good later.
            int missing = bytes - Math.max(size, 0);
            code = missing >= Long.BYTES ? 0 : code << 8 * missing;
            codes[i] = part.isExactText && bytes > 0 ? code << LENGTH_BITS | Math.max(size, 0) : code;
        }
    }
}
