package dev.skep.server.hiveserver2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.skep.query.result.ResultColumn;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import dev.skep.thrift.hs2.TColumnDesc;
import dev.skep.thrift.hs2.TPrimitiveTypeEntry;
import dev.skep.thrift.hs2.TTableSchema;
import dev.skep.thrift.hs2.TTypeDesc;
import dev.skep.thrift.hs2.TTypeEntry;
import dev.skep.thrift.hs2.TTypeId;
import dev.skep.thrift.hs2.TTypeQualifierValue;
import dev.skep.thrift.hs2.TTypeQualifiers;
import dev.skep.thrift.hs2.cli_typesConstants;

/**
 * The schema of a result as HiveServer2 sends it: one primitive entry a column, nested types too, with qualifiers for length, precision and
 * scale. The qualifier {@code typeName} is ours: it carries a nested type's full name, and other clients pass over it.
 */
final class TypeDescriptions {
    static final String TYPE_NAME = "typeName";

    private TypeDescriptions() {}

    static TTableSchema schema(List<ResultColumn> columns) {
        List<TColumnDesc> descriptions = new ArrayList<>(columns.size());
        for (ResultColumn column : columns) {
            TTypeEntry entry = TTypeEntry.primitiveEntry(entry(column.type()));
            // Positions count from 1.
            descriptions.add(new TColumnDesc(column.name(), new TTypeDesc(List.of(entry)), descriptions.size() + 1));
        }
        return new TTableSchema(descriptions);
    }

    private static TPrimitiveTypeEntry entry(DataType type) {
        TPrimitiveTypeEntry entry = new TPrimitiveTypeEntry(id(type));
        Map<String, TTypeQualifierValue> qualifiers = new HashMap<>();
        switch (type) {
            case DecimalType decimal -> {
                qualifiers.put(cli_typesConstants.PRECISION, TTypeQualifierValue.i32Value(decimal.precision()));
                qualifiers.put(cli_typesConstants.SCALE, TTypeQualifierValue.i32Value(decimal.scale()));
            }
            case VarcharType varchar -> qualifiers.put(cli_typesConstants.CHARACTER_MAXIMUM_LENGTH,
                    TTypeQualifierValue.i32Value(varchar.length()));
            case CharType character -> qualifiers.put(cli_typesConstants.CHARACTER_MAXIMUM_LENGTH,
                    TTypeQualifierValue.i32Value(character.length()));
            case ArrayType array -> qualifiers.put(TYPE_NAME, TTypeQualifierValue.stringValue(array.hiveName()));
            case MapType map -> qualifiers.put(TYPE_NAME, TTypeQualifierValue.stringValue(map.hiveName()));
            case StructType struct -> qualifiers.put(TYPE_NAME, TTypeQualifierValue.stringValue(struct.hiveName()));
            case PrimitiveType ignored -> {
            }
        }
        if (!qualifiers.isEmpty()) {
            entry.setTypeQualifiers(new TTypeQualifiers(qualifiers));
        }
        return entry;
    }

    static TTypeId id(DataType type) {
        return switch (type) {
            case DecimalType ignored -> TTypeId.DECIMAL_TYPE;
            case VarcharType ignored -> TTypeId.VARCHAR_TYPE;
            case CharType ignored -> TTypeId.CHAR_TYPE;
            case ArrayType ignored -> TTypeId.ARRAY_TYPE;
            case MapType ignored -> TTypeId.MAP_TYPE;
            case StructType ignored -> TTypeId.STRUCT_TYPE;
            case PrimitiveType primitive -> switch (primitive) {
                case BOOLEAN -> TTypeId.BOOLEAN_TYPE;
                case TINYINT -> TTypeId.TINYINT_TYPE;
                case SMALLINT -> TTypeId.SMALLINT_TYPE;
                case INT -> TTypeId.INT_TYPE;
                case BIGINT -> TTypeId.BIGINT_TYPE;
                case FLOAT -> TTypeId.FLOAT_TYPE;
                case DOUBLE -> TTypeId.DOUBLE_TYPE;
                case STRING -> TTypeId.STRING_TYPE;
                case BINARY -> TTypeId.BINARY_TYPE;
                case DATE -> TTypeId.DATE_TYPE;
                case TIMESTAMP -> TTypeId.TIMESTAMP_TYPE;
                case INTERVAL_YEAR_MONTH -> TTypeId.INTERVAL_YEAR_MONTH_TYPE;
                case INTERVAL_DAY_TIME -> TTypeId.INTERVAL_DAY_TIME_TYPE;
                case UNKNOWN -> TTypeId.NULL_TYPE;
            };
        };
    }
}
