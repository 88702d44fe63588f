package dev.skep.storage.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.StructType;
import org.jspecify.annotations.Nullable;

/** Collects rows of vectors of one type into a vector that owns its arrays. Grows as needed; dictionaries and constants are flattened. Not for several threads. */
public abstract sealed class VectorBuilder {
    private int length;
    private boolean @Nullable [] nulls;

    private VectorBuilder() {}

    /** Returns an empty builder for values of {@code type}. */
    public static VectorBuilder of(DataType type) {
        return switch (type.physical()) {
            case BOOLEAN -> new Booleans();
            case INT -> new Ints();
            case LONG -> new Longs();
            case INT128 -> new Int128s();
            case FLOAT -> new Floats();
            case DOUBLE -> new Doubles();
            case BYTES -> new Bytes();
            case LIST -> new Lists(of(((ArrayType) type).element()));
            case MAP -> new Maps(of(((MapType) type).key()), of(((MapType) type).value()));
            case STRUCT -> new Structs(((StructType) type).fields().stream().map(field -> of(field.type())).toList());
        };
    }

    /** How many rows were appended. */
    public final int length() {
        return length;
    }

    /** About how many bytes the builder holds on to. */
    public final long retainedBytes() {
        return (nulls == null ? 0 : nulls.length) + valueBytes();
    }

    /** Appends the rows {@code rows[0 .. count)} of {@code vector}, or its first {@code count} rows where {@code rows} is null. */
    public final void append(ColumnVector vector, int @Nullable [] rows, int count) {
        int[] chosen = rows == null ? upTo(count) : rows;
        appendNulls(vector, chosen, count);
        appendValues(vector, chosen, count);
        length += count;
    }

    /** Returns the rows so far; the builder must not be used afterwards. */
    public abstract ColumnVector build();

    abstract void appendValues(ColumnVector vector, int[] rows, int count);

    abstract long valueBytes();

    final boolean @Nullable [] nulls() {
        return nulls;
    }

    private void appendNulls(ColumnVector vector, int[] rows, int count) {
        if (vector.mayHaveNulls()) {
            for (int i = 0; i < count; i++) {
                if (vector.isNull(rows[i])) {
                    boolean[] to = nulls == null ? new boolean[capacity(length + count)] : nulls;
                    nulls = to.length < length + count ? Arrays.copyOf(to, capacity(length + count)) : to;
                    nulls[length + i] = true;
                }
            }
        }
        if (nulls != null && nulls.length < length + count) {
            nulls = Arrays.copyOf(nulls, capacity(length + count));
        }
    }

    private static int[] upTo(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }

    /** The flat values behind {@code vector} and, for each of {@code rows}, the position among them. */
    private record Source(FlatVector flat, int[] rows) {
        static Source of(ColumnVector vector, int[] rows, int count) {
            return switch (vector) {
                case FlatVector flat -> new Source(flat, rows);
                case DictionaryVector dictionary when dictionary.dictionary().length() > 0 -> {
                    int[] ids = new int[count];
                    boolean[] nulls = dictionary.nulls();
                    for (int i = 0; i < count; i++) {
                        ids[i] = nulls != null && nulls[rows[i]] ? 0 : dictionary.ids()[rows[i]];
                    }
                    yield new Source(dictionary.dictionary(), ids);
                }
                case ConstantVector constant -> of(constant.value(), new int[count], count);
                case DictionaryVector ignored -> new Source(Vectors.flatten(vector), rows);
                case StructVector ignored -> throw nested();
                case ListVector ignored -> throw nested();
                case MapVector ignored -> throw nested();
            };
        }

        private static IllegalArgumentException nested() {
            return new IllegalArgumentException("Cannot append a nested vector to a flat one");
        }
    }

