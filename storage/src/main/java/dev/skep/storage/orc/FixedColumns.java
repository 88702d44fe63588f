package dev.skep.storage.orc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.skep.storage.orc.ColumnStreams.Positions;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.IntVector;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/** Values of a fixed width: truth values, bytes, floating-point numbers. */
abstract sealed class FixedColumns extends StripeColumn {
    private FixedColumns(ColumnStreams streams, DataType type) {
        super(streams, type);
    }

    final StreamBytes data() {
        return streams.stream(Kind.DATA);
    }

    /** Truth values. Picking single ones would save nothing. */
    static final class Booleans extends FixedColumns {
        private final BitRuns runs = new BitRuns(data());
        private boolean[] truths = new boolean[0];

        Booleans(ColumnStreams streams, DataType type) {
            super(streams, type);
        }

        @Override
        void openValues() {
            checkDirect();
            runs.open();
        }

        @Override
        void seekValues(Positions positions) {
            positions.seek(data());
            runs.seekBits(positions.next(), positions.next());
        }

        @Override
        void skipValues(int count) {
            runs.skipBits(count);
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            if (truths.length < rows) {
                truths = new boolean[rows];
            }
            boolean[] to = truths;
            runs.readBits(to, values, true);
            if (marks != null) {
                int from = values;
                for (int i = rows - 1; i >= 0; i--) {
                    to[i] = !marks[i] && to[--from];
                }
            }
            return new BooleanVector(rows, to, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            return all(rows, values, marks);
        }
    }

    /** Numbers of 8 bits. Picking single ones would save nothing. */
    static final class TinyInts extends FixedColumns {
        private final BitRuns runs = new BitRuns(data());
        private byte[] packed = new byte[0];
        private int[] numbers = new int[0];

        TinyInts(ColumnStreams streams, DataType type) {
            super(streams, type);
        }

        @Override
        void openValues() {
            checkDirect();
            runs.open();
        }

        @Override
        void seekValues(Positions positions) {
            positions.seek(data());
            runs.seekBytes(positions.next());
        }

        @Override
        void skipValues(int count) {
            runs.skipBytes(count);
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            if (numbers.length < rows) {
                numbers = new int[rows];
                packed = new byte[rows];
            }
            runs.readBytes(packed, values);
            for (int i = 0; i < values; i++) {
                numbers[i] = packed[i];
            }
            if (marks != null) {
                spread(numbers, values, rows, marks);
            }
            return new IntVector(rows, numbers, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            return all(rows, values, marks);
        }
    }

    /** Single-precision numbers. */
    static final class Floats extends FixedColumns {
        private static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(float[].class,
                ByteOrder.LITTLE_ENDIAN);
        private float[] numbers = new float[0];

        Floats(ColumnStreams streams, DataType type) {
            super(streams, type);
        }

        @Override
        void openValues() {
            checkDirect();
        }

        @Override
        void seekValues(Positions positions) {
            positions.seek(data());
        }

        @Override
        void skipValues(int count) {
            data().skip(count * (long) Float.BYTES);
        }

        private float[] numbers(int rows) {
            if (numbers.length < rows) {
                numbers = new float[rows];
            }
            return numbers;
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            float[] to = numbers(rows);
            StreamBytes in = data();
            in.require(values * Float.BYTES);
            for (int i = 0; i < values; i++) {
                to[i] = (float) NUMBER.get(in.bytes, in.position + i * Float.BYTES);
            }
            in.position += values * Float.BYTES;
            if (marks != null) {
                int from = values;
                for (int i = rows - 1; i >= 0; i--) {
                    to[i] = marks[i] ? 0 : to[--from];
                }
            }
            return new FloatVector(rows, to, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            float[] out = numbers(rows);
            StreamBytes in = data();
            in.require(values * Float.BYTES);
            for (int i = 0; i < picks; i++) {
                out[to[i]] = (float) NUMBER.get(in.bytes, in.position + from[i] * Float.BYTES);
            }
            in.position += values * Float.BYTES;
            return new FloatVector(rows, out, marks);
        }
    }

    /** Double-precision numbers. */
    static final class Doubles extends FixedColumns {
        private static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(double[].class,
                ByteOrder.LITTLE_ENDIAN);
        private double[] numbers = new double[0];

        Doubles(ColumnStreams streams, DataType type) {
            super(streams, type);
        }

        @Override
        void openValues() {
            checkDirect();
        }

        @Override
        void seekValues(Positions positions) {
            positions.seek(data());
        }

        @Override
        void skipValues(int count) {
            data().skip(count * (long) Double.BYTES);
        }

        private double[] numbers(int rows) {
            if (numbers.length < rows) {
                numbers = new double[rows];
            }
            return numbers;
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            double[] to = numbers(rows);
            StreamBytes in = data();
            in.require(values * Double.BYTES);
            for (int i = 0; i < values; i++) {
                to[i] = (double) NUMBER.get(in.bytes, in.position + i * Double.BYTES);
            }
            in.position += values * Double.BYTES;
            if (marks != null) {
                int from = values;
                for (int i = rows - 1; i >= 0; i--) {
                    to[i] = marks[i] ? 0 : to[--from];
                }
            }
            return new DoubleVector(rows, to, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            double[] out = numbers(rows);
            StreamBytes in = data();
            in.require(values * Double.BYTES);
            for (int i = 0; i < picks; i++) {
                out[to[i]] = (double) NUMBER.get(in.bytes, in.position + from[i] * Double.BYTES);
            }
            in.position += values * Double.BYTES;
            return new DoubleVector(rows, out, marks);
        }
    }
}
