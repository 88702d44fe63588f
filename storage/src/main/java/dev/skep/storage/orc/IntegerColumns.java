package dev.skep.storage.orc;

import dev.skep.storage.orc.ColumnStreams.Positions;
import dev.skep.storage.type.DataType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.apache.orc.OrcProto.Stream.Kind;
import org.apache.orc.storage.common.type.CalendarUtils;
import org.jspecify.annotations.Nullable;

/** Whole numbers and dates, which are stored as integers in runs. */
abstract sealed class IntegerColumns extends StripeColumn {
    final IntegerRuns runs;

    private IntegerColumns(ColumnStreams streams, DataType type) {
        super(streams, type);
        this.runs = new IntegerRuns(streams.stream(Kind.DATA));
    }

    @Override
    final void openValues() {
        runs.open(true, isVersion2());
    }

    @Override
    final void seekValues(Positions positions) {
        positions.seek(streams.stream(Kind.DATA));
        runs.seek(positions.next());
    }

    @Override
    final void skipValues(int count) {
        runs.skip(count);
    }

    /** Numbers of 64 bits. */
    static final class Longs extends IntegerColumns {
        private long[] numbers = new long[0];

        Longs(ColumnStreams streams, DataType type) {
            super(streams, type);
        }

        private long[] numbers(int rows) {
            if (numbers.length < rows) {
                numbers = new long[rows];
            }
            return numbers;
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            long[] to = numbers(rows);
            runs.read(to, values);
            if (marks != null) {
                spread(to, values, rows, marks);
            }
            return new LongVector(rows, to, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            long[] out = numbers(rows);
            runs.pick(values, from, to, picks, out);
            return new LongVector(rows, out, marks);
        }
    }

    /** Numbers of up to 32 bits, and dates as days. */
    static final class Ints extends IntegerColumns {
        private final boolean isHybrid;
        private int[] numbers = new int[0];

        /** @param isHybrid true for dates before October 1582 that are Julian */
        Ints(ColumnStreams streams, DataType type, boolean isHybrid) {
            super(streams, type);
            this.isHybrid = isHybrid;
        }

        private int[] numbers(int rows) {
            if (numbers.length < rows) {
                numbers = new int[rows];
            }
            return numbers;
        }

        @Override
        ColumnVector all(int rows, int values, boolean @Nullable [] marks) {
            int[] to = numbers(rows);
            runs.read(to, values);
            if (isHybrid) {
                for (int i = 0; i < values; i++) {
                    to[i] = CalendarUtils.convertDateToProleptic(to[i]);
                }
            }
            if (marks != null) {
                spread(to, values, rows, marks);
            }
            return new IntVector(rows, to, marks);
        }

        @Override
        ColumnVector picked(int rows, int values, int[] from, int[] to, int picks, boolean @Nullable [] marks) {
            int[] out = numbers(rows);
            runs.pick(values, from, to, picks, out);
            if (isHybrid) {
                for (int i = 0; i < picks; i++) {
                    out[to[i]] = CalendarUtils.convertDateToProleptic(out[to[i]]);
                }
            }
            return new IntVector(rows, out, marks);
        }
    }
}
