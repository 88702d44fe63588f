package dev.skep.storage.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Takes the values of one field apart into the columns at and below it, with their levels. */
abstract sealed class FieldWriter {
    /** The definition level of a value of this field. */
    final int definition;

    private FieldWriter(int definition) {
        this.definition = definition;
    }

    /** Makes writers for {@code type}; takes the columns of {@code schema} in order, beginning with {@code nextColumn[0]}. */
    static FieldWriter of(DataType type, MessageType schema, int[] nextColumn, int parentDefinition, int repetition,
            boolean isRequired) {
        int definition = parentDefinition + (isRequired ? 0 : 1);
        return switch (type) {
            case ArrayType array -> new Array(definition, repetition + 1,
                    of(array.element(), schema, nextColumn, definition + 1, repetition + 1, false));
            case MapType map -> new Entries(definition, repetition + 1,
                    of(map.key(), schema, nextColumn, definition + 1, repetition + 1, true),
                    of(map.value(), schema, nextColumn, definition + 1, repetition + 1, false));
            case StructType struct -> {
                List<FieldWriter> fields = new ArrayList<>();
                for (StructType.Field field : struct.fields()) {
                    fields.add(of(field.type(), schema, nextColumn, definition, repetition, false));
                }
                yield new Struct(definition, fields);
            }
            default -> new Primitive(definition, type, schema.getColumns().get(nextColumn[0]++));
        };
    }

    /** Goes on with the columns of a new row group. */
    abstract void open(ColumnWriteStore store);

    /** Writes the value of {@code vector} at {@code row}. */
    abstract void write(ColumnVector vector, int row, int repetition);

    /** Writes that there is no value; {@code present} is the level of the innermost field around it that is there. */
    abstract void writeNull(int repetition, int present);

