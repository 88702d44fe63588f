package dev.skep.storage.type;

/** The logical type of a column or value. {@link #hiveName()} is the text that a catalog keeps and clients of the metastore see. */
public sealed interface DataType
        permits PrimitiveType, DecimalType, VarcharType, CharType, ArrayType, MapType, StructType {

    /** The form in which vectors hold values of this type. */
    PhysicalType physical();

    /** The type as Hive writes it, in lower case without blanks: {@code bigint}, {@code decimal(12,2)}, {@code array<struct<a:int>>}. */
    String hiveName();

    /** The type as Trino's dialect writes it: {@code integer}, {@code varchar}, {@code row(a integer)}. */
    String sqlName();

    /** True for types with a total order that comparison, ORDER BY and min/max can use. */
    default boolean isOrderable() {
        return switch (this) {
            case PrimitiveType primitive -> primitive != PrimitiveType.UNKNOWN;
            case DecimalType ignored -> true;
            case VarcharType ignored -> true;
            case CharType ignored -> true;
            case ArrayType array -> array.element().isOrderable();
            case StructType struct -> struct.fields().stream().allMatch(field -> field.type().isOrderable());
            case MapType ignored -> false;
        };
    }

    /** True for string, varchar and char. */
    default boolean isText() {
        return this == PrimitiveType.STRING || this instanceof VarcharType || this instanceof CharType;
    }

    /** True for the whole-number types, the decimals and the floating-point types. */
    default boolean isNumeric() {
        return switch (this) {
            case PrimitiveType primitive -> switch (primitive) {
                case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE -> true;
                case BOOLEAN, STRING, BINARY, DATE, TIMESTAMP, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> false;
            };
            case DecimalType ignored -> true;
            case VarcharType ignored -> false;
            case CharType ignored -> false;
            case ArrayType ignored -> false;
            case MapType ignored -> false;
            case StructType ignored -> false;
        };
    }
}
