package dev.skep.server.tpcds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** One column of a batch, filled from the texts that the generator makes; an absent text is null. */
abstract sealed class TextColumn {
    private final boolean[] nulls = new boolean[ColumnBatch.DEFAULT_ROWS];

    static TextColumn of(DataType type) {
        if (type instanceof DecimalType decimal) {
            return new Decimals(decimal.scale());
        }
        if (type == PrimitiveType.STRING) {
            return new Texts();
        }
        return type == PrimitiveType.BIGINT ? new Longs() : new Ints(type == PrimitiveType.DATE);
    }

    final void set(int row, @Nullable String text) {
        nulls[row] = text == null;
        put(row, text);
    }

    /** Puts the value; for an absent one any. */
    abstract void put(int row, @Nullable String text);

    /** The first {@code rows} rows; they may be read until the next {@link #set}. */
    final ColumnVector take(int rows) {
        return vector(rows, nulls);
    }

    abstract ColumnVector vector(int rows, boolean[] nulls);

    private static final class Ints extends TextColumn {
        private final int[] values = new int[ColumnBatch.DEFAULT_ROWS];
        private final boolean dates;

        private Ints(boolean dates) {
            this.dates = dates;
        }

        @Override
        void put(int row, @Nullable String text) {
            if (text == null) {
                values[row] = 0;
            } else {
                values[row] = dates ? Math.toIntExact(LocalDate.parse(text).toEpochDay()) : Integer.parseInt(text);
            }
        }

        @Override
        ColumnVector vector(int rows, boolean[] nulls) {
            return new IntVector(rows, values, nulls);
        }
    }

    private static final class Longs extends TextColumn {
        private final long[] values = new long[ColumnBatch.DEFAULT_ROWS];

        @Override
        void put(int row, @Nullable String text) {
            values[row] = text == null ? 0 : Long.parseLong(text);
        }

        @Override
        ColumnVector vector(int rows, boolean[] nulls) {
            return new LongVector(rows, values, nulls);
        }
    }

    private static final class Decimals extends TextColumn {
        private final long[] values = new long[ColumnBatch.DEFAULT_ROWS];
        private final int scale;

        private Decimals(int scale) {
            this.scale = scale;
        }

        @Override
        void put(int row, @Nullable String text) {
            values[row] = text == null ? 0 : new BigDecimal(text).setScale(scale).unscaledValue().longValueExact();
        }

        @Override
        ColumnVector vector(int rows, boolean[] nulls) {
            return new LongVector(rows, values, nulls);
        }
    }

    /** Texts, one after the other. */
    private static final class Texts extends TextColumn {
        private final int[] offsets = new int[ColumnBatch.DEFAULT_ROWS + 1];
        private byte[] data = new byte[1 << 16];

        @Override
        void put(int row, @Nullable String text) {
            byte[] bytes = text == null ? new byte[0] : text.getBytes(UTF_8);
            int start = offsets[row];
            if (start + bytes.length > data.length) {
                data = Arrays.copyOf(data, 2 * (start + bytes.length));
            }
            System.arraycopy(bytes, 0, data, start, bytes.length);
            offsets[row + 1] = start + bytes.length;
        }

        @Override
        ColumnVector vector(int rows, boolean[] nulls) {
            return new BytesVector(rows, data, offsets, nulls);
        }
    }
}
