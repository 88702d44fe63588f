package dev.skep.storage.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
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
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.ListVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.MapVector;
import dev.skep.storage.vector.StructVector;

/** Writes the values of one column, or of a part of a nested one, as Hive's text SerDes do. */
record TextValueWriter(DataType type, int depth, List<TextValueWriter> children) {
    TextValueWriter {
        children = List.copyOf(children);
    }

    /** A writer at a depth of nesting, 0 for the fields of a row. Fails with UNSUPPORTED for a type that text cannot hold. */
    static TextValueWriter of(String column, DataType type, int depth, TextSettings settings) {
        List<TextValueWriter> children = switch (type) {
            case ArrayType array -> List.of(of(column, array.element(), depth + 1, settings));
            case MapType map ->
                List.of(of(column, map.key(), depth + 2, settings), of(column, map.value(), depth + 2, settings));
            case StructType struct ->
                struct.fields().stream().map(field -> of(column, field.type(), depth + 1, settings)).toList();
            case PrimitiveType.INTERVAL_DAY_TIME, PrimitiveType.INTERVAL_YEAR_MONTH, PrimitiveType.UNKNOWN ->
                throw unsupported(column, type);
            default -> List.of();
        };
        if (!children.isEmpty()
                && (settings.csv() || depth + (type instanceof MapType ? 2 : 1) >= settings.separators().length)) {
            throw unsupported(column, type);
        }
        return new TextValueWriter(type, depth, children);
    }

    private static StorageException unsupported(String column, DataType type) {
        return new StorageException(Reason.UNSUPPORTED,
                "Cannot write column '%s' as text: no text form for %s".formatted(column, type));
    }

    void write(ColumnVector vector, int row, TextBuffer to) {
        if (vector.isNull(row)) {
            to.nothing();
            return;
        }
        switch (vector) {
            case ConstantVector constant -> write(constant.value(), 0, to);
            case DictionaryVector dictionary -> write(dictionary.dictionary(), dictionary.ids()[row], to);
            case BooleanVector v -> to.plain(v.values()[row] ? "true" : "false", depth);
            case IntVector v -> to.plain(type == PrimitiveType.DATE
                    ? LocalDate.ofEpochDay(v.values()[row]).toString()
                    : Integer.toString(v.values()[row]), depth);
            case LongVector v -> to.plain(text(v.values()[row]), depth);
            case Int128Vector v ->
                to.plain(new BigDecimal(v.bigInteger(row), ((DecimalType) type).scale()).toPlainString(), depth);
            case FloatVector v -> to.plain(Float.toString(v.values()[row]), depth);
            case DoubleVector v -> to.plain(Double.toString(v.values()[row]), depth);
            case BytesVector v -> bytes(v, row, to);
            case ListVector list -> {
                for (int i = list.offsets()[row]; i < list.offsets()[row + 1]; i++) {
                    if (i > list.offsets()[row]) {
                        to.separator(depth + 1);
                    }
                    children.getFirst().write(list.elements(), i, to);
                }
            }
            case MapVector map -> {
                for (int i = map.offsets()[row]; i < map.offsets()[row + 1]; i++) {
                    if (i > map.offsets()[row]) {
                        to.separator(depth + 1);
                    }
                    children.getFirst().write(map.keys(), i, to);
                    to.separator(depth + 2);
                    children.get(1).write(map.values(), i, to);
                }
            }
            case StructVector struct -> {
                for (int i = 0; i < children.size(); i++) {
                    if (i > 0) {
                        to.separator(depth + 1);
                    }
                    children.get(i).write(struct.fields().get(i), row, to);
                }
            }
        }
    }

    private void bytes(BytesVector vector, int row, TextBuffer to) {
        int start = vector.offsets()[row];
        int end = vector.offsets()[row + 1];
        if (type == PrimitiveType.BINARY) {
            to.plain(new String(Base64.getEncoder().encode(Arrays.copyOfRange(vector.data(), start, end)), ISO_8859_1),
                    depth);
        } else {
            to.text(vector.data(), start, end, depth);
        }
    }

    private String text(long value) {
        if (type instanceof DecimalType decimal) {
            return BigDecimal.valueOf(value, decimal.scale()).toPlainString();
        }
        return type == PrimitiveType.TIMESTAMP ? timestamp(value) : Long.toString(value);
    }

    /** {@code 2026-01-31 23:59:59.5}: the fraction without the zeros at its end, none if it is zero. */
    private static String timestamp(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC);
        String text = time.toLocalDate() + " " + time.toLocalTime().withNano(0)
                + (time.getSecond() == 0 ? ":00" : "");
        int fraction = (int) Math.floorMod(micros, 1_000_000L);
        if (fraction == 0) {
            return text;
        }
        String digits = String.format("%06d", fraction);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return text + "." + digits.substring(0, end);
    }
}
