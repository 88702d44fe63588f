package dev.skep.query.function.scalar;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** The four operations and the remainder on whole and floating-point numbers of one type; whole numbers out of range fail. */
public final class Arithmetic extends StrictKernel {
    /** What is computed. */
    public enum Operation {
        ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULUS
    }

    private final Operation operation;
    private final PrimitiveType type;

    public Arithmetic(Operation operation, DataType type) {
        this.operation = operation;
        this.type = (PrimitiveType) type;
    }

    static QueryException outOfRange(DataType type, Operation operation) {
        return new QueryException(Reason.DATA, "Cannot %s %s: the result is out of range"
                .formatted(operation.name().toLowerCase(java.util.Locale.ROOT), type.sqlName()));
    }

    static QueryException byZero() {
        return new QueryException(Reason.DATA, "Cannot divide: division by zero");
    }

    @Override
    protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length, boolean @Nullable [] nulls,
            Buffers out) {
        return switch (type.physical()) {
            case INT -> new IntVector(length,
                    ints(in[0].ints(rows, count), in[1].ints(rows, count), rows, count, out.ints(length)), nulls);
            case LONG -> new LongVector(length,
                    longs(in[0].longs(rows, count), in[1].longs(rows, count), rows, count, out.longs(length)), nulls);
            case FLOAT -> new FloatVector(length,
                    floats(in[0].floats(rows, count), in[1].floats(rows, count), rows, count, out.floats(length)),
                    nulls);
            case DOUBLE -> new DoubleVector(length,
                    doubles(in[0].doubles(rows, count), in[1].doubles(rows, count), rows, count, out.doubles(length)),
                    nulls);
            case BOOLEAN, INT128, BYTES, LIST, MAP, STRUCT ->
                throw new IllegalStateException("Invalid arithmetic on " + type);
        };
    }

    private int[] ints(int[] a, int[] b, int[] rows, int count, int[] to) {
        long min = type == PrimitiveType.TINYINT
                ? Byte.MIN_VALUE
                : type == PrimitiveType.SMALLINT ? Short.MIN_VALUE : Integer.MIN_VALUE;
        long max = -min - 1;
        boolean bad = false;
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            long x = a[row];
            long y = b[row];
            long result = switch (operation) {
                case ADD -> x + y;
                case SUBTRACT -> x - y;
                case MULTIPLY -> x * y;
                case DIVIDE -> {
                    if (y == 0) {
                        throw byZero();
                    }
                    yield x / y;
                }
                case MODULUS -> {
                    if (y == 0) {
                        throw byZero();
                    }
                    yield x % y;
                }
            };
            bad |= result < min | result > max;
            to[row] = (int) result;
        }
        if (bad) {
            throw outOfRange(type, operation);
        }
        return to;
    }

    private long[] longs(long[] a, long[] b, int[] rows, int count, long[] to) {
        long bad = 0;
        switch (operation) {
            case ADD -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    long x = a[row];
                    long y = b[row];
                    long result = x + y;
                    bad |= (x ^ result) & (y ^ result);
                    to[row] = result;
                }
            }
            case SUBTRACT -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    long x = a[row];
                    long y = b[row];
                    long result = x - y;
                    bad |= (x ^ y) & (x ^ result);
                    to[row] = result;
                }
            }
            case MULTIPLY -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    long x = a[row];
                    long y = b[row];
                    long result = x * y;
                    bad |= Math.multiplyHigh(x, y) != result >> 63 ? -1L : 0;
                    to[row] = result;
                }
            }
            case DIVIDE -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    if (b[row] == 0) {
                        throw byZero();
                    }
                    bad |= b[row] == -1 && a[row] == Long.MIN_VALUE ? -1L : 0;
                    to[row] = a[row] / b[row];
                }
            }
            case MODULUS -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    if (b[row] == 0) {
                        throw byZero();
                    }
                    to[row] = a[row] % b[row];
                }
            }
        }
        if (bad < 0) {
            throw outOfRange(type, operation);
        }
        return to;
    }

    private float[] floats(float[] a, float[] b, int[] rows, int count, float[] to) {
        for (int k = 0; k < count; k++) {
            int row = rows[k];
            to[row] = switch (operation) {
                case ADD -> a[row] + b[row];
                case SUBTRACT -> a[row] - b[row];
                case MULTIPLY -> a[row] * b[row];
                case DIVIDE -> a[row] / b[row];
                case MODULUS -> a[row] % b[row];
            };
        }
        return to;
    }

    private double[] doubles(double[] a, double[] b, int[] rows, int count, double[] to) {
        switch (operation) {
            case ADD -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = a[row] + b[row];
                }
            }
            case SUBTRACT -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = a[row] - b[row];
                }
            }
            case MULTIPLY -> {
                if (Rows.isDense(rows)) {
                    for (int i = 0; i < count; i++) {
                        to[i] = a[i] * b[i];
                    }
                } else {
                    for (int k = 0; k < count; k++) {
                        int row = rows[k];
                        to[row] = a[row] * b[row];
                    }
                }
            }
            case DIVIDE -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = a[row] / b[row];
                }
            }
            case MODULUS -> {
                for (int k = 0; k < count; k++) {
                    int row = rows[k];
                    to[row] = a[row] % b[row];
                }
            }
        }
        return to;
    }
}
