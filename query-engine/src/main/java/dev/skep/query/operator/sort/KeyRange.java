package dev.skep.query.operator.sort;

import java.util.Arrays;
import java.util.List;

import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;

/** What is known of a sort key's values in some rows, so that they can be told apart by few bits. Belongs to one thread. */
final class KeyRange {
    /** How values become numbers. */
    enum Form {
        NUMBER, WIDE_NUMBER, TEXT,
        /** Not at all. */
        NESTED
    }

    private Form form = Form.NUMBER;
    boolean hasNulls;
    boolean hasValues;
    /** Of numbers: the least and the greatest, as longs in the same order. Of 128-bit numbers that need more than 64 bits: of their high halves. */
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    boolean isWide;
    /** Of texts: the bytes with which all begin, and the length of the longest. */
    byte[] prefix = new byte[0];
    int prefixLength;
    int maxLength;

    /** A number whose order among longs is that of {@code value} among doubles; NaN is the greatest, zeros are equal. */
    static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    /** What is known of all rows of some runs, by key. */
    static KeyRange[] of(List<SortedRun> runs, int keys) {
        KeyRange[] ranges = new KeyRange[keys];
        for (int key = 0; key < keys; key++) {
            ranges[key] = new KeyRange();
            for (SortedRun run : runs) {
                ranges[key].add(run.ranges()[key]);
            }
        }
        return ranges;
    }

    /** Takes {@code rows[from .. end)} of a flat or nested vector in. */
    void add(ColumnVector column, int[] rows, int from, int end) {
        boolean mayHaveNulls = column.mayHaveNulls();
        form = form(column);
        if (column instanceof BytesVector texts) {
            addTexts(texts, rows, from, end);
            return;
        }
        if (column instanceof Int128Vector numbers) {
            addWide(numbers, rows, from, end);
            return;
        }
        long low = min;
        long high = max;
        for (int k = from; k < end; k++) {
            int row = rows[k];
            if (mayHaveNulls && column.isNull(row)) {
                hasNulls = true;
                continue;
            }
            hasValues = true;
            long value = number(column, row);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        min = low;
        max = high;
    }

    Form form() {
        return form;
    }

    private static Form form(ColumnVector column) {
        return switch (column) {
            case BytesVector ignored -> Form.TEXT;
            case Int128Vector ignored -> Form.WIDE_NUMBER;
            case StructVector ignored -> Form.NESTED;
            case ListVector ignored -> Form.NESTED;
            case MapVector ignored -> Form.NESTED;
            default -> Form.NUMBER;
        };
    }

    /** The number behind a value; 0 for nested ones, which have none. */
    static long number(ColumnVector column, int row) {
        return switch (column) {
            case IntVector v -> v.values()[row];
            case LongVector v -> v.values()[row];
            case DoubleVector v -> ordered(v.values()[row]);
            case FloatVector v -> ordered(v.values()[row]);
            case BooleanVector v -> v.values()[row] ? 1 : 0;
            case StructVector ignored -> 0;
            case ListVector ignored -> 0;
            case MapVector ignored -> 0;
            case Int128Vector ignored -> throw notFlat();
            case BytesVector ignored -> throw notFlat();
            case DictionaryVector ignored -> throw notFlat();
            case ConstantVector ignored -> throw notFlat();
        };
    }

    private static IllegalArgumentException notFlat() {
        return new IllegalArgumentException("Cannot sort by an encoded vector");
    }

    private void addWide(Int128Vector numbers, int[] rows, int from, int end) {
        KeyRange halves = new KeyRange();
        boolean wide = isWide;
        for (int k = from; k < end; k++) {
            int row = rows[k];
            if (numbers.isNull(row)) {
                hasNulls = true;
                continue;
            }
            long high = numbers.high()[row];
            long low = numbers.low()[row];
            wide |= high != low >> 63;
            halves.min = Math.min(halves.min, high);
            halves.max = Math.max(halves.max, high);
            halves.hasValues = true;
            min = isWide ? min : Math.min(min, low);
            max = isWide ? max : Math.max(max, low);
        }
        if (!halves.hasValues) {
            return;
        }
        if (wide && !isWide && hasValues) {
            // What came before fits in 64 bits: its high halves are its signs.
            halves.min = Math.min(halves.min, -1);
            halves.max = Math.max(halves.max, 0);
        }
        if (wide) {
            min = isWide ? Math.min(min, halves.min) : halves.min;
            max = isWide ? Math.max(max, halves.max) : halves.max;
        }
        isWide = wide;
        hasValues = true;
    }

    private void addTexts(BytesVector texts, int[] rows, int from, int end) {
        byte[] data = texts.data();
        int[] offsets = texts.offsets();
        boolean[] nulls = texts.nulls();
        for (int k = from; k < end; k++) {
            int row = rows[k];
            if (nulls != null && nulls[row]) {
                hasNulls = true;
                continue;
            }
            int start = offsets[row];
            int size = offsets[row + 1] - start;
            if (!hasValues) {
                hasValues = true;
                prefix = Arrays.copyOfRange(data, start, start + size);
                prefixLength = size;
                maxLength = size;
                continue;
            }
            maxLength = Math.max(maxLength, size);
            int length = Math.min(prefixLength, size);
            int differs = Arrays.mismatch(prefix, 0, length, data, start, start + length);
            prefixLength = differs < 0 ? length : differs;
        }
    }

    /** Takes in what is known of other rows. */
    void add(KeyRange other) {
        hasNulls |= other.hasNulls;
        form = other.form;
        if (!other.hasValues) {
            return;
        }
        if (!hasValues) {
            hasValues = true;
            min = other.min;
            max = other.max;
            isWide = other.isWide;
            prefix = other.prefix;
            prefixLength = other.prefixLength;
            maxLength = other.maxLength;
            return;
        }
        if (isWide != other.isWide) {
            KeyRange wide = isWide ? this : other;
            long least = Math.min(wide.min, -1);
            long most = Math.max(wide.max, 0);
            min = least;
            max = most;
            isWide = true;
        } else {
            min = Math.min(min, other.min);
            max = Math.max(max, other.max);
        }
        maxLength = Math.max(maxLength, other.maxLength);
        int length = Math.min(prefixLength, other.prefixLength);
        int differs = Arrays.mismatch(prefix, 0, length, other.prefix, 0, length);
        prefixLength = differs < 0 ? length : differs;
    }
}
