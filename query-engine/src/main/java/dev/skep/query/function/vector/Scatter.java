package dev.skep.query.function.vector;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/** Puts a vector together from parts that each hold the values of some rows. Begin, put each part (which must stay valid), finish. Belongs to one thread. */
public final class Scatter {
    private final DataType type;
    private final Buffers buffers = new Buffers();
    private final List<ColumnReader> readers = new ArrayList<>();
    private int parts;
    private int length;
    private boolean @Nullable [] nulls;
    private int[] partOf = new int[0];

    public Scatter(DataType type) {
        this.type = type;
    }

    public void begin(int rows) {
        length = rows;
        parts = 0;
        nulls = null;
        if (partOf.length < rows) {
            partOf = new int[rows];
        }
    }

    public void put(ColumnVector from, int[] rows, int count) {
        if (count == 0) {
            return;
        }
        if (readers.size() == parts) {
            readers.add(new ColumnReader());
        }
        ColumnReader reader = readers.get(parts).read(from);
        if (from.mayHaveNulls()) {
            boolean[] to = nulls != null ? nulls : (nulls = buffers.clearNulls(length));
            for (int k = 0; k < count; k++) {
                to[rows[k]] = reader.isNull(rows[k]);
            }
        }
        if (reader.isConstantNull()) {
            for (int k = 0; k < count; k++) {
                partOf[rows[k]] = -1;
            }
            return;
        }
        switch (type.physical()) {
            case BOOLEAN -> {
                boolean[] to = buffers.booleans(length);
                boolean[] values = reader.booleans(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = values[rows[k]];
                }
            }
            case INT -> {
                int[] to = buffers.ints(length);
                int[] values = reader.ints(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = values[rows[k]];
                }
            }
            case LONG -> {
                long[] to = buffers.longs(length);
                long[] values = reader.longs(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = values[rows[k]];
                }
            }
            case INT128 -> {
                long[] low = buffers.longs(length);
                long[] high = buffers.high(length);
                long[] lowFrom = reader.low(rows, count);
                long[] highFrom = reader.high(rows, count);
                for (int k = 0; k < count; k++) {
                    low[rows[k]] = lowFrom[rows[k]];
                    high[rows[k]] = highFrom[rows[k]];
                }
            }
            case FLOAT -> {
                float[] to = buffers.floats(length);
                float[] values = reader.floats(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = values[rows[k]];
                }
            }
            case DOUBLE -> {
                double[] to = buffers.doubles(length);
                double[] values = reader.doubles(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = values[rows[k]];
                }
            }
            case BYTES, LIST, MAP, STRUCT -> {
                for (int k = 0; k < count; k++) {
                    partOf[rows[k]] = parts;
                }
            }
        }
        parts++;
    }

    /** Returns the vector; the parts' rows together are {@code rows[0 .. count)}. Valid until the next begin. */
    public ColumnVector finish(int[] rows, int count) {
        return switch (type.physical()) {
            case BOOLEAN -> new BooleanVector(length, buffers.booleans(length), nulls);
            case INT -> new IntVector(length, buffers.ints(length), nulls);
            case LONG -> new LongVector(length, buffers.longs(length), nulls);
            case INT128 -> new Int128Vector(length, buffers.high(length), buffers.longs(length), nulls);
            case FLOAT -> new FloatVector(length, buffers.floats(length), nulls);
            case DOUBLE -> new DoubleVector(length, buffers.doubles(length), nulls);
            case BYTES -> finishBytes(rows, count);
            case LIST, MAP, STRUCT -> finishNested(rows, count);
        };
    }

    private ColumnVector finishBytes(int[] rows, int count) {
        BytesSink sink = buffers.sink(length);
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            if (partOf[row] < 0 || (nulls != null && nulls[row])) {
                continue;
            }
            ColumnReader reader = readers.get(partOf[row]);
            BytesVector from = reader.bytes();
            int i = reader.index(row);
            sink.put(row, from.data(), from.offsets()[i], from.offsets()[i + 1]);
        }
        return sink.finish(nulls);
    }

    private ColumnVector finishNested(int[] rows, int count) {
        VectorBuilder builder = VectorBuilder.of(type);
        ColumnVector none = dev.skep.storage.vector.Values.vector(type, null);
        int[] one = new int[1];
        int next = 0;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            for (; next < row; next++) {
                builder.append(none, null, 1);
            }
            if (partOf[row] < 0 || (nulls != null && nulls[row])) {
                builder.append(none, null, 1);
            } else {
                one[0] = row;
                builder.append(readers.get(partOf[row]).vector(), one, 1);
            }
            next++;
        }
        for (; next < length; next++) {
            builder.append(none, null, 1);
        }
        return builder.build();
    }
}
