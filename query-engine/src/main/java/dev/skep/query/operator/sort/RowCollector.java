package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** Makes batches of rows that lie in several batches of the same columns, flat or nested. Belongs to one thread. */
final class RowCollector {
    /** The texts of a batch do not get much longer than this in all. */
    private static final long MAX_TEXT_BYTES = 16 << 20;

    private final List<DataType> types;
    private final List<List<ColumnVector>> sources = new ArrayList<>();
    private final int[] sourceOf;
    private final int[] rowOf;
    private int count;
    private int taken;

    RowCollector(List<DataType> types, int maxRows) {
        this.types = types;
        sourceOf = new int[maxRows];
        rowOf = new int[maxRows];
    }

    boolean isFull() {
        return count == rowOf.length;
    }

    /** Begins anew. */
    void clear() {
        sources.clear();
        count = 0;
        taken = 0;
    }

    /** Names columns from which rows come; returns their number. */
    int addSource(List<ColumnVector> columns) {
        sources.add(columns);
        return sources.size() - 1;
    }

    void add(int source, int row) {
        sourceOf[count] = source;
        rowOf[count++] = row;
    }

    /** Returns the next of the rows that were added as a batch that owns its arrays; null when all are taken. */
    @Nullable
    ColumnBatch take() {
        if (taken == count) {
            return null;
        }
        int end = fitting(taken, count);
        List<ColumnVector> columns = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            columns.add(column(i, taken, end));
        }
        ColumnBatch batch = new ColumnBatch(end - taken, columns);
        taken = end;
        return batch;
    }

    /** How far rows from {@code from} on make a batch whose texts fit in arrays; at least one row. */
    private int fitting(int from, int end) {
        int fits = end;
        for (int i = 0; i < types.size(); i++) {
            if (sources.isEmpty() || !(sources.getFirst().get(i) instanceof BytesVector)) {
                continue;
            }
            long bytes = 0;
            for (int k = from; k < fits; k++) {
                bytes += ((BytesVector) sources.get(sourceOf[k]).get(i)).size(rowOf[k]);
                if (bytes > MAX_TEXT_BYTES) {
                    fits = Math.max(k, from + 1);
                }
            }
        }
        return fits;
    }

    private ColumnVector column(int column, int from, int end) {
        int rows = end - from;
        if (sources.size() == 1) {
            int[] chosen = new int[rows];
            System.arraycopy(rowOf, from, chosen, 0, rows);
            return Vectors.gather(sources.getFirst().get(column), chosen, rows);
        }
        ColumnVector[] vectors = new ColumnVector[sources.size()];
        boolean mayHaveNulls = false;
        for (int s = 0; s < vectors.length; s++) {
            vectors[s] = sources.get(s).get(column);
            mayHaveNulls |= vectors[s].mayHaveNulls();
        }
        boolean[] nulls = mayHaveNulls ? nulls(vectors, from, rows) : null;
        return switch (vectors[0]) {
            case IntVector ignored -> {
                int[][] values = new int[vectors.length][];
                for (int s = 0; s < values.length; s++) {
                    values[s] = ((IntVector) vectors[s]).values();
                }
                int[] to = new int[rows];
                for (int k = 0; k < rows; k++) {
                    to[k] = values[sourceOf[from + k]][rowOf[from + k]];
                }
                yield new IntVector(rows, to, nulls);
            }
            case LongVector ignored -> {
                long[][] values = new long[vectors.length][];
                for (int s = 0; s < values.length; s++) {
                    values[s] = ((LongVector) vectors[s]).values();
                }
                yield new LongVector(rows, longs(values, from, rows), nulls);
            }
            case Int128Vector ignored -> {
                long[][] high = new long[vectors.length][];
                long[][] low = new long[vectors.length][];
                for (int s = 0; s < vectors.length; s++) {
                    high[s] = ((Int128Vector) vectors[s]).high();
                    low[s] = ((Int128Vector) vectors[s]).low();
                }
                yield new Int128Vector(rows, longs(high, from, rows), longs(low, from, rows), nulls);
            }
            case DoubleVector ignored -> {
                double[] to = new double[rows];
                for (int k = 0; k < rows; k++) {
                    to[k] = ((DoubleVector) vectors[sourceOf[from + k]]).values()[rowOf[from + k]];
                }
                yield new DoubleVector(rows, to, nulls);
            }
            case FloatVector ignored -> {
                float[] to = new float[rows];
                for (int k = 0; k < rows; k++) {
                    to[k] = ((FloatVector) vectors[sourceOf[from + k]]).values()[rowOf[from + k]];
                }
                yield new FloatVector(rows, to, nulls);
            }
            case BooleanVector ignored -> {
                boolean[] to = new boolean[rows];
                for (int k = 0; k < rows; k++) {
                    to[k] = ((BooleanVector) vectors[sourceOf[from + k]]).values()[rowOf[from + k]];
                }
                yield new BooleanVector(rows, to, nulls);
            }
            case BytesVector ignored -> texts(vectors, from, rows, nulls);
            default -> nested(column, vectors, from, rows);
        };
    }

    private boolean @Nullable [] nulls(ColumnVector[] vectors, int from, int rows) {
        boolean[] nulls = new boolean[rows];
        boolean any = false;
        for (int k = 0; k < rows; k++) {
            nulls[k] = vectors[sourceOf[from + k]].isNull(rowOf[from + k]);
            any |= nulls[k];
        }
        return any ? nulls : null;
    }

    private long[] longs(long[][] values, int from, int rows) {
        long[] to = new long[rows];
        for (int k = 0; k < rows; k++) {
            to[k] = values[sourceOf[from + k]][rowOf[from + k]];
        }
        return to;
    }

    private BytesVector texts(ColumnVector[] vectors, int from, int rows, boolean @Nullable [] nulls) {
        BytesVector[] texts = new BytesVector[vectors.length];
        for (int s = 0; s < texts.length; s++) {
            texts[s] = (BytesVector) vectors[s];
        }
        int[] offsets = new int[rows + 1];
        for (int k = 0; k < rows; k++) {
            offsets[k + 1] = Math.addExact(offsets[k], texts[sourceOf[from + k]].size(rowOf[from + k]));
        }
        byte[] data = new byte[offsets[rows]];
        for (int k = 0; k < rows; k++) {
            BytesVector source = texts[sourceOf[from + k]];
            System.arraycopy(source.data(), source.offsets()[rowOf[from + k]], data, offsets[k],
                    offsets[k + 1] - offsets[k]);
        }
        return new BytesVector(rows, data, offsets, nulls);
    }

    private ColumnVector nested(int column, ColumnVector[] vectors, int from, int rows) {
        VectorBuilder builder = VectorBuilder.of(types.get(column));
        int[] one = new int[1];
        for (int k = 0; k < rows; k++) {
            one[0] = rowOf[from + k];
            builder.append(vectors[sourceOf[from + k]], one, 1);
        }
        return builder.build();
    }
}
