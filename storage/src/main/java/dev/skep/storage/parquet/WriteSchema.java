package dev.skep.storage.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The schema of files that we write: every field optional but map keys; lists and maps in the three-level form; decimals as small as they fit. */
final class WriteSchema {
    private final boolean timestampAsInt96;

    WriteSchema(boolean timestampAsInt96) {
        this.timestampAsInt96 = timestampAsInt96;
    }

    MessageType message(List<Field> columns) {
        List<Type> fields = new ArrayList<>();
        for (Field column : columns) {
            try {
                fields.add(field(column.name(), column.type(), Repetition.OPTIONAL));
            } catch (DecodeException e) {
                throw DecodeException.unsupported("column '%s': %s", column.name(), e.getMessage());
            }
        }
        return new MessageType("table", fields);
    }

    private Type field(String name, DataType type, Repetition repetition) {
        return switch (type) {
            case PrimitiveType primitive -> primitive(name, primitive, repetition);
            case DecimalType decimal -> decimal(name, decimal, repetition);
            case VarcharType ignored -> text(name, repetition);
            case CharType ignored -> text(name, repetition);
            case ArrayType array -> Types.buildGroup(repetition).as(LogicalTypeAnnotation.listType())
                    .addField(new GroupType(Repetition.REPEATED, "list",
                            field("element", array.element(), Repetition.OPTIONAL)))
                    .named(name);
            case MapType map -> Types.buildGroup(repetition).as(LogicalTypeAnnotation.mapType())
                    .addField(new GroupType(Repetition.REPEATED, "key_value",
                            field("key", map.key(), Repetition.REQUIRED),
                            field("value", map.value(), Repetition.OPTIONAL)))
                    .named(name);
            case StructType struct -> {
                List<Type> fields = new ArrayList<>();
                for (StructType.Field child : struct.fields()) {
                    fields.add(field(child.name(), child.type(), Repetition.OPTIONAL));
                }
                yield new GroupType(repetition, name, fields);
            }
        };
    }

    private static Type text(String name, Repetition repetition) {
        return Types.primitive(BINARY, repetition).as(LogicalTypeAnnotation.stringType()).named(name);
    }

    private Type primitive(String name, PrimitiveType type, Repetition repetition) {
        return switch (type) {
            case BOOLEAN -> Types.primitive(BOOLEAN, repetition).named(name);
            case TINYINT ->
                Types.primitive(INT32, repetition).as(LogicalTypeAnnotation.intType(8, true)).named(name);
            case SMALLINT ->
                Types.primitive(INT32, repetition).as(LogicalTypeAnnotation.intType(16, true)).named(name);
            case INT -> Types.primitive(INT32, repetition).named(name);
            case BIGINT -> Types.primitive(INT64, repetition).named(name);
            case FLOAT -> Types.primitive(FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(DOUBLE, repetition).named(name);
            case STRING -> text(name, repetition);
            case BINARY -> Types.primitive(BINARY, repetition).named(name);
            case DATE -> Types.primitive(INT32, repetition).as(LogicalTypeAnnotation.dateType()).named(name);
            case TIMESTAMP -> timestampAsInt96
                    ? Types.primitive(INT96, repetition).named(name)
                    : Types.primitive(INT64, repetition).as(LogicalTypeAnnotation.timestampType(false, MICROS))
                            .named(name);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN ->
                throw DecodeException.unsupported("Parquet files cannot hold %s", type.sqlName());
        };
    }

    private static Type decimal(String name, DecimalType type, Repetition repetition) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        if (type.precision() <= 9) {
            return Types.primitive(INT32, repetition).as(annotation).named(name);
        }
        if (type.isShort()) {
            return Types.primitive(INT64, repetition).as(annotation).named(name);
        }
        return Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition).length(bytes(type)).as(annotation).named(name);
    }

    /** The least number of bytes that holds every decimal of the type. */
    static int bytes(DecimalType type) {
        return BigInteger.TEN.pow(type.precision()).bitLength() / 8 + 1;
    }
}
