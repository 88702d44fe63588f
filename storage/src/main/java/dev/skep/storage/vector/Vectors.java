package dev.skep.storage.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Copies of vectors, whole or by position. Results own their arrays, except that dictionaries are shared. */
public final class Vectors {
    private Vectors() {}

    /** Returns a vector that stays valid after the maker of {@code vector} goes on. */
    public static ColumnVector copy(ColumnVector vector) {
        int length = vector.length();
        return switch (vector) {
            case BooleanVector v ->
                new BooleanVector(length, Arrays.copyOf(v.values(), length), copy(v.nulls(), length));
            case IntVector v -> new IntVector(length, Arrays.copyOf(v.values(), length), copy(v.nulls(), length));
            case LongVector v -> new LongVector(length, Arrays.copyOf(v.values(), length), copy(v.nulls(), length));
            case Int128Vector v -> new Int128Vector(length, Arrays.copyOf(v.high(), length),
                    Arrays.copyOf(v.low(), length), copy(v.nulls(), length));
            case FloatVector v -> new FloatVector(length, Arrays.copyOf(v.values(), length), copy(v.nulls(), length));
            case DoubleVector v ->
                new DoubleVector(length, Arrays.copyOf(v.values(), length), copy(v.nulls(), length));
            case BytesVector v -> copyBytes(v, length);
            case DictionaryVector v -> new DictionaryVector(length, v.dictionary(), Arrays.copyOf(v.ids(), length),
                    copy(v.nulls(), length));
            case ConstantVector v -> new ConstantVector(length, copy(v.value()));
            case StructVector v ->
                new StructVector(length, v.fields().stream().map(Vectors::copy).toList(), copy(v.nulls(), length));
            case ListVector v -> gather(v, upTo(length), length);
            case MapVector v -> gather(v, upTo(length), length);
        };
    }

    private static BytesVector copyBytes(BytesVector vector, int length) {
        int start = vector.offsets()[0];
        int[] offsets = Arrays.copyOf(vector.offsets(), length + 1);
        byte[] data = Arrays.copyOfRange(vector.data(), start, offsets[length]);
        if (start != 0) {
            for (int i = 0; i <= length; i++) {
                offsets[i] -= start;
            }
        }
        return new BytesVector(length, data, offsets, copy(vector.nulls(), length));
    }

    private static int[] upTo(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }

