package dev.skep.server.hiveserver2.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.result.ResultColumn;
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
import dev.skep.thrift.hs2.TBoolValue;
import dev.skep.thrift.hs2.TByteValue;
import dev.skep.thrift.hs2.TColumn;
import dev.skep.thrift.hs2.TColumnValue;
import dev.skep.thrift.hs2.TDoubleValue;
import dev.skep.thrift.hs2.TI16Value;
import dev.skep.thrift.hs2.TI32Value;
import dev.skep.thrift.hs2.TI64Value;
import dev.skep.thrift.hs2.TProtocolVersion;
import dev.skep.thrift.hs2.TRow;
import dev.skep.thrift.hs2.TRowSet;
import dev.skep.thrift.hs2.TStringValue;

/** Fetched rows in the form that a session has; Hive's is columns since protocol version 6, rows before. */
public final class RowSets {
    private RowSets() {}

    public static TRowSet of(ResultReader.Fetch fetch, RowForm form) {
        return switch (form) {
            case RowForm.Hive hive ->
                hive.version().getValue() >= TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V6.getValue()
                        ? columns(fetch)
                        : rows(fetch);
            case RowForm.Packed packed -> {
                TRowSet rowSet = new TRowSet(fetch.firstRow(), List.of());
                rowSet.setBinaryColumns(PackedRows.block(fetch, packed));
                rowSet.setColumnCount(fetch.columns().size());
                yield rowSet;
            }
        };
    }

    private static TRowSet columns(ResultReader.Fetch fetch) {
        List<TColumn> columns = new ArrayList<>(fetch.columns().size());
        for (int i = 0; i < fetch.columns().size(); i++) {
            columns.add(WireColumns.of(fetch.columns().get(i).type(), fetch.slices(), i));
        }
        TRowSet rowSet = new TRowSet(fetch.firstRow(), List.of());
        rowSet.setColumns(columns);
        return rowSet;
    }

    private static TRowSet rows(ResultReader.Fetch fetch) {
        List<TRow> rows = new ArrayList<>();
        for (RowSlice slice : fetch.slices()) {
            for (int row = slice.from(); row < slice.to(); row++) {
                List<TColumnValue> values = new ArrayList<>(fetch.columns().size());
                for (int i = 0; i < fetch.columns().size(); i++) {
                    ResultColumn column = fetch.columns().get(i);
                    values.add(value(slice.columns().get(i), column.type(), row));
                }
                rows.add(new TRow(values));
            }
        }
        return new TRowSet(fetch.firstRow(), rows);
    }

    /** A value without its field set is null. */
    private static TColumnValue value(Cells cells, DataType type, int row) {
        boolean isNull = cells.isNull(row) || type == PrimitiveType.UNKNOWN;
        int position = isNull ? 0 : cells.position(row);
        return switch (cells.values()) {
            case BooleanVector v when type == PrimitiveType.BOOLEAN -> {
                TBoolValue value = new TBoolValue();
                if (!isNull) {
                    value.setValue(v.values()[position]);
                }
                yield TColumnValue.boolVal(value);
            }
            case BooleanVector ignored -> TColumnValue.stringVal(new TStringValue());
            case IntVector v -> ofInt(type, isNull, isNull ? 0 : v.values()[position]);
            case LongVector v -> ofLong(type, isNull, isNull ? 0 : v.values()[position]);
            case Int128Vector v -> text(isNull
                    ? null
                    : new BigDecimal(v.bigInteger(position), ((DecimalType) type).scale()).toPlainString());
            case FloatVector v ->
                ofDouble(isNull, isNull ? 0 : Double.parseDouble(Float.toString(v.values()[position])));
            case DoubleVector v -> ofDouble(isNull, isNull ? 0 : v.values()[position]);
            case BytesVector v -> text(isNull ? null : bytes(type, v, position));
        };
    }

    private static TColumnValue ofInt(DataType type, boolean isNull, int number) {
        if (type == PrimitiveType.TINYINT) {
            TByteValue value = new TByteValue();
            if (!isNull) {
                value.setValue((byte) number);
            }
            return TColumnValue.byteVal(value);
        }
        if (type == PrimitiveType.SMALLINT) {
            TI16Value value = new TI16Value();
            if (!isNull) {
                value.setValue((short) number);
            }
            return TColumnValue.i16Val(value);
        }
        if (type == PrimitiveType.INT) {
            TI32Value value = new TI32Value();
            if (!isNull) {
                value.setValue(number);
            }
            return TColumnValue.i32Val(value);
        }
        TextBuffer text = new TextBuffer();
        if (type == PrimitiveType.DATE) {
            ValueTexts.appendDate(text, number);
        } else {
            ValueTexts.appendYearMonth(text, number);
        }
        return text(isNull ? null : toString(text));
    }

    private static TColumnValue ofLong(DataType type, boolean isNull, long number) {
        if (type == PrimitiveType.BIGINT) {
            TI64Value value = new TI64Value();
            if (!isNull) {
                value.setValue(number);
            }
            return TColumnValue.i64Val(value);
        }
        TextBuffer text = new TextBuffer();
        if (type instanceof DecimalType decimal) {
            ValueTexts.appendDecimal(text, number, decimal.scale());
        } else if (type == PrimitiveType.TIMESTAMP) {
            ValueTexts.appendTimestamp(text, number);
        } else {
            ValueTexts.appendDayTime(text, number);
        }
        return text(isNull ? null : toString(text));
    }

    private static TColumnValue ofDouble(boolean isNull, double number) {
        TDoubleValue value = new TDoubleValue();
        if (!isNull) {
            value.setValue(number);
        }
        return TColumnValue.doubleVal(value);
    }

    private static String bytes(DataType type, BytesVector vector, int position) {
        if (type instanceof CharType character) {
            TextBuffer text = new TextBuffer();
            ValueTexts.appendChar(text, vector.data(), vector.offsets()[position], vector.offsets()[position + 1],
                    character.length());
            return toString(text);
        }
        return vector.text(position);
    }

    private static String toString(TextBuffer text) {
        return new String(text.bytes(), 0, text.size(), UTF_8);
    }

    private static TColumnValue text(@org.jspecify.annotations.Nullable String text) {
        TStringValue value = new TStringValue();
        if (text != null) {
            value.setValue(text);
        }
        return TColumnValue.stringVal(value);
    }
}