    private static int capacity(int needed) {
        return Math.max(64, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, needed + (long) (needed >> 1))));
    }

    private static final class Booleans extends VectorBuilder {
        private boolean[] values = new boolean[0];

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            Source source = Source.of(vector, rows, count);
            boolean[] from = ((BooleanVector) source.flat).values();
            if (values.length < length() + count) {
                values = Arrays.copyOf(values, capacity(length() + count));
            }
            for (int i = 0; i < count; i++) {
                values[length() + i] = from[source.rows[i]];
            }
        }

        @Override
        long valueBytes() {
            return values.length;
        }

        @Override
        public ColumnVector build() {
            return new BooleanVector(length(), values, nulls());
        }
    }

    private static final class Ints extends VectorBuilder {
        private int[] values = new int[0];

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            Source source = Source.of(vector, rows, count);
            int[] from = ((IntVector) source.flat).values();
            if (values.length < length() + count) {
                values = Arrays.copyOf(values, capacity(length() + count));
            }
            int start = length();
            for (int i = 0; i < count; i++) {
                values[start + i] = from[source.rows[i]];
            }
        }

        @Override
        long valueBytes() {
            return 4L * values.length;
        }

        @Override
        public ColumnVector build() {
            return new IntVector(length(), values, nulls());
        }
    }

    private static final class Longs extends VectorBuilder {
        private long[] values = new long[0];

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            Source source = Source.of(vector, rows, count);
            long[] from = ((LongVector) source.flat).values();
            if (values.length < length() + count) {
                values = Arrays.copyOf(values, capacity(length() + count));
            }
            int start = length();
            for (int i = 0; i < count; i++) {
                values[start + i] = from[source.rows[i]];
            }
        }

        @Override
        long valueBytes() {
            return 8L * values.length;
        }

        @Override
        public ColumnVector build() {
            return new LongVector(length(), values, nulls());
        }
    }

    private static final class Int128s extends VectorBuilder {
        private long[] high = new long[0];
        private long[] low = new long[0];

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            Source source = Source.of(vector, rows, count);
            Int128Vector from = (Int128Vector) source.flat;
            if (high.length < length() + count) {
                high = Arrays.copyOf(high, capacity(length() + count));
                low = Arrays.copyOf(low, high.length);
            }
            int start = length();
            for (int i = 0; i < count; i++) {
                high[start + i] = from.high()[source.rows[i]];
                low[start + i] = from.low()[source.rows[i]];
            }
        }

        @Override
        long valueBytes() {
            return 16L * high.length;
        }

        @Override
        public ColumnVector build() {
            return new Int128Vector(length(), high, low, nulls());
        }
    }

    private static final class Floats extends VectorBuilder {
        private float[] values = new float[0];

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            Source source = Source.of(vector, rows, count);
            float[] from = ((FloatVector) source.flat).values();
            if (values.length < length() + count) {
                values = Arrays.copyOf(values, capacity(length() + count));
            }
            for (int i = 0; i < count; i++) {
                values[length() + i] = from[source.rows[i]];
            }
        }

        @Override
        long valueBytes() {
            return 4L * values.length;
        }

        @Override
        public ColumnVector build() {
            return new FloatVector(length(), values, nulls());
        }
    }

    private static final class Doubles extends VectorBuilder {
        private double[] values = new double[0];

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            Source source = Source.of(vector, rows, count);
            double[] from = ((DoubleVector) source.flat).values();
            if (values.length < length() + count) {
                values = Arrays.copyOf(values, capacity(length() + count));
            }
            int start = length();
            for (int i = 0; i < count; i++) {
                values[start + i] = from[source.rows[i]];
            }
        }

        @Override
        long valueBytes() {
            return 8L * values.length;
        }

        @Override
        public ColumnVector build() {
            return new DoubleVector(length(), values, nulls());
        }
    }

    private static final class Bytes extends VectorBuilder {
        private byte[] data = new byte[0];
        private int[] offsets = new int[1];

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            Source source = Source.of(vector, rows, count);
            BytesVector from = (BytesVector) source.flat;
            int start = length();
            if (offsets.length < start + count + 1) {
                offsets = Arrays.copyOf(offsets, capacity(start + count + 1));
            }
            int end = offsets[start];
            boolean[] nulls = nulls();
            for (int i = 0; i < count; i++) {
                int row = source.rows[i];
                int size = nulls != null && nulls[start + i] ? 0 : from.size(row);
                int next = Math.addExact(end, size);
                if (next > data.length) {
                    data = Arrays.copyOf(data, capacity(next));
                }
                System.arraycopy(from.data(), from.offsets()[row], data, end, size);
                end = next;
                offsets[start + i + 1] = end;
            }
        }

        @Override
        long valueBytes() {
            return data.length + 4L * offsets.length;
        }

        @Override
        public ColumnVector build() {
            return new BytesVector(length(), data, offsets, nulls());
        }
    }

    /** Where the run of each row begins and which child rows it has. */
    private static final class Runs {
        private int[] offsets = new int[1];

        int[] append(int start, int[] from, int[] rows, int count) {
            if (offsets.length < start + count + 1) {
                offsets = Arrays.copyOf(offsets, capacity(start + count + 1));
            }
            int total = 0;
            for (int i = 0; i < count; i++) {
                total = Math.addExact(total, from[rows[i] + 1] - from[rows[i]]);
                offsets[start + i + 1] = Math.addExact(offsets[start], total);
            }
            int[] children = new int[total];
            int next = 0;
            for (int i = 0; i < count; i++) {
                for (int child = from[rows[i]]; child < from[rows[i] + 1]; child++) {
                    children[next++] = child;
                }
            }
            return children;
        }
    }

    private static ColumnVector constantValue(ColumnVector vector) {
        return vector instanceof ConstantVector constant ? constant.value() : vector;
    }

    private static int[] constantRows(ColumnVector vector, int[] rows, int count) {
        return vector instanceof ConstantVector ? new int[count] : rows;
    }

    private static final class Lists extends VectorBuilder {
        private final VectorBuilder elements;
        private final Runs runs = new Runs();

        private Lists(VectorBuilder elements) {
            this.elements = elements;
        }

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            ListVector from = (ListVector) constantValue(vector);
            int[] children = runs.append(length(), from.offsets(), constantRows(vector, rows, count), count);
            elements.append(from.elements(), children, children.length);
        }

        @Override
        long valueBytes() {
            return 4L * runs.offsets.length + elements.retainedBytes();
        }

        @Override
        public ColumnVector build() {
            return new ListVector(length(), elements.build(), runs.offsets, nulls());
        }
    }

    private static final class Maps extends VectorBuilder {
        private final VectorBuilder keys;
        private final VectorBuilder values;
        private final Runs runs = new Runs();

        private Maps(VectorBuilder keys, VectorBuilder values) {
            this.keys = keys;
            this.values = values;
        }

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            MapVector from = (MapVector) constantValue(vector);
            int[] children = runs.append(length(), from.offsets(), constantRows(vector, rows, count), count);
            keys.append(from.keys(), children, children.length);
            values.append(from.values(), children, children.length);
        }

        @Override
        long valueBytes() {
            return 4L * runs.offsets.length + keys.retainedBytes() + values.retainedBytes();
        }

        @Override
        public ColumnVector build() {
            return new MapVector(length(), keys.build(), values.build(), runs.offsets, nulls());
        }
    }

    private static final class Structs extends VectorBuilder {
        private final List<VectorBuilder> fields;

        private Structs(List<VectorBuilder> fields) {
            this.fields = fields;
        }

        @Override
        void appendValues(ColumnVector vector, int[] rows, int count) {
            StructVector from = (StructVector) constantValue(vector);
            int[] chosen = constantRows(vector, rows, count);
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).append(from.fields().get(i), chosen, count);
            }
        }

        @Override
        long valueBytes() {
            long bytes = 0;
            for (VectorBuilder field : fields) {
                bytes += field.retainedBytes();
            }
            return bytes;
        }

        @Override
        public ColumnVector build() {
            List<ColumnVector> vectors = new ArrayList<>(fields.size());
            for (VectorBuilder field : fields) {
                vectors.add(field.build());
            }
            return new StructVector(length(), vectors, nulls());
        }
    }
}