    private static boolean @Nullable [] copy(boolean @Nullable [] nulls, int length) {
        if (nulls == null) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            if (nulls[i]) {
                return Arrays.copyOf(nulls, length);
            }
        }
        return null;
    }

    /** Returns a batch of just the selected rows that stays valid after the maker of {@code batch} goes on. */
    public static ColumnBatch compact(ColumnBatch batch) {
        SelectionVector selection = batch.selection();
        List<ColumnVector> columns = new ArrayList<>(batch.columns().size());
        for (ColumnVector column : batch.columns()) {
            columns.add(selection == null ? copy(column) : gather(column, selection.rows(), selection.length()));
        }
        return new ColumnBatch(batch.selectedCount(), columns);
    }

    /** Returns the rows {@code rows[0 .. count)} of {@code vector}, in that order; a row may occur often. A constant stays one, a dictionary too. */
    public static ColumnVector gather(ColumnVector vector, int[] rows, int count) {
        return switch (vector) {
            case FlatVector flat -> gatherFlat(flat, rows, count);
            case DictionaryVector dictionary -> new DictionaryVector(count, dictionary.dictionary(),
                    gather(dictionary.ids(), rows, count), gather(dictionary.nulls(), rows, count));
            case ConstantVector constant -> new ConstantVector(count, copy(constant.value()));
            case StructVector struct -> {
                List<ColumnVector> fields = new ArrayList<>(struct.fields().size());
                for (ColumnVector field : struct.fields()) {
                    fields.add(gather(field, rows, count));
                }
                yield new StructVector(count, fields, gather(struct.nulls(), rows, count));
            }
            case ListVector list -> {
                Runs runs = Runs.of(list.offsets(), rows, count);
                yield new ListVector(count, gather(list.elements(), runs.rows, runs.rows.length), runs.offsets,
                        gather(list.nulls(), rows, count));
            }
            case MapVector map -> {
                Runs runs = Runs.of(map.offsets(), rows, count);
                yield new MapVector(count, gather(map.keys(), runs.rows, runs.rows.length),
                        gather(map.values(), runs.rows, runs.rows.length), runs.offsets,
                        gather(map.nulls(), rows, count));
            }
        };
    }

    /** Returns a flat vector with the values of {@code vector}, which is flat, a dictionary or a constant of a flat value; a flat one is returned as it is. */
    public static FlatVector flatten(ColumnVector vector) {
        return switch (vector) {
            case FlatVector flat -> flat;
            case DictionaryVector dictionary -> flatten(dictionary);
            case ConstantVector constant when constant.value() instanceof FlatVector flat ->
                gatherFlat(flat, new int[constant.length()], constant.length());
            case ConstantVector constant when constant.value() instanceof DictionaryVector one ->
                gatherFlat(flatten(one), new int[constant.length()], constant.length());
            case ConstantVector ignored -> throw new IllegalArgumentException("Cannot flatten a nested constant");
            case StructVector ignored -> throw new IllegalArgumentException("Cannot flatten a struct");
            case ListVector ignored -> throw new IllegalArgumentException("Cannot flatten a list");
            case MapVector ignored -> throw new IllegalArgumentException("Cannot flatten a map");
        };
    }

    private static FlatVector flatten(DictionaryVector vector) {
        boolean[] nulls = vector.nulls();
        int length = vector.length();
        int[] ids = vector.ids();
        if (nulls == null) {
            return gatherFlat(vector.dictionary(), ids, length);
        }
        if (vector.dictionary().length() == 0) {
            return withNulls(gatherFlat(emptyRow(vector.dictionary()), new int[length], length), nulls);
        }
        int[] safe = new int[length];
        for (int i = 0; i < length; i++) {
            safe[i] = nulls[i] ? 0 : ids[i];
        }
        return withNulls(gatherFlat(vector.dictionary(), safe, length), nulls);
    }

    private static FlatVector emptyRow(FlatVector like) {
        return switch (like) {
            case BooleanVector ignored -> new BooleanVector(1, new boolean[1], null);
            case IntVector ignored -> new IntVector(1, new int[1], null);
            case LongVector ignored -> new LongVector(1, new long[1], null);
            case Int128Vector ignored -> new Int128Vector(1, new long[1], new long[1], null);
            case FloatVector ignored -> new FloatVector(1, new float[1], null);
            case DoubleVector ignored -> new DoubleVector(1, new double[1], null);
            case BytesVector ignored -> new BytesVector(1, new byte[0], new int[2], null);
        };
    }

    private static FlatVector withNulls(FlatVector vector, boolean[] nulls) {
        int length = vector.length();
        return switch (vector) {
            case BooleanVector v -> new BooleanVector(length, v.values(), nulls);
            case IntVector v -> new IntVector(length, v.values(), nulls);
            case LongVector v -> new LongVector(length, v.values(), nulls);
            case Int128Vector v -> new Int128Vector(length, v.high(), v.low(), nulls);
            case FloatVector v -> new FloatVector(length, v.values(), nulls);
            case DoubleVector v -> new DoubleVector(length, v.values(), nulls);
            case BytesVector v -> new BytesVector(length, v.data(), v.offsets(), nulls);
        };
    }

    private static FlatVector gatherFlat(FlatVector vector, int[] rows, int count) {
        boolean[] nulls = gather(vector.nulls(), rows, count);
        return switch (vector) {
            case BooleanVector v -> {
                boolean[] from = v.values();
                boolean[] to = new boolean[count];
                for (int i = 0; i < count; i++) {
                    to[i] = from[rows[i]];
                }
                yield new BooleanVector(count, to, nulls);
            }
            case IntVector v -> new IntVector(count, gather(v.values(), rows, count), nulls);
            case LongVector v -> new LongVector(count, gather(v.values(), rows, count), nulls);
            case Int128Vector v ->
                new Int128Vector(count, gather(v.high(), rows, count), gather(v.low(), rows, count), nulls);
            case FloatVector v -> {
                float[] from = v.values();
                float[] to = new float[count];
                for (int i = 0; i < count; i++) {
                    to[i] = from[rows[i]];
                }
                yield new FloatVector(count, to, nulls);
            }
            case DoubleVector v -> {
                double[] from = v.values();
                double[] to = new double[count];
                for (int i = 0; i < count; i++) {
                    to[i] = from[rows[i]];
                }
                yield new DoubleVector(count, to, nulls);
            }
            case BytesVector v -> gatherBytes(v, rows, count, nulls);
        };
    }

    private static BytesVector gatherBytes(BytesVector vector, int[] rows, int count, boolean @Nullable [] nulls) {
        int[] from = vector.offsets();
        int[] offsets = new int[count + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            total = Math.addExact(total, from[rows[i] + 1] - from[rows[i]]);
            offsets[i + 1] = total;
        }
        byte[] data = new byte[total];
        for (int i = 0; i < count; i++) {
            System.arraycopy(vector.data(), from[rows[i]], data, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return new BytesVector(count, data, offsets, nulls);
    }

    private static int[] gather(int[] from, int[] rows, int count) {
        int[] to = new int[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    private static long[] gather(long[] from, int[] rows, int count) {
        long[] to = new long[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    private static boolean @Nullable [] gather(boolean @Nullable [] from, int[] rows, int count) {
        if (from == null) {
            return null;
        }
        boolean[] to = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
            any |= to[i];
        }
        return any ? to : null;
    }

    /** The child rows behind a choice of list rows, and where each list begins among them. */
    private record Runs(int[] rows, int[] offsets) {
        static Runs of(int[] from, int[] rows, int count) {
            int[] offsets = new int[count + 1];
            for (int i = 0; i < count; i++) {
                offsets[i + 1] = Math.addExact(offsets[i], from[rows[i] + 1] - from[rows[i]]);
            }
            int[] children = new int[offsets[count]];
            for (int i = 0; i < count; i++) {
                int start = from[rows[i]];
                for (int j = offsets[i]; j < offsets[i + 1]; j++) {
                    children[j] = start + j - offsets[i];
                }
            }
            return new Runs(children, offsets);
        }
    }
}
