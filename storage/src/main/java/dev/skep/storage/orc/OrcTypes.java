package dev.skep.storage.orc;

import java.util.List;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.Location;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.apache.orc.TypeDescription;

/** The two type systems side by side, and which change from a file's type to a table's is safe. */
final class OrcTypes {
    private OrcTypes() {}

    /** The type to write {@code type} as. Fails with UNSUPPORTED if ORC cannot hold it. */
    static TypeDescription toOrc(String column, DataType type) {
        return switch (type) {
            case PrimitiveType primitive -> switch (primitive) {
                case BOOLEAN -> TypeDescription.createBoolean();
                case TINYINT -> TypeDescription.createByte();
                case SMALLINT -> TypeDescription.createShort();
                case INT -> TypeDescription.createInt();
                case BIGINT -> TypeDescription.createLong();
                case FLOAT -> TypeDescription.createFloat();
                case DOUBLE -> TypeDescription.createDouble();
                case STRING -> TypeDescription.createString();
                case BINARY -> TypeDescription.createBinary();
                case DATE -> TypeDescription.createDate();
                case TIMESTAMP -> TypeDescription.createTimestamp();
                case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> throw new StorageException(Reason.UNSUPPORTED,
                        "Cannot write column '%s' to ORC: no ORC type for %s".formatted(column, type));
            };
            case DecimalType decimal ->
                TypeDescription.createDecimal().withScale(0).withPrecision(decimal.precision())
                        .withScale(decimal.scale());
            case VarcharType varchar -> TypeDescription.createVarchar().withMaxLength(varchar.length());
            case CharType character -> TypeDescription.createChar().withMaxLength(character.length());
            case ArrayType array -> TypeDescription.createList(toOrc(column, array.element()));
            case MapType map -> TypeDescription.createMap(toOrc(column, map.key()), toOrc(column, map.value()));
            case StructType struct -> {
                TypeDescription orc = TypeDescription.createStruct();
                for (StructType.Field field : struct.fields()) {
                    orc.addField(field.name(), toOrc(column + "." + field.name(), field.type()));
                }
                yield orc;
            }
        };
    }

    /**
     * The type to ask orc-core for, so that the file's {@code actual} comes out as {@code wanted}: nested fields by the file's names where
     * it has them. Fails with UNSUPPORTED if values might be lost or have no meaning in the wanted type.
     */
    static TypeDescription reading(Location file, String column, TypeDescription actual, DataType wanted) {
        return switch (wanted) {
            case ArrayType array when actual.getCategory() == TypeDescription.Category.LIST ->
                TypeDescription.createList(reading(file, column + ".element", actual.getChildren().getFirst(),
                        array.element()));
            case MapType map when actual.getCategory() == TypeDescription.Category.MAP -> TypeDescription.createMap(
                    reading(file, column + ".key", actual.getChildren().getFirst(), map.key()),
                    reading(file, column + ".value", actual.getChildren().get(1), map.value()));
            case StructType struct when actual.getCategory() == TypeDescription.Category.STRUCT -> {
                TypeDescription orc = TypeDescription.createStruct();
                for (StructType.Field field : struct.fields()) {
                    int index = indexOf(actual.getFieldNames(), field.name());
                    if (index < 0) {
                        orc.addField(field.name(), toOrc(column, field.type()));
                    } else {
                        orc.addField(actual.getFieldNames().get(index),
                                reading(file, column + "." + field.name(), actual.getChildren().get(index),
                                        field.type()));
                    }
                }
                yield orc;
            }
            default -> {
                if (isSame(actual, wanted)) {
                    yield actual.clone();
                }
                if (!isSafe(actual, wanted)) {
                    throw OrcFailures.unsupported(file, "column '%s' is %s in the file and cannot be read as %s"
                            .formatted(column, actual, wanted));
                }
                yield toOrc(column, wanted);
            }
        };
    }

    /** Returns the index of {@code name} without regard to case, the exact one if there are several, or -1. */
    static int indexOf(List<String> names, String name) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** True if values need no conversion. */
    static boolean isSame(TypeDescription actual, DataType wanted) {
        return switch (actual.getCategory()) {
            case BOOLEAN -> wanted == PrimitiveType.BOOLEAN;
            case BYTE -> wanted == PrimitiveType.TINYINT;
            case SHORT -> wanted == PrimitiveType.SMALLINT;
            case INT -> wanted == PrimitiveType.INT;
            case LONG -> wanted == PrimitiveType.BIGINT;
            case FLOAT -> wanted == PrimitiveType.FLOAT;
            case DOUBLE -> wanted == PrimitiveType.DOUBLE;
            case STRING -> wanted == PrimitiveType.STRING;
            case BINARY -> wanted == PrimitiveType.BINARY;
            case DATE -> wanted == PrimitiveType.DATE;
            case TIMESTAMP, TIMESTAMP_INSTANT -> wanted == PrimitiveType.TIMESTAMP;
            case DECIMAL -> wanted.equals(new DecimalType(actual.getPrecision(), actual.getScale()));
            case VARCHAR -> wanted == PrimitiveType.STRING
                    || (wanted instanceof VarcharType varchar && varchar.length() >= actual.getMaxLength());
            case CHAR -> wanted == PrimitiveType.STRING
                    || (wanted instanceof VarcharType varchar && varchar.length() >= actual.getMaxLength())
                    || (wanted instanceof CharType character && character.length() >= actual.getMaxLength());
            case LIST, MAP, STRUCT, UNION, Geometry, Geography -> false;
        };
    }

    private static boolean isSafe(TypeDescription actual, DataType wanted) {
        if (wanted == PrimitiveType.STRING) {
            return switch (actual.getCategory()) {
                case BOOLEAN, BYTE, SHORT, INT, LONG, DECIMAL, DATE, TIMESTAMP, STRING, VARCHAR, CHAR -> true;
                case FLOAT, DOUBLE, TIMESTAMP_INSTANT, BINARY, LIST, MAP, STRUCT, UNION, Geometry, Geography -> false;
            };
        }
        return switch (actual.getCategory()) {
            case BYTE -> wanted == PrimitiveType.SMALLINT || wanted == PrimitiveType.INT
                    || wanted == PrimitiveType.BIGINT || wanted == PrimitiveType.FLOAT
                    || wanted == PrimitiveType.DOUBLE || holdsDigits(wanted, 3);
            case SHORT -> wanted == PrimitiveType.INT || wanted == PrimitiveType.BIGINT
                    || wanted == PrimitiveType.FLOAT || wanted == PrimitiveType.DOUBLE || holdsDigits(wanted, 5);
            case INT -> wanted == PrimitiveType.BIGINT || wanted == PrimitiveType.DOUBLE || holdsDigits(wanted, 10);
            case LONG -> holdsDigits(wanted, 19);
            case FLOAT -> wanted == PrimitiveType.DOUBLE;
            case DECIMAL -> wanted instanceof DecimalType decimal && decimal.scale() >= actual.getScale()
                    && holdsDigits(wanted, actual.getPrecision() - actual.getScale());
            // Hive cuts text to the length that a table's column has, whoever wrote the file.
            case STRING, VARCHAR, CHAR -> wanted.isText();
            case DATE -> wanted == PrimitiveType.TIMESTAMP;
            case BOOLEAN, DOUBLE, BINARY, TIMESTAMP, TIMESTAMP_INSTANT, LIST, MAP, STRUCT, UNION, Geometry, Geography ->
                false;
        };
    }

    private static boolean holdsDigits(DataType wanted, int digits) {
        return wanted instanceof DecimalType decimal && decimal.precision() - decimal.scale() >= digits;
    }
}
