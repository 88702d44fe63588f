package dev.skep.query.function.vector;

import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Sees any vector as a flat one plus, for a dictionary or a constant, an index. {@link #read} it once a batch; then arrays positioned by row are
 * had from {@link #longs} and the like, filled at the rows asked for. One object serves one thread; its arrays are valid until the next read.
 */
public final class ColumnReader {
    private static final FlatVector NONE = new BooleanVector(0, new boolean[0], null);

    private ColumnVector vector = NONE;
    private ColumnVector base = NONE;
    private int @Nullable [] ids;
    private boolean constant;
    private boolean @Nullable [] nulls;
    private final Buffers buffers = new Buffers();

    public ColumnReader read(ColumnVector from) {
        vector = from;
        ids = null;
        constant = false;
        switch (from) {
            case FlatVector flat -> {
                base = flat;
                nulls = flat.nulls();
            }
            case DictionaryVector dictionary -> {
                base = dictionary.dictionary();
                ids = dictionary.ids();
                nulls = dictionary.nulls();
            }
            case ConstantVector one -> {
                base = one.value() instanceof DictionaryVector inner && !inner.isNull(0)
                        ? dev.skep.storage.vector.Vectors.flatten(inner)
                        : one.value();
                constant = true;
                nulls = null;
            }
            case StructVector struct -> {
                base = struct;
                nulls = struct.nulls();
            }
            case ListVector list -> {
                base = list;
                nulls = list.nulls();
            }
            case MapVector map -> {
                base = map;
                nulls = map.nulls();
            }
        }
        return this;
    }

    public ColumnVector vector() {
        return vector;
    }

    /** The values: {@link #index} says which belongs to a row. */
    public ColumnVector base() {
        return base;
    }

    public int index(int row) {
        return ids != null ? ids[row] : constant ? 0 : row;
    }

    public boolean isConstant() {
        return constant;
    }

    public boolean isConstantNull() {
        return constant && vector.isNull(0);
    }

    /** Null flags by row; null if there are none or the vector is constant. */
    public boolean @Nullable [] nulls() {
        return nulls;
    }

    public boolean isNull(int row) {
        return constant ? isConstantNull() : nulls != null && nulls[row];
    }

    public int[] ints(int[] rows, int count) {
        int[] from = ((IntVector) base).values();
        int[] at = ids;
        if (at == null && !constant) {
            return from;
        }
        int[] to = buffers.ints(vector.length());
        if (at == null) {
            int value = from[0];
            for (int k = 0; k < count; k++) {
                to[rows[k]] = value;
            }
            return to;
        }
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            to[row] = nulls != null && nulls[row] ? 0 : from[at[row]];
        }
        return to;
    }

    public long[] longs(int[] rows, int count) {
        long[] from = ((LongVector) base).values();
        return ids == null && !constant ? from : spread(from, buffers.longs(vector.length()), rows, count);
    }

    /** The low halves of 128-bit values. */
    public long[] low(int[] rows, int count) {
        long[] from = ((Int128Vector) base).low();
        return ids == null && !constant ? from : spread(from, buffers.longs(vector.length()), rows, count);
    }

    /** The high halves of 128-bit values. */
    public long[] high(int[] rows, int count) {
        long[] from = ((Int128Vector) base).high();
        return ids == null && !constant ? from : spread(from, buffers.high(vector.length()), rows, count);
    }

    private long[] spread(long[] from, long[] to, int[] rows, int count) {
        if (constant) {
            long value = from[0];
            for (int k = 0; k < count; k++) {
                to[rows[k]] = value;
            }
            return to;
        }
        int[] at = ids;
        if (at == null) {
            return from;
        }
        if (nulls != null) {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                to[row] = nulls[row] ? 0 : from[at[row]];
            }
        } else {
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                to[row] = from[at[row]];
            }
        }
        return to;
    }

    public double[] doubles(int[] rows, int count) {
        double[] from = ((DoubleVector) base).values();
        if (ids == null && !constant) {
            return from;
        }
        double[] to = buffers.doubles(vector.length());
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            to[row] = isNull(row) ? 0 : from[index(row)];
        }
        return to;
    }

    public float[] floats(int[] rows, int count) {
        float[] from = ((FloatVector) base).values();
        if (ids == null && !constant) {
            return from;
        }
        float[] to = buffers.floats(vector.length());
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            to[row] = isNull(row) ? 0 : from[index(row)];
        }
        return to;
    }

    public boolean[] booleans(int[] rows, int count) {
        boolean[] from = ((BooleanVector) base).values();
        if (ids == null && !constant) {
            return from;
        }
        boolean[] to = buffers.booleans(vector.length());
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            to[row] = !isNull(row) && from[index(row)];
        }
        return to;
    }

    public BytesVector bytes() {
        return (BytesVector) base;
    }

    /** Dictionary ids by row, or null. */
    public int @Nullable [] ids() {
        return ids;
    }
}
