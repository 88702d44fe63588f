package dev.skep.query.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.function.vector.Rows;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
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
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.StructVector;

/** How many bytes the rows of a batch take once every value is written out. */
public final class BatchSize {
    private BatchSize() {}

    public static long of(ColumnBatch batch) {
        int count = batch.selectedCount();
        SelectionVector selection = batch.selection();
        int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
        long bytes = 0;
        for (ColumnVector column : batch.columns()) {
            bytes += of(column, rows, count) + (column.mayHaveNulls() ? count : 0);
        }
        return bytes;
    }

    /** Returns batches of the same rows that take at most {@code max} bytes each, or have one row. */
    public static List<ColumnBatch> pieces(ColumnBatch batch, long max) {
        if (batch.selectedCount() <= 1 || of(batch) <= max) {
            return List.of(batch);
        }
        List<ColumnBatch> pieces = new ArrayList<>();
        divide(batch, max, pieces);
        return pieces;
    }

    private static void divide(ColumnBatch batch, long max, List<ColumnBatch> to) {
        int count = batch.selectedCount();
        if (count <= 1 || of(batch) <= max) {
            to.add(batch);
            return;
        }
        SelectionVector selection = batch.selection();
        int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
        int half = count / 2;
        divide(batch.select(new SelectionVector(half, rows)), max, to);
        divide(batch.select(new SelectionVector(count - half, Arrays.copyOfRange(rows, half, count))), max, to);
    }

    private static long of(ColumnVector column, int[] rows, int count) {
        return switch (column) {
            case BooleanVector ignored -> count;
            case IntVector ignored -> 4L * count;
            case FloatVector ignored -> 4L * count;
            case LongVector ignored -> 8L * count;
            case DoubleVector ignored -> 8L * count;
            case Int128Vector ignored -> 16L * count;
            case BytesVector v -> 4L * count + runs(v.offsets(), rows, count);
            case DictionaryVector v -> v.dictionary() instanceof BytesVector texts
                    ? 4L * count + texts(v, texts, rows, count)
                    : of(v.dictionary(), rows, count);
            case ConstantVector v -> count * of(v.value(), Rows.identity(1), 1);
            case StructVector v -> {
                long bytes = 0;
                for (ColumnVector field : v.fields()) {
                    bytes += of(field, rows, count);
                }
                yield bytes;
            }
            case ListVector v -> 4L * count + share(v.elements(), runs(v.offsets(), rows, count));
            case MapVector v -> {
                long entries = runs(v.offsets(), rows, count);
                yield 4L * count + share(v.keys(), entries) + share(v.values(), entries);
            }
        };
    }

    private static long runs(int[] offsets, int[] rows, int count) {
        long total = 0;
        for (int k = 0; k < count; k++) {
            total += offsets[rows[k] + 1] - offsets[rows[k]];
        }
        return total;
    }

    private static long texts(DictionaryVector vector, BytesVector texts, int[] rows, int count) {
        boolean[] nulls = vector.nulls();
        long total = 0;
        for (int k = 0; k < count; k++) {
            if (nulls == null || !nulls[rows[k]]) {
                total += texts.size(vector.ids()[rows[k]]);
            }
        }
        return total;
    }

    /** About what so many of the elements take: their even share of all. */
    private static long share(ColumnVector elements, long count) {
        int all = elements.length();
        return all == 0 ? 0 : (long) ((double) of(elements, Rows.identity(all), all) / all * count);
    }
}
