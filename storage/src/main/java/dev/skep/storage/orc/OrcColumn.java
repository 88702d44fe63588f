package dev.skep.storage.orc;

import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import dev.skep.storage.vector.Values;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Turns one column of orc-core's batches into our vectors, sharing arrays where the forms are the same. What it returns is valid until the
 * next call, as orc-core's batch is. A null at every row that orc-core marks once becomes a constant.
 */
abstract sealed class OrcColumn permits OrcColumn.Booleans, OrcColumn.Ints, OrcColumn.Longs, OrcColumn.Int128s,
        OrcColumn.Floats, OrcColumn.Doubles, OrcColumn.Timestamps, OrcTextColumn, OrcColumn.Lists, OrcColumn.Maps,
        OrcColumn.Structs {
    private final ColumnVector nothing;

    OrcColumn(DataType type) {
        this.nothing = Values.vector(type, null);
    }

    /** A column of {@code type}; {@code converted} if orc-core changes the file's values to it, and so reuses the arrays it hands out. */
    static OrcColumn of(DataType type, boolean converted) {
        return switch (type.physical()) {
            case BOOLEAN -> new Booleans(type);
            case INT -> new Ints(type);
            case LONG -> type == PrimitiveType.TIMESTAMP ? new Timestamps(type) : new Longs(type);
            case INT128 -> new Int128s((DecimalType) type);
            case FLOAT -> new Floats(type);
            case DOUBLE -> new Doubles(type);
            case BYTES -> new OrcTextColumn(type, !converted);
            case LIST -> new Lists((ArrayType) type, converted);
            case MAP -> new Maps((MapType) type, converted);
            case STRUCT -> new Structs((StructType) type, converted);
        };
    }

    /** The first {@code rows} values of {@code from}. */
    final ColumnVector convert(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows) {
        if (!from.isRepeating || rows == 0) {
            return values(from, rows, nulls(from));
        }
        if (!from.noNulls && from.isNull[0]) {
            return new ConstantVector(rows, nothing);
        }
        ColumnVector one = values(from, 1, null);
        return rows == 1
                ? one
                : new ConstantVector(rows, one instanceof ConstantVector constant ? constant.value() : one);
    }

    /** A null at each of {@code rows} rows. */
    final ColumnVector nothing(int rows) {
        return new ConstantVector(rows, nothing);
    }

    /** The values where {@code from} does not repeat one. */
    abstract ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
            boolean @Nullable [] nulls);

    private static boolean @Nullable [] nulls(org.apache.orc.storage.ql.exec.vector.ColumnVector from) {
        return from.noNulls ? null : from.isNull;
    }

    static final class Booleans extends OrcColumn {
        private boolean[] values = new boolean[0];

        Booleans(DataType type) {
            super(type);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            long[] source = ((LongColumnVector) from).vector;
            if (values.length < rows) {
                values = new boolean[rows];
            }
            for (int i = 0; i < rows; i++) {
                values[i] = source[i] != 0;
            }
            return new BooleanVector(rows, values, nulls);
        }
    }

    static final class Ints extends OrcColumn {
        private int[] values = new int[0];

        Ints(DataType type) {
            super(type);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            long[] source = ((LongColumnVector) from).vector;
            if (values.length < rows) {
                values = new int[rows];
            }
            for (int i = 0; i < rows; i++) {
                values[i] = (int) source[i];
            }
            return new IntVector(rows, values, nulls);
        }
    }

    static final class Longs extends OrcColumn {
        Longs(DataType type) {
            super(type);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            return new LongVector(rows, ((LongColumnVector) from).vector, nulls);
        }
    }

    static final class Int128s extends OrcColumn {
        private final int scale;
        private final long[] scratch = new long[HiveDecimal.SCRATCH_LONGS_LEN];
        private final byte[] bytes = new byte[HiveDecimal.SCRATCH_BUFFER_LEN_BIG_INTEGER_BYTES];
        private long[] high = new long[0];
        private long[] low = new long[0];

        Int128s(DecimalType type) {
            super(type);
            this.scale = type.scale();
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            DecimalColumnVector source = (DecimalColumnVector) from;
            if (high.length < rows) {
                high = new long[rows];
                low = new long[rows];
            }
            for (int i = 0; i < rows; i++) {
                if (nulls == null || !nulls[i]) {
                    set(i, source.vector[i].getHiveDecimal());
                }
            }
            return new Int128Vector(rows, high, low, nulls);
        }

        private void set(int row, @Nullable HiveDecimal value) {
            if (value == null) {
                // Rows that a filter left out hold no number.
                high[row] = 0;
                low[row] = 0;
                return;
            }
            int length = value.bigIntegerBytesScaled(scale, scratch, bytes);
            long upper = length > 8 ? signed(0, length - 8) : bytes[0] < 0 ? -1 : 0;
            high[row] = upper;
            low[row] = signed(Math.max(0, length - 8), length);
        }

        private long signed(int start, int end) {
            long number = bytes[start];
            for (int i = start + 1; i < end; i++) {
                number = number << 8 | bytes[i] & 0xFF;
            }
            return number;
        }
    }

    static final class Floats extends OrcColumn {
        private float[] values = new float[0];

        Floats(DataType type) {
            super(type);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            double[] source = ((DoubleColumnVector) from).vector;
            if (values.length < rows) {
                values = new float[rows];
            }
            for (int i = 0; i < rows; i++) {
                values[i] = (float) source[i];
            }
            return new FloatVector(rows, values, nulls);
        }
    }

    static final class Doubles extends OrcColumn {
        Doubles(DataType type) {
            super(type);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            return new DoubleVector(rows, ((DoubleColumnVector) from).vector, nulls);
        }
    }

    /** Milliseconds and nanoseconds of the second, in the wall clock of the writer as if it were UTC. */
    static final class Timestamps extends OrcColumn {
        private long[] values = new long[0];

        Timestamps(DataType type) {
            super(type);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            TimestampColumnVector source = (TimestampColumnVector) from;
            if (values.length < rows) {
                values = new long[rows];
            }
            for (int i = 0; i < rows; i++) {
                values[i] = Math.floorDiv(source.time[i], 1000L) * 1_000_000L + source.nanos[i] / 1000;
            }
            return new LongVector(rows, values, nulls);
        }
    }

    /** Where the elements of each row are: orc-core's readers lay them one after the other and say nothing of null rows. */
    private static int[] offsets(long[] lengths, int rows, boolean @Nullable [] nulls) {
        int[] offsets = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] = nulls != null && nulls[i] ? offsets[i] : Math.addExact(offsets[i], (int) lengths[i]);
        }
        return offsets;
    }

    static final class Lists extends OrcColumn {
        private final OrcColumn elements;

        Lists(ArrayType type, boolean converted) {
            super(type);
            this.elements = of(type.element(), converted);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            ListColumnVector source = (ListColumnVector) from;
            int[] offsets = offsets(source.lengths, rows, nulls);
            return new ListVector(rows, elements.convert(source.child, offsets[rows]), offsets, nulls);
        }
    }

    static final class Maps extends OrcColumn {
        private final OrcColumn keys;
        private final OrcColumn values;

        Maps(MapType type, boolean converted) {
            super(type);
            this.keys = of(type.key(), converted);
            this.values = of(type.value(), converted);
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            MapColumnVector source = (MapColumnVector) from;
            int[] offsets = offsets(source.lengths, rows, nulls);
            return new MapVector(rows, keys.convert(source.keys, offsets[rows]),
                    values.convert(source.values, offsets[rows]), offsets, nulls);
        }
    }

    static final class Structs extends OrcColumn {
        private final List<OrcColumn> fields = new ArrayList<>();

        Structs(StructType type, boolean converted) {
            super(type);
            for (StructType.Field field : type.fields()) {
                fields.add(of(field.type(), converted));
            }
        }

        @Override
        ColumnVector values(org.apache.orc.storage.ql.exec.vector.ColumnVector from, int rows,
                boolean @Nullable [] nulls) {
            StructColumnVector source = (StructColumnVector) from;
            List<ColumnVector> vectors = new ArrayList<>(fields.size());
            for (int i = 0; i < fields.size(); i++) {
                vectors.add(fields.get(i).convert(source.fields[i], rows));
            }
            return new StructVector(rows, vectors, nulls);
        }
    }
}
