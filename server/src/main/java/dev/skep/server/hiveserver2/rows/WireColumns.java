package dev.skep.server.hiveserver2.rows;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;

import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BooleanVector;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.thrift.hs2.TBinaryColumn;
import dev.skep.thrift.hs2.TBoolColumn;
import dev.skep.thrift.hs2.TByteColumn;
import dev.skep.thrift.hs2.TColumn;
import dev.skep.thrift.hs2.TDoubleColumn;
import dev.skep.thrift.hs2.TI16Column;
import dev.skep.thrift.hs2.TI32Column;
import dev.skep.thrift.hs2.TI64Column;
import dev.skep.thrift.hs2.TStringColumn;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/**
 * Columns of a row set that write themselves from vectors. They are the generated structs with another {@code write}: the generated one wants
 * a list with an object per value. Only writing works on them.
 */
@SuppressWarnings("serial")
final class WireColumns {
    private static final TField VALUES = new TField("values", TType.LIST, (short) 1);
    private static final TField NULLS = new TField("nulls", TType.STRING, (short) 2);

    private WireColumns() {}

    /** Returns column {@code index}, whose type is {@code type}, of the rows of {@code slices}. */
    static TColumn of(DataType type, List<RowSlice> slices, int index) {
        Writer writer = new Writer(type, slices, index);
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive) {
                case BOOLEAN -> TColumn.boolVal(new TBoolColumn() {
                    @Override
                    public void write(TProtocol out) throws TException {
                        writer.write(out, TType.BOOL);
                    }
                });
                case TINYINT -> TColumn.byteVal(new TByteColumn() {
                    @Override
                    public void write(TProtocol out) throws TException {
                        writer.write(out, TType.BYTE);
                    }
                });
                case SMALLINT -> TColumn.i16Val(new TI16Column() {
                    @Override
                    public void write(TProtocol out) throws TException {
                        writer.write(out, TType.I16);
                    }
                });
                case INT -> TColumn.i32Val(new TI32Column() {
                    @Override
                    public void write(TProtocol out) throws TException {
                        writer.write(out, TType.I32);
                    }
                });
                case BIGINT -> TColumn.i64Val(new TI64Column() {
                    @Override
                    public void write(TProtocol out) throws TException {
                        writer.write(out, TType.I64);
                    }
                });
                case FLOAT, DOUBLE -> TColumn.doubleVal(new TDoubleColumn() {
                    @Override
                    public void write(TProtocol out) throws TException {
                        writer.write(out, TType.DOUBLE);
                    }
                });
                case BINARY -> TColumn.binaryVal(new TBinaryColumn() {
                    @Override
                    public void write(TProtocol out) throws TException {
                        writer.write(out, TType.STRING);
                    }
                });
                case STRING, DATE, TIMESTAMP, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> text(writer);
            };
        }
        return text(writer);
    }

    private static TColumn text(Writer writer) {
        return TColumn.stringVal(new TStringColumn() {
            @Override
            public void write(TProtocol out) throws TException {
                writer.write(out, TType.STRING);
            }
        });
    }

    /** Writes the struct that all column kinds have in common: a list of values and a bit per row, set where it is null. */
    private record Writer(DataType type, List<RowSlice> slices, int index) {

        void write(TProtocol out, byte element) throws TException {
            int rows = 0;
            for (RowSlice slice : slices) {
                rows += slice.rows();
            }
            out.writeStructBegin(new TStruct("column"));
            out.writeFieldBegin(VALUES);
            out.writeListBegin(new TList(element, rows));
            for (RowSlice slice : slices) {
                writeValues(out, slice);
            }
            out.writeListEnd();
            out.writeFieldEnd();
            out.writeFieldBegin(NULLS);
            out.writeBinary(ByteBuffer.wrap(nullBits(rows)));
            out.writeFieldEnd();
            out.writeFieldStop();
            out.writeStructEnd();
        }

        private byte[] nullBits(int rows) {
            byte[] bits = new byte[Math.max(1, (rows + 7) / 8)];
            int bit = 0;
            for (RowSlice slice : slices) {
                Cells cells = slice.columns().get(index);
                boolean[] nulls = type == PrimitiveType.UNKNOWN ? null : cells.nulls();
                if (nulls != null) {
                    for (int row = slice.from(); row < slice.to(); row++, bit++) {
                        if (nulls[row]) {
                            bits[bit >> 3] |= (byte) (1 << (bit & 7));
                        }
                    }
                } else if (type == PrimitiveType.UNKNOWN) {
                    for (int row = slice.from(); row < slice.to(); row++, bit++) {
                        bits[bit >> 3] |= (byte) (1 << (bit & 7));
                    }
                } else {
                    bit += slice.rows();
                }
            }
            return bits;
        }

        private void writeValues(TProtocol out, RowSlice slice) throws TException {
            Cells cells = slice.columns().get(index);
            switch (cells.values()) {
                case BooleanVector vector -> writeBooleans(out, slice, cells, vector.values());
                case IntVector vector -> writeInts(out, slice, cells, vector.values());
                case LongVector vector -> writeLongs(out, slice, cells, vector.values());
                case Int128Vector vector -> writeInt128s(out, slice, cells, vector);
                case FloatVector vector -> writeFloats(out, slice, cells, vector.values());
                case DoubleVector vector -> writeDoubles(out, slice, cells, vector.values());
                case BytesVector vector -> writeBytes(out, slice, cells, vector);
            }
        }

        private void writeBooleans(TProtocol out, RowSlice slice, Cells cells, boolean[] values) throws TException {
            for (int row = slice.from(); row < slice.to(); row++) {
                if (type == PrimitiveType.UNKNOWN) {
                    out.writeString("");
                } else {
                    out.writeBool(!cells.isNull(row) && values[cells.position(row)]);
                }
            }
        }

        private void writeInts(TProtocol out, RowSlice slice, Cells cells, int[] values) throws TException {
            TextBuffer text = new TextBuffer();
            for (int row = slice.from(); row < slice.to(); row++) {
                int value = cells.isNull(row) ? 0 : values[cells.position(row)];
                switch (type) {
                    case PrimitiveType.TINYINT -> out.writeByte((byte) value);
                    case PrimitiveType.SMALLINT -> out.writeI16((short) value);
                    case PrimitiveType.INT -> out.writeI32(value);
                    case PrimitiveType.DATE -> {
                        ValueTexts.appendDate(text, value);
                        flush(out, text);
                    }
                    default -> {
                        ValueTexts.appendYearMonth(text, value);
                        flush(out, text);
                    }
                }
            }
        }

        private void writeLongs(TProtocol out, RowSlice slice, Cells cells, long[] values) throws TException {
            if (type == PrimitiveType.BIGINT) {
                for (int row = slice.from(); row < slice.to(); row++) {
                    out.writeI64(cells.isNull(row) ? 0 : values[cells.position(row)]);
                }
                return;
            }
            TextBuffer text = new TextBuffer();
            for (int row = slice.from(); row < slice.to(); row++) {
                if (!cells.isNull(row)) {
                    long value = values[cells.position(row)];
                    if (type instanceof DecimalType decimal) {
                        ValueTexts.appendDecimal(text, value, decimal.scale());
                    } else if (type == PrimitiveType.TIMESTAMP) {
                        ValueTexts.appendTimestamp(text, value);
                    } else {
                        ValueTexts.appendDayTime(text, value);
                    }
                }
                flush(out, text);
            }
        }

        private void writeInt128s(TProtocol out, RowSlice slice, Cells cells, Int128Vector values) throws TException {
            int scale = ((DecimalType) type).scale();
            for (int row = slice.from(); row < slice.to(); row++) {
                out.writeString(cells.isNull(row)
                        ? ""
                        : new BigDecimal(values.bigInteger(cells.position(row)), scale).toPlainString());
            }
        }

        /** The double whose text is the float's: clients that know no float then show 1.1 and not 1.100000023841858. */
        private static double widen(float value) {
            return value == (int) value ? value : Double.parseDouble(Float.toString(value));
        }

        private void writeFloats(TProtocol out, RowSlice slice, Cells cells, float[] values) throws TException {
            for (int row = slice.from(); row < slice.to(); row++) {
                out.writeDouble(cells.isNull(row) ? 0 : widen(values[cells.position(row)]));
            }
        }

        private void writeDoubles(TProtocol out, RowSlice slice, Cells cells, double[] values) throws TException {
            for (int row = slice.from(); row < slice.to(); row++) {
                out.writeDouble(cells.isNull(row) ? 0 : values[cells.position(row)]);
            }
        }

        private void writeBytes(TProtocol out, RowSlice slice, Cells cells, BytesVector values) throws TException {
            TextBuffer text = new TextBuffer();
            int[] offsets = values.offsets();
            for (int row = slice.from(); row < slice.to(); row++) {
                if (cells.isNull(row)) {
                    flush(out, text);
                    continue;
                }
                int position = cells.position(row);
                if (type instanceof CharType character) {
                    ValueTexts.appendChar(text, values.data(), offsets[position], offsets[position + 1],
                            character.length());
                    flush(out, text);
                } else {
                    // A string and a binary value look the same on the wire.
                    out.writeBinary(ByteBuffer.wrap(values.data(), offsets[position], values.size(position)));
                }
            }
        }

        private static void flush(TProtocol out, TextBuffer text) throws TException {
            out.writeBinary(ByteBuffer.wrap(text.bytes(), 0, text.size()));
            text.clear();
        }
    }
}
