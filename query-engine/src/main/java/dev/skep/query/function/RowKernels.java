package dev.skep.query.function;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.BytesSink;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of functions that are written for one row. They are {@link StrictKernel}s: a null argument gives null, and the row's function sees none. The
 * loop and the result's array are here, nothing is made per row; a row's function reads its arguments by {@link ColumnReader} and
 * {@link dev.skep.query.function.vector.Span}, and may keep buffers of its own, as it belongs to one kernel.
 */
public final class RowKernels {
    private RowKernels() {}

    /** Writes the value of one row; the row is ended by the caller. */
    @FunctionalInterface
    public interface BytesRow {
        void write(ColumnReader[] in, int row, BytesSink out);
    }

    /** Writes the value of one row, or returns false, having written nothing, where it is null. */
    @FunctionalInterface
    public interface NullableBytesRow {
        boolean write(ColumnReader[] in, int row, BytesSink out);
    }

    /** Computes a whole number of one row. */
    @FunctionalInterface
    public interface LongRow {
        long apply(ColumnReader[] in, int row);
    }

    /** A test of one row. */
    @FunctionalInterface
    public interface RowTest {
        boolean test(ColumnReader[] in, int row);
    }

    /** A function with text or binary as its result. */
    public static ScalarKernel bytes(BytesRow function) {
        return new StrictKernel() {
            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                BytesSink sink = out.sink(length);
                for (int k = 0; k < count; k++) {
                    function.write(in, rows[k], sink);
                    sink.endRow(rows[k]);
                }
                return sink.finish(nulls);
            }
        };
    }

    /** A function with text or binary as its result that has null also for arguments that are not. */
    public static ScalarKernel nullableBytes(NullableBytesRow function) {
        return new StrictKernel() {
            @Override
            protected boolean mayReturnNull() {
                return true;
            }

            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                BytesSink sink = out.sink(length);
                for (int k = 0; k < count; k++) {
                    if (function.write(in, rows[k], sink)) {
                        sink.endRow(rows[k]);
                    } else if (nulls != null) {
                        nulls[rows[k]] = true;
                    }
                }
                return sink.finish(nulls);
            }
        };
    }

    /** A function with a bigint as its result. */
    public static ScalarKernel longs(LongRow function) {
        return new StrictKernel() {
            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                long[] to = out.longs(length);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = function.apply(in, rows[k]);
                }
                return new LongVector(length, to, nulls);
            }
        };
    }

    /** A test. */
    public static ScalarKernel booleans(RowTest test) {
        return new StrictKernel() {
            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                boolean[] to = out.booleans(length);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = test.test(in, rows[k]);
                }
                return new BooleanVector(length, to, nulls);
            }
        };
    }

    /** A test of a double. */
    public static ScalarKernel doubleTest(DoublePredicate test) {
        return new StrictKernel() {
            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                boolean[] to = out.booleans(length);
                double[] values = in[0].doubles(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = test.test(values[rows[k]]);
                }
                return new BooleanVector(length, to, nulls);
            }
        };
    }

    /** A function from double to double. */
    public static ScalarKernel doubles(DoubleUnaryOperator function) {
        return new StrictKernel() {
            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                double[] to = out.doubles(length);
                double[] values = in[0].doubles(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = function.applyAsDouble(values[rows[k]]);
                }
                return new DoubleVector(length, to, nulls);
            }
        };
    }

    /** A function of two doubles. */
    public static ScalarKernel doubles(DoubleBinaryOperator function) {
        return new StrictKernel() {
            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                double[] to = out.doubles(length);
                double[] left = in[0].doubles(rows, count);
                double[] right = in[1].doubles(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = function.applyAsDouble(left[rows[k]], right[rows[k]]);
                }
                return new DoubleVector(length, to, nulls);
            }
        };
    }

    /** A function from int to int: of days, for instance. */
    public static ScalarKernel ints(IntUnaryOperator function) {
        return new StrictKernel() {
            @Override
            protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                    boolean @Nullable [] nulls, Buffers out) {
                int[] to = out.ints(length);
                int[] values = in[0].ints(rows, count);
                for (int k = 0; k < count; k++) {
                    to[rows[k]] = function.applyAsInt(values[rows[k]]);
                }
                return new IntVector(length, to, nulls);
            }
        };
    }
}
