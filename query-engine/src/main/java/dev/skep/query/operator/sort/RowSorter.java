package dev.skep.query.operator.sort;

import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.Rows;
import dev.skep.query.plan.SortKey;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;

/**
 * Puts rows in order; rows of equal keys keep theirs. The keys of the rows at hand become one number each ({@link KeyEncoding}), by which a radix sort puts them in order; groups of
 * rows that the numbers do not tell apart are sorted in the same way by what is left of the keys. Keeps its working memory; belongs to one thread.
 */
public final class RowSorter {
    /** How many bytes of working memory a row takes at most. */
    public static final int BYTES_PER_ROW = 2 * Long.BYTES + 2 * Integer.BYTES;

    private static final int RADIX_BITS = 8;
    private static final int BUCKETS = 1 << RADIX_BITS;
    /** Fewer rows are sorted by comparing, and very few one by one. */
    private static final int SMALL = 64;
    private static final int TINY = 8;

    private final RowComparison comparison;
    private long[] words = new long[0];
    private long[] spareWords = new long[0];
    private int[] spareRows = new int[0];

    public RowSorter(List<SortKey> keys) {
        comparison = new RowComparison(keys);
    }

    RowComparison comparison() {
        return comparison;
    }

    /** Returns the numbers of the rows of a batch without a selection, of flat and nested columns, in order. */
    public int[] sort(ColumnBatch batch) {
        int count = batch.rowCount();
        int[] rows = Arrays.copyOf(Rows.identity(count), count);
        if (comparison.keys().length > 0 && count > 1) {
            if (words.length < count) {
                words = new long[count];
                spareWords = new long[count];
                spareRows = new int[count];
            }
            sort(comparison.columns(batch), rows, 0, count, 0);
        }
        return rows;
    }

    /** What is known of the keys of all rows of a batch. */
    static KeyRange[] ranges(ColumnVector[] columns, int[] rows, int from, int end, int first) {
        KeyRange[] ranges = new KeyRange[columns.length];
        for (int key = 0; key < ranges.length; key++) {
            ranges[key] = new KeyRange();
            if (key >= first) {
                ranges[key].add(columns[key], rows, from, end);
            }
        }
        return ranges;
    }

    /** Sorts {@code rows[from .. end)}, which are equal in the keys before {@code first}. */
    private void sort(ColumnVector[] columns, int[] rows, int from, int end, int first) {
        if (end - from <= SMALL) {
            System.arraycopy(rows, from, spareRows, from, end - from);
            merge(columns, rows, spareRows, from, end, first);
            return;
        }
        KeyEncoding encoding = new KeyEncoding(comparison.keys(), first, ranges(columns, rows, from, end, first));
        if (encoding.bits() == 0 && encoding.undecided() < columns.length) {
            // A nested key has no number.
            System.arraycopy(rows, from, spareRows, from, end - from);
            merge(columns, rows, spareRows, from, end, first);
            return;
        }
        long[] own = words;
        encodeAt(encoding, columns, rows, from, end);
        radix(rows, from, end, encoding.bits());
        int undecided = encoding.undecided();
        if (undecided >= columns.length) {
            return;
        }
        // Deeper sorts write over the numbers of their own rows only, which are not read again.
        int start = from;
        while (start < end) {
            int next = start + 1;
            long word = own[start];
            while (next < end && own[next] == word) {
                next++;
            }
            if (next - start > 1) {
                sort(columns, rows, start, next, undecided);
            }
            start = next;
        }
    }

    private void encodeAt(KeyEncoding encoding, ColumnVector[] columns, int[] rows, int from, int end) {
        if (from == 0) {
            encoding.encode(columns, rows, 0, end, words);
            return;
        }
        encoding.encode(columns, rows, from, end, spareWords);
        System.arraycopy(spareWords, 0, words, from, end - from);
    }

    /** Sorts by the lowest {@code bits} of the numbers. */
    private void radix(int[] rows, int from, int end, int bits) {
        int digits = (bits + RADIX_BITS - 1) / RADIX_BITS;
        int[][] counts = new int[digits][BUCKETS];
        for (int i = from; i < end; i++) {
            long word = words[i];
            for (int digit = 0; digit < digits; digit++) {
                counts[digit][(int) (word >>> digit * RADIX_BITS) & BUCKETS - 1]++;
            }
        }
        long[] source = words;
        long[] target = spareWords;
        int[] sourceRows = rows;
        int[] targetRows = spareRows;
        for (int digit = 0; digit < digits; digit++) {
            int shift = digit * RADIX_BITS;
            int[] places = counts[digit];
            if (places[(int) (source[from] >>> shift) & BUCKETS - 1] == end - from) {
                continue;
            }
            int place = from;
            for (int b = 0; b < BUCKETS; b++) {
                int size = places[b];
                places[b] = place;
                place += size;
            }
            for (int i = from; i < end; i++) {
                long word = source[i];
                int at = places[(int) (word >>> shift) & BUCKETS - 1]++;
                target[at] = word;
                targetRows[at] = sourceRows[i];
            }
            long[] oldWords = source;
            source = target;
            target = oldWords;
            int[] oldRows = sourceRows;
            sourceRows = targetRows;
            targetRows = oldRows;
        }
        if (sourceRows != rows) {
            System.arraycopy(sourceRows, from, rows, from, end - from);
            System.arraycopy(source, from, words, from, end - from);
        }
    }

    private void insert(ColumnVector[] columns, int[] rows, int from, int end, int first) {
        for (int i = from + 1; i < end; i++) {
            int row = rows[i];
            int j = i - 1;
            while (j >= from && comparison.compare(first, columns, rows[j], columns, row) > 0) {
                rows[j + 1] = rows[j];
                j--;
            }
            rows[j + 1] = row;
        }
    }

    /** Merge sort of {@code to[from .. end)}; {@code spare} holds the same rows. */
    private void merge(ColumnVector[] columns, int[] to, int[] spare, int from, int end, int first) {
        if (end - from <= TINY) {
            insert(columns, to, from, end, first);
            return;
        }
        int middle = from + end >>> 1;
        merge(columns, spare, to, from, middle, first);
        merge(columns, spare, to, middle, end, first);
        int a = from;
        int b = middle;
        for (int i = from; i < end; i++) {
            if (b >= end
                    || (a < middle && comparison.compare(first, columns, spare[a], columns, spare[b]) <= 0)) {
                to[i] = spare[a++];
            } else {
                to[i] = spare[b++];
            }
        }
    }
}
