package dev.skep.query.function.scalar;

import java.util.function.DoublePredicate;

import dev.skep.query.function.StrictKernel;
import dev.skep.query.function.vector.Buffers;
import dev.skep.query.function.vector.BytesSink;
import dev.skep.query.function.vector.ColumnReader;
import dev.skep.query.function.vector.Utf8;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Kernels of text functions. */
final class TextKernels {
    private TextKernels() {}

    /** A run of bytes that an argument has at a row. */
    static final class Span {
        byte[] data = new byte[0];
        int start;
        int end;

        Span read(ColumnReader reader, int row) {
            BytesVector bytes = reader.bytes();
            int i = reader.index(row);
            data = bytes.data();
            start = bytes.offsets()[i];
            end = bytes.offsets()[i + 1];
            return this;
        }

        byte[] copy() {
            return java.util.Arrays.copyOfRange(data, start, end);
        }

        String text() {
            return new String(data, start, end - start, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** Writes the value of one row to a sink; the row is ended by the caller. */
    @FunctionalInterface
    interface BytesFunction {
        void write(ColumnReader[] in, int row, BytesSink out);
    }

    /** A function with text or binary as its result. */
    static final class ToBytes extends StrictKernel {
        private final BytesFunction function;

        ToBytes(BytesFunction function) {
            this.function = function;
        }

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
    }

    /** Computes a whole number of one row. */
    @FunctionalInterface
    interface LongFunction {
        long apply(ColumnReader[] in, int row);
    }

    /** A function of text with a bigint as its result. */
    static final class ToLong extends StrictKernel {
        private final LongFunction function;

        ToLong(LongFunction function) {
            this.function = function;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            long[] to = out.longs(length);
            for (int k = 0; k < count; k++) {
                to[rows[k]] = function.apply(in, rows[k]);
            }
            return new LongVector(length, to, nulls);
        }
    }

    /** A test of one row. */
    @FunctionalInterface
    interface RowTest {
        boolean test(ColumnReader[] in, int row);
    }

    /** A test of text. */
    static final class ToBoolean extends StrictKernel {
        private final RowTest test;

        ToBoolean(RowTest test) {
            this.test = test;
        }

        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            boolean[] to = out.booleans(length);
            for (int k = 0; k < count; k++) {
                to[rows[k]] = test.test(in, rows[k]);
            }
            return new BooleanVector(length, to, nulls);
        }
    }

    /** A test of doubles. */
    static final class DoubleTest extends StrictKernel {
        private final DoublePredicate test;

        DoubleTest(DoublePredicate test) {
            this.test = test;
        }

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
    }

    /** A function from int to int. */
    static final class IntFunction extends StrictKernel {
        private final java.util.function.IntUnaryOperator function;

        IntFunction(java.util.function.IntUnaryOperator function) {
            this.function = function;
        }

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
    }

    /** substr(text, start [, length]) in characters from 1; a negative start counts from the end. */
    static final class Substring extends StrictKernel {
        @Override
        protected ColumnVector compute(ColumnReader[] in, int[] rows, int count, int length,
                boolean @Nullable [] nulls, Buffers out) {
            BytesVector bytes = in[0].bytes();
            long[] starts = in[1].longs(rows, count);
            long[] sizes = in.length > 2 ? in[2].longs(rows, count) : null;
            BytesSink sink = out.sink(length);
            byte[] data = bytes.data();
            for (int k = 0; k < count; k++) {
                int row = rows[k];
                int i = in[0].index(row);
                int from = bytes.offsets()[i];
                int end = bytes.offsets()[i + 1];
                long start = starts[row];
                long size = sizes == null ? Integer.MAX_VALUE : sizes[row];
                if (start < 0) {
                    start = Utf8.length(data, from, end) + start + 1;
                }
                if (start > 0 && size > 0) {
                    int first = Utf8.skip(data, from, end, (int) Math.min(Integer.MAX_VALUE, start - 1));
                    int last = Utf8.skip(data, first, end, (int) Math.min(Integer.MAX_VALUE, size));
                    sink.write(data, first, last);
                }
                sink.endRow(row);
            }
            return sink.finish(nulls);
        }
    }
}