    /** Writes the rows {@code rows[from .. to)} (or those themselves where {@code rows} is null) of a column at the top level. */
    void writeAll(ColumnVector vector, int @Nullable [] rows, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = rows == null ? i : rows[i];
            write(vector, row, 0);
        }
    }

    private static ColumnVector unwrapped(ColumnVector vector) {
        return vector instanceof ConstantVector constant ? constant.value() : vector;
    }

    static final class Primitive extends FieldWriter {
        private final DataType type;
        private final ColumnDescriptor column;
        private @Nullable ColumnWriter writer;

        Primitive(int definition, DataType type, ColumnDescriptor column) {
            super(definition);
            this.type = type;
            this.column = column;
        }

        @Override
        void open(ColumnWriteStore store) {
            writer = store.getColumnWriter(column);
        }

        private ColumnWriter writer() {
            if (writer == null) {
                throw new IllegalStateException("No row group is open");
            }
            return writer;
        }

        @Override
        void writeNull(int repetition, int present) {
            writer().writeNull(repetition, present);
        }

        @Override
        void write(ColumnVector vector, int row, int repetition) {
            if (vector.isNull(row)) {
                writeNull(repetition, definition - 1);
                return;
            }
            switch (vector) {
                case FlatVector flat -> put(writer(), flat, row, repetition);
                case DictionaryVector dictionary ->
                    put(writer(), dictionary.dictionary(), dictionary.ids()[row], repetition);
                case ConstantVector constant -> write(constant.value(), 0, repetition);
                default -> throw new IllegalArgumentException("Cannot write a nested vector as " + type);
            }
        }

        @Override
        void writeAll(ColumnVector vector, int @Nullable [] rows, int from, int to) {
            ColumnWriter out = writer();
            int none = definition - 1;
            boolean mayHaveNulls = vector.mayHaveNulls();
            FlatVector flat;
            int @Nullable [] ids = null;
            boolean isConstant = vector instanceof ConstantVector;
            ColumnVector inner = unwrapped(vector);
            if (inner instanceof DictionaryVector dictionary) {
                flat = dictionary.dictionary();
                ids = dictionary.ids();
            } else {
                flat = (FlatVector) inner;
            }
            for (int i = from; i < to; i++) {
                int row = isConstant ? 0 : rows == null ? i : rows[i];
                if (mayHaveNulls && inner.isNull(row)) {
                    out.writeNull(0, none);
                } else {
                    put(out, flat, ids == null ? row : ids[row], 0);
                }
            }
        }

        private void put(ColumnWriter out, FlatVector flat, int row, int repetition) {
            switch (flat) {
                case BooleanVector v -> out.write(v.values()[row], repetition, definition);
                case IntVector v -> out.write(v.values()[row], repetition, definition);
                case LongVector v -> putLong(out, v.values()[row], repetition);
                case FloatVector v -> out.write(v.values()[row], repetition, definition);
                case DoubleVector v -> out.write(v.values()[row], repetition, definition);
                case BytesVector v -> out.write(
                        Binary.fromReusedByteArray(v.data(), v.offsets()[row], v.size(row)), repetition, definition);
                case Int128Vector v -> out.write(decimal(v.high()[row], v.low()[row]), repetition, definition);
            }
        }

        private void putLong(ColumnWriter out, long value, int repetition) {
            if (type instanceof DecimalType decimal && decimal.precision() <= 9) {
                out.write((int) value, repetition, definition);
            } else if (type == PrimitiveType.TIMESTAMP && column.getPrimitiveType()
                    .getPrimitiveTypeName() == org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96) {
                out.write(int96(value), repetition, definition);
            } else {
                out.write(value, repetition, definition);
            }
        }

        private static Binary int96(long micros) {
            long day = Math.floorDiv(micros, NumberConversions.MICROS_PER_DAY);
            long nanos = Math.floorMod(micros, NumberConversions.MICROS_PER_DAY) * 1_000;
            byte[] bytes = new byte[12];
            LittleEndian.putLong(bytes, 0, nanos);
            LittleEndian.putInt(bytes, 8, Math.toIntExact(day + NumberConversions.EPOCH_JULIAN_DAY));
            return Binary.fromConstantByteArray(bytes);
        }

        private Binary decimal(long high, long low) {
            byte[] bytes = new byte[16];
            LittleEndian.putLong(bytes, 0, Long.reverseBytes(high));
            LittleEndian.putLong(bytes, 8, Long.reverseBytes(low));
            int length = column.getPrimitiveType().getTypeLength();
            return Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, 16 - length, 16));
        }
    }

    static final class Struct extends FieldWriter {
        private final List<FieldWriter> fields;

        Struct(int definition, List<FieldWriter> fields) {
            super(definition);
            this.fields = fields;
        }

        @Override
        void open(ColumnWriteStore store) {
            fields.forEach(field -> field.open(store));
        }

        @Override
        void write(ColumnVector vector, int row, int repetition) {
            if (vector.isNull(row)) {
                writeNull(repetition, definition - 1);
                return;
            }
            StructVector struct = (StructVector) unwrapped(vector);
            int at = vector instanceof ConstantVector ? 0 : row;
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).write(struct.fields().get(i), at, repetition);
            }
        }

        @Override
        void writeNull(int repetition, int present) {
            for (FieldWriter field : fields) {
                field.writeNull(repetition, present);
            }
        }
    }

    static final class Array extends FieldWriter {
        private final int repetition;
        private final FieldWriter element;

        Array(int definition, int repetition, FieldWriter element) {
            super(definition);
            this.repetition = repetition;
            this.element = element;
        }

        @Override
        void open(ColumnWriteStore store) {
            element.open(store);
        }

        @Override
        void write(ColumnVector vector, int row, int outer) {
            if (vector.isNull(row)) {
                writeNull(outer, definition - 1);
                return;
            }
            ListVector list = (ListVector) unwrapped(vector);
            int at = vector instanceof ConstantVector ? 0 : row;
            int start = list.offsets()[at];
            int end = list.offsets()[at + 1];
            if (start == end) {
                element.writeNull(outer, definition);
            }
            for (int i = start; i < end; i++) {
                element.write(list.elements(), i, i == start ? outer : repetition);
            }
        }

        @Override
        void writeNull(int outer, int present) {
            element.writeNull(outer, present);
        }
    }

    static final class Entries extends FieldWriter {
        private final int repetition;
        private final FieldWriter key;
        private final FieldWriter value;

        Entries(int definition, int repetition, FieldWriter key, FieldWriter value) {
            super(definition);
            this.repetition = repetition;
            this.key = key;
            this.value = value;
        }

        @Override
        void open(ColumnWriteStore store) {
            key.open(store);
            value.open(store);
        }

        @Override
        void write(ColumnVector vector, int row, int outer) {
            if (vector.isNull(row)) {
                writeNull(outer, definition - 1);
                return;
            }
            MapVector map = (MapVector) unwrapped(vector);
            int at = vector instanceof ConstantVector ? 0 : row;
            int start = map.offsets()[at];
            int end = map.offsets()[at + 1];
            if (start == end) {
                key.writeNull(outer, definition);
                value.writeNull(outer, definition);
            }
            for (int i = start; i < end; i++) {
                if (map.keys().isNull(i)) {
                    throw DecodeException.unsupported("a map with a null key");
                }
                key.write(map.keys(), i, i == start ? outer : repetition);
                value.write(map.values(), i, i == start ? outer : repetition);
            }
        }

        @Override
        void writeNull(int outer, int present) {
            key.writeNull(outer, present);
            value.writeNull(outer, present);
        }
    }
}
