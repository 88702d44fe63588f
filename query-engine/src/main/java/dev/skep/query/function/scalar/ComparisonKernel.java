package dev.skep.query.function.scalar;

import java.util.Arrays;

import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Int128;
import dev.skep.query.function.vector.Order;
import dev.skep.storage.type.PhysicalType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Compares values of one type. The operator is a set of outcomes: less, equal, greater, unordered (a NaN takes part). */
public final class ComparisonKernel extends StrictKernel {
    public static final int LESS = 1;
    public static final int EQUAL = 2;
    public static final int GREATER = 4;
    public static final int UNORDERED = 8;

    private final int accepted;
    private final PhysicalType physical;

    public ComparisonKernel(int accepted, PhysicalType physical) {
        this.accepted = accepted;
        this.physical = physical;
    }

    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        boolean[] to = out.booleans(length);
        switch (physical) {
            case INT -> {
                int[] a = in[0].ints(rows, count);
                int[] b = in[1].ints(rows, count);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = accepts(Integer.compare(a[row], b[row]));
                }
            }
            case LONG -> {
                long[] a = in[0].longs(rows, count);
                long[] b = in[1].longs(rows, count);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = accepts(Long.compare(a[row], b[row]));
                }
            }
            case INT128 -> {
                long[] lowA = in[0].low(rows, count);
                long[] highA = in[0].high(rows, count);
                long[] lowB = in[1].low(rows, count);
                long[] highB = in[1].high(rows, count);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = accepts(Int128.compare(highA[row], lowA[row], highB[row], lowB[row]));
                }
            }
            case DOUBLE -> {
                double[] a = in[0].doubles(rows, count);
                double[] b = in[1].doubles(rows, count);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = (accepted & outcome(a[row], b[row])) != 0;
                }
            }
            case FLOAT -> {
                float[] a = in[0].floats(rows, count);
                float[] b = in[1].floats(rows, count);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = (accepted & outcome(a[row], b[row])) != 0;
                }
            }
            case BOOLEAN -> {
                boolean[] a = in[0].booleans(rows, count);
                boolean[] b = in[1].booleans(rows, count);
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = accepts(Boolean.compare(a[row], b[row]));
                }
            }
            case BYTES -> bytes(in[0], in[1], rows, count, to);
            case LIST, MAP, STRUCT -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = accepts(
                            Order.compare(in[0].base(), in[0].index(row), in[1].base(), in[1].index(row)));
                }
            }
        }
        return new BooleanVector(length, to, nulls);
    }

    private void bytes(ColumnReader a, ColumnReader b, int[] rows, int count, boolean[] to) {
        BytesVector x = a.bytes();
        BytesVector y = b.bytes();
        boolean isEquality = accepted == EQUAL || accepted == (LESS | GREATER | UNORDERED);
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            int i = a.index(row);
            int j = b.index(row);
            int fromX = x.offsets()[i];
            int toX = x.offsets()[i + 1];
            int fromY = y.offsets()[j];
            int toY = y.offsets()[j + 1];
            if (isEquality) {
                boolean equal = toX - fromX == toY - fromY
                        && Arrays.equals(x.data(), fromX, toX, y.data(), fromY, toY);
                to[row] = equal == (accepted == EQUAL);
            } else {
                to[row] = accepts(Arrays.compareUnsigned(x.data(), fromX, toX, y.data(), fromY, toY));
            }
        }
    }

    private boolean accepts(int order) {
        return (accepted >> (Integer.signum(order) + 1) & 1) != 0;
    }

    private static int outcome(double a, double b) {
        return a < b ? LESS : a == b ? EQUAL : a > b ? GREATER : UNORDERED;
    }
}
