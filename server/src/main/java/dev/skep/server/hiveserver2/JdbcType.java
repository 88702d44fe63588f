package dev.skep.server.hiveserver2;

import java.sql.Types;
import java.util.List;

import dev.skep.metastore.model.Column;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import dev.skep.storage.type.VarcharType;
import org.jspecify.annotations.Nullable;

/**
 * A type in JDBC's terms.
 *
 * @param code of {@link Types}
 * @param size most digits, or characters; null where there is no limit
 * @param decimalDigits digits after the point; null where that means nothing
 * @param radix 10 for numbers, null for others
 */
record JdbcType(int code, @Nullable Integer size, @Nullable Integer decimalDigits, @Nullable Integer radix) {

    static JdbcType of(Column column) {
        try {
            return of(column.dataType());
        } catch (IllegalArgumentException e) {
            // A type of another engine: it is listed, but SQL cannot read the column.
            return new JdbcType(Types.OTHER, null, null, null);
        }
    }

    static JdbcType of(DataType type) {
        return switch (type) {
            case DecimalType decimal -> new JdbcType(Types.DECIMAL, decimal.precision(), decimal.scale(), 10);
            case VarcharType varchar -> new JdbcType(Types.VARCHAR, varchar.length(), null, null);
            case CharType character -> new JdbcType(Types.CHAR, character.length(), null, null);
            case ArrayType ignored -> new JdbcType(Types.ARRAY, null, null, null);
            case MapType ignored -> new JdbcType(Types.OTHER, null, null, null);
            case StructType ignored -> new JdbcType(Types.OTHER, null, null, null);
            case PrimitiveType primitive -> switch (primitive) {
                case BOOLEAN -> new JdbcType(Types.BOOLEAN, 1, null, null);
                case TINYINT -> new JdbcType(Types.TINYINT, 3, 0, 10);
                case SMALLINT -> new JdbcType(Types.SMALLINT, 5, 0, 10);
                case INT -> new JdbcType(Types.INTEGER, 10, 0, 10);
                case BIGINT -> new JdbcType(Types.BIGINT, 19, 0, 10);
                case FLOAT -> new JdbcType(Types.REAL, 7, 7, 10);
                case DOUBLE -> new JdbcType(Types.DOUBLE, 15, 15, 10);
                case STRING -> new JdbcType(Types.VARCHAR, Integer.MAX_VALUE, null, null);
                case BINARY -> new JdbcType(Types.VARBINARY, Integer.MAX_VALUE, null, null);
                case DATE -> new JdbcType(Types.DATE, 10, null, null);
                case TIMESTAMP -> new JdbcType(Types.TIMESTAMP, 26, 6, null);
                case INTERVAL_YEAR_MONTH -> new JdbcType(Types.OTHER, 11, null, null);
                case INTERVAL_DAY_TIME -> new JdbcType(Types.OTHER, 29, null, null);
                case UNKNOWN -> new JdbcType(Types.NULL, null, null, null);
            };
        };
    }

    /**
     * A row of GetTypeInfo.
     *
     * @param parameters what follows the name in parentheses, null for nothing
     */
    record Described(String name, JdbcType type, @Nullable String prefix, @Nullable String suffix,
            @Nullable String parameters, boolean caseSensitive, boolean searchable, int maxScale) {

        private static Described number(DataType type, int maxScale) {
            return new Described(type.hiveName(), of(type), null, null, null, false, true, maxScale);
        }

        private static Described quoted(DataType type, String prefix) {
            return new Described(type.hiveName(), of(type), prefix, "'", null, type.isText(), true, 0);
        }

        private static Described nested(String name, int code) {
            return new Described(name, new JdbcType(code, null, null, null), null, null, null, false, false, 0);
        }
    }

    /** The types that columns can have, by code as JDBC wants them. */
    static List<Described> all() {
        return List.of(
                Described.number(PrimitiveType.TINYINT, 0),
                Described.number(PrimitiveType.BIGINT, 0),
                Described.quoted(PrimitiveType.BINARY, "X'"),
                new Described("char", new JdbcType(Types.CHAR, CharType.MAX_LENGTH, null, null), "'", "'", "length",
                        true,
                        true, 0),
                new Described("decimal",
                        new JdbcType(Types.DECIMAL, DecimalType.MAX_PRECISION, DecimalType.MAX_PRECISION, 10),
                        null, null, "precision,scale", false, true, DecimalType.MAX_PRECISION),
                Described.number(PrimitiveType.INT, 0),
                Described.number(PrimitiveType.SMALLINT, 0),
                Described.number(PrimitiveType.FLOAT, 7),
                Described.number(PrimitiveType.DOUBLE, 15),
                Described.quoted(PrimitiveType.STRING, "'"),
                new Described("varchar", new JdbcType(Types.VARCHAR, VarcharType.MAX_LENGTH, null, null), "'", "'",
                        "length", true, true, 0),
                new Described("boolean", of(PrimitiveType.BOOLEAN), null, null, null, false, true, 0),
                Described.quoted(PrimitiveType.DATE, "DATE '"),
                Described.quoted(PrimitiveType.TIMESTAMP, "TIMESTAMP '"),
                Described.nested("map", Types.OTHER),
                Described.nested("struct", Types.OTHER),
                Described.nested("array", Types.ARRAY));
    }
}
