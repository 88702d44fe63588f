package dev.skep.storage.type;

/** Types without parameters. */
public enum PrimitiveType implements DataType {
    BOOLEAN("boolean", "boolean", PhysicalType.BOOLEAN), TINYINT("tinyint", "tinyint", PhysicalType.INT), SMALLINT(
            "smallint", "smallint", PhysicalType.INT), INT("int", "integer", PhysicalType.INT), BIGINT("bigint",
                    "bigint", PhysicalType.LONG), FLOAT("float", "real", PhysicalType.FLOAT), DOUBLE("double", "double",
                            PhysicalType.DOUBLE), STRING("string", "varchar", PhysicalType.BYTES), BINARY("binary",
                                    "varbinary", PhysicalType.BYTES), DATE("date", "date", PhysicalType.INT),
    /** Date and time without a zone, to the microsecond; finer digits of a file are cut. */
    TIMESTAMP("timestamp", "timestamp", PhysicalType.LONG),
    /** Months; exists in expressions only, never in a table. */
    INTERVAL_YEAR_MONTH("interval_year_month", "interval year to month", PhysicalType.INT),
    /** Microseconds; exists in expressions only, never in a table. */
    INTERVAL_DAY_TIME("interval_day_time", "interval day to second", PhysicalType.LONG),
    /** The type of a bare NULL; every value of it is null. */
    UNKNOWN("void", "unknown", PhysicalType.BOOLEAN);

    private final String hiveName;
    private final String sqlName;
    private final PhysicalType physical;

    PrimitiveType(String hiveName, String sqlName, PhysicalType physical) {
        this.hiveName = hiveName;
        this.sqlName = sqlName;
        this.physical = physical;
    }

    @Override
    public PhysicalType physical() {
        return physical;
    }

    @Override
    public String hiveName() {
        return hiveName;
    }

    @Override
    public String sqlName() {
        return sqlName;
    }

    @Override
    public String toString() {
        return hiveName;
    }
}
