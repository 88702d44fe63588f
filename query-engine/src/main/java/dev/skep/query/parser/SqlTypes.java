package dev.skep.query.parser;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** Skep's types as Calcite's and back. */
public final class SqlTypes {
    private SqlTypes() {}

    /** Returns a factory with our rules; texts are UTF-8. */
    public static RelDataTypeFactory factory() {
        return new Factory();
    }

    private static final class Factory extends SqlTypeFactoryImpl {
        Factory() {
            super(TypeRules.INSTANCE);
        }

        @Override
        public Charset getDefaultCharset() {
            return StandardCharsets.UTF_8;
        }
    }

    /** Returns the type of a text literal. */
    public static RelDataType textLiteral(RelDataTypeFactory factory, String text) {
        return factory.createSqlType(SqlTypeName.VARCHAR, Math.max(1, text.codePointCount(0, text.length())));
    }

    public static RelDataType toCalcite(RelDataTypeFactory factory, DataType type, boolean nullable) {
        return factory.createTypeWithNullability(toCalcite(factory, type), nullable);
    }

    private static RelDataType toCalcite(RelDataTypeFactory factory, DataType type) {
        return switch (type) {
            case PrimitiveType primitive -> primitive(factory, primitive);
            case DecimalType decimal ->
                factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
            case VarcharType varchar -> factory.createSqlType(SqlTypeName.VARCHAR, varchar.length());
            case CharType character -> factory.createSqlType(SqlTypeName.CHAR, character.length());
            case ArrayType array -> factory.createArrayType(toCalcite(factory, array.element(), true), -1);
            case MapType map -> factory.createMapType(toCalcite(factory, map.key(), true),
                    toCalcite(factory, map.value(), true));
            case StructType struct -> {
                List<RelDataType> types = new ArrayList<>();
                List<String> names = new ArrayList<>();
                for (StructType.Field field : struct.fields()) {
                    types.add(toCalcite(factory, field.type(), true));
                    names.add(field.name());
                }
                yield factory.createStructType(types, names);
            }
        };
    }

    private static RelDataType primitive(RelDataTypeFactory factory, PrimitiveType type) {
        return switch (type) {
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
            case INT -> factory.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case FLOAT -> factory.createSqlType(SqlTypeName.REAL);
            case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case STRING -> factory.createSqlType(SqlTypeName.VARCHAR);
            case BINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 6);
            case INTERVAL_YEAR_MONTH -> factory.createSqlIntervalType(
                    new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO));
            case INTERVAL_DAY_TIME -> factory.createSqlIntervalType(
                    new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO));
            case UNKNOWN -> factory.createSqlType(SqlTypeName.NULL);
        };
    }

    /** Returns Skep's type for Calcite's. Fails with UNSUPPORTED, naming the type. */
    public static DataType fromCalcite(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> PrimitiveType.BOOLEAN;
            case TINYINT -> PrimitiveType.TINYINT;
            case SMALLINT -> PrimitiveType.SMALLINT;
            case INTEGER -> PrimitiveType.INT;
            case BIGINT -> PrimitiveType.BIGINT;
            case FLOAT, REAL -> PrimitiveType.FLOAT;
            case DOUBLE -> PrimitiveType.DOUBLE;
            case DECIMAL -> new DecimalType(type.getPrecision(), type.getScale());
            case CHAR -> character(type.getPrecision());
            case VARCHAR -> varchar(type.getPrecision());
            case BINARY, VARBINARY -> PrimitiveType.BINARY;
            case DATE -> PrimitiveType.DATE;
            case TIMESTAMP -> PrimitiveType.TIMESTAMP;
            case INTERVAL_YEAR, INTERVAL_MONTH, INTERVAL_YEAR_MONTH -> PrimitiveType.INTERVAL_YEAR_MONTH;
            case INTERVAL_DAY, INTERVAL_DAY_HOUR, INTERVAL_DAY_MINUTE, INTERVAL_DAY_SECOND, INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE, INTERVAL_HOUR_SECOND, INTERVAL_MINUTE, INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND ->
                PrimitiveType.INTERVAL_DAY_TIME;
            case NULL, UNKNOWN -> PrimitiveType.UNKNOWN;
            case ARRAY, MULTISET -> new ArrayType(fromCalcite(component(type.getComponentType(), type)));
            case MAP -> new MapType(fromCalcite(component(type.getKeyType(), type)),
                    fromCalcite(component(type.getValueType(), type)));
            case ROW -> struct(type);
            default -> throw unsupported(type);
        };
    }

    private static DataType character(int length) {
        if (length < 1 || length > CharType.MAX_LENGTH) {
            return PrimitiveType.STRING;
        }
        return new CharType(length);
    }

    private static DataType varchar(int length) {
        return length < 1 || length > VarcharType.MAX_LENGTH ? PrimitiveType.STRING : new VarcharType(length);
    }

    private static DataType struct(RelDataType type) {
        List<StructType.Field> fields = new ArrayList<>();
        for (RelDataTypeField field : type.getFieldList()) {
            fields.add(new StructType.Field(field.getName(), fromCalcite(field.getType())));
        }
        return new StructType(fields);
    }

    private static RelDataType component(@org.jspecify.annotations.Nullable RelDataType component, RelDataType type) {
        if (component == null) {
            throw unsupported(type);
        }
        return component;
    }

    private static QueryException unsupported(RelDataType type) {
        return new QueryException(Reason.UNSUPPORTED, "Cannot use type %s: Skep does not have it".formatted(type));
    }
}
