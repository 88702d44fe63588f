package dev.skep.jdbc.wire;

import java.sql.Types;

import dev.skep.thrift.hs2.TTypeId;
import org.jspecify.annotations.Nullable;

/** The types of HiveServer2 and what JDBC makes of them. */
public enum ColumnType {
    BOOLEAN("boolean", Types.BOOLEAN, Boolean.class, 1, 5), TINYINT("tinyint", Types.TINYINT, Integer.class, 3,
            4), SMALLINT("smallint", Types.SMALLINT, Integer.class, 5, 6), INT("int", Types.INTEGER, Integer.class, 10,
                    11), BIGINT("bigint", Types.BIGINT, Long.class, 19, 20), FLOAT("float", Types.REAL, Float.class, 7,
                            15), DOUBLE("double", Types.DOUBLE, Double.class, 15, 25), STRING("string", Types.VARCHAR,
                                    String.class, Integer.MAX_VALUE, Integer.MAX_VALUE), VARCHAR("varchar",
                                            Types.VARCHAR, String.class, 0,
                                            0), CHAR("char", Types.CHAR, String.class, 0, 0), BINARY("binary",
                                                    Types.VARBINARY, byte[].class, Integer.MAX_VALUE,
                                                    Integer.MAX_VALUE), DATE("date", Types.DATE, java.sql.Date.class,
                                                            10, 10), TIMESTAMP("timestamp", Types.TIMESTAMP,
                                                                    java.sql.Timestamp.class, 26,
                                                                    26), DECIMAL("decimal", Types.DECIMAL,
                                                                            java.math.BigDecimal.class, 38, 40),
    /** Elements as JSON text. */
    ARRAY("array", Types.ARRAY, java.sql.Array.class, Integer.MAX_VALUE, Integer.MAX_VALUE),
    /** Entries as JSON text. */
    MAP("map", Types.OTHER, String.class, Integer.MAX_VALUE, Integer.MAX_VALUE),
    /** Fields as JSON text. */
    STRUCT("struct", Types.OTHER, String.class, Integer.MAX_VALUE, Integer.MAX_VALUE), INTERVAL_YEAR_MONTH(
            "interval_year_month", Types.OTHER, String.class, 11,
            11), INTERVAL_DAY_TIME("interval_day_time", Types.OTHER, String.class, 29, 29),
    /** The type of a bare NULL. */
    VOID("void", Types.NULL, Object.class, 0, 4),
    /** Types that only Hive's own server sends; read as text. */
    OTHER("string", Types.VARCHAR, String.class, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final String hiveName;
    private final int jdbcType;
    private final Class<?> javaClass;
    private final int precision;
    private final int displaySize;

    ColumnType(String hiveName, int jdbcType, Class<?> javaClass, int precision, int displaySize) {
        this.hiveName = hiveName;
        this.jdbcType = jdbcType;
        this.javaClass = javaClass;
        this.precision = precision;
        this.displaySize = displaySize;
    }

    static ColumnType of(@Nullable TTypeId id) {
        if (id == null) {
            return OTHER;
        }
        switch (id) {
            case BOOLEAN_TYPE :
                return BOOLEAN;
            case TINYINT_TYPE :
                return TINYINT;
            case SMALLINT_TYPE :
                return SMALLINT;
            case INT_TYPE :
                return INT;
            case BIGINT_TYPE :
                return BIGINT;
            case FLOAT_TYPE :
                return FLOAT;
            case DOUBLE_TYPE :
                return DOUBLE;
            case STRING_TYPE :
                return STRING;
            case VARCHAR_TYPE :
                return VARCHAR;
            case CHAR_TYPE :
                return CHAR;
            case BINARY_TYPE :
                return BINARY;
            case DATE_TYPE :
                return DATE;
            case TIMESTAMP_TYPE :
                return TIMESTAMP;
            case DECIMAL_TYPE :
                return DECIMAL;
            case ARRAY_TYPE :
                return ARRAY;
            case MAP_TYPE :
                return MAP;
            case STRUCT_TYPE :
                return STRUCT;
            case INTERVAL_YEAR_MONTH_TYPE :
                return INTERVAL_YEAR_MONTH;
            case INTERVAL_DAY_TIME_TYPE :
                return INTERVAL_DAY_TIME;
            case NULL_TYPE :
                return VOID;
            case UNION_TYPE :
            case USER_DEFINED_TYPE :
            case TIMESTAMPLOCALTZ_TYPE :
                return OTHER;
        }
        return OTHER;
    }

    public String hiveName() {
        return hiveName;
    }

    /** The code in {@link Types}. */
    public int jdbcType() {
        return jdbcType;
    }

    /** The class of what getObject returns. */
    public Class<?> javaClass() {
        return javaClass;
    }

    /** The most digits or characters; 0 where the column tells. */
    public int precision() {
        return precision;
    }

    /** The most characters that a value takes when printed; 0 where the column tells. */
    public int displaySize() {
        return displaySize;
    }

    public boolean isSigned() {
        switch (this) {
            case TINYINT :
            case SMALLINT :
            case INT :
            case BIGINT :
            case FLOAT :
            case DOUBLE :
            case DECIMAL :
                return true;
            default :
                return false;
        }
    }

    public boolean isText() {
        return this == STRING || this == VARCHAR || this == CHAR || this == OTHER;
    }
}
