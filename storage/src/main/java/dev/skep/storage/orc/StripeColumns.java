package dev.skep.storage.orc;

import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;

/** Which columns are decoded here, and by what. */
final class StripeColumns {
    private StripeColumns() {}

    /** True if a column of the file that has {@code actual} can be read as {@code wanted} here; the others are orc-core's. */
    static boolean canRead(TypeDescription actual, DataType wanted) {
        return switch (actual.getCategory()) {
            case BOOLEAN, BYTE, FLOAT, DOUBLE, STRING, BINARY, CHAR, VARCHAR, DATE, TIMESTAMP, TIMESTAMP_INSTANT,
                    DECIMAL ->
                OrcTypes.isSame(actual, wanted);
            // A narrower number of the file is an integer of the same kind in its stream.
            case SHORT -> wanted == PrimitiveType.SMALLINT || wanted == PrimitiveType.INT
                    || wanted == PrimitiveType.BIGINT;
            case INT -> wanted == PrimitiveType.INT || wanted == PrimitiveType.BIGINT;
            case LONG -> wanted == PrimitiveType.BIGINT;
            case LIST, MAP, STRUCT, UNION, Geometry, Geography -> false;
        };
    }

    static StripeColumn create(Reader reader, TypeDescription actual, DataType wanted, ColumnStreams streams) {
        boolean isHybrid = !reader.writerUsedProlepticGregorian();
        return switch (actual.getCategory()) {
            case BOOLEAN -> new FixedColumns.Booleans(streams, wanted);
            case BYTE -> new FixedColumns.TinyInts(streams, wanted);
            case SHORT, INT, LONG -> wanted == PrimitiveType.BIGINT
                    ? new IntegerColumns.Longs(streams, wanted)
                    : new IntegerColumns.Ints(streams, wanted, false);
            case DATE -> new IntegerColumns.Ints(streams, wanted, isHybrid);
            case FLOAT -> new FixedColumns.Floats(streams, wanted);
            case DOUBLE -> new FixedColumns.Doubles(streams, wanted);
            case STRING, BINARY, CHAR, VARCHAR -> new TextColumn(streams, wanted, actual);
            case TIMESTAMP -> new TimestampColumn(streams, wanted, false, isHybrid);
            case TIMESTAMP_INSTANT -> new TimestampColumn(streams, wanted, true, isHybrid);
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) wanted;
                yield decimal.precision() <= TypeDescription.MAX_DECIMAL64_PRECISION
                        ? new DecimalColumns.Short(streams, wanted, decimal.scale())
                        : new DecimalColumns.Long128(streams, wanted, decimal.scale());
            }
            case LIST, MAP, STRUCT, UNION, Geometry, Geography ->
                throw new IllegalArgumentException("Not a flat column: " + actual);
        };
    }
}
