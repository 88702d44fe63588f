package dev.skep.metastore.model;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of one column of a table or partition, as Hive keeps it.
 *
 * @param engine who collected them ({@code hive} where a client does not say; Hive 4 keeps Impala's apart)
 * @param lastAnalyzed seconds since 1970
 */
public record ColumnStatistics(String column, String columnType, String engine, long lastAnalyzed, Values values) {

    /** The figures by kind of column. Unknown bounds are null; {@code distinct} counts values that are not null; {@code sketch} is a serialized distinct-count sketch of Hive, {@code histogram} one of its quantile sketches. */
    public sealed interface Values {
        long nulls();
    }

    public record BooleanValues(long trues, long falses, long nulls) implements Values {}

    public record LongValues(@Nullable Long low, @Nullable Long high, long nulls, long distinct,
            byte @Nullable [] sketch, byte @Nullable [] histogram)
            implements
                Values {}

    public record DoubleValues(@Nullable Double low, @Nullable Double high, long nulls, long distinct,
            byte @Nullable [] sketch,
            byte @Nullable [] histogram) implements Values {}

    public record DecimalValues(@Nullable BigDecimal low, @Nullable BigDecimal high, long nulls, long distinct,
            byte @Nullable [] sketch,
            byte @Nullable [] histogram) implements Values {}

    /** Bounds in days since 1970-01-01. */
    public record DateValues(@Nullable Long low, @Nullable Long high, long nulls, long distinct,
            byte @Nullable [] sketch, byte @Nullable [] histogram)
            implements
                Values {}

    /** Bounds in seconds since 1970. */
    public record TimestampValues(@Nullable Long low, @Nullable Long high, long nulls, long distinct,
            byte @Nullable [] sketch,
            byte @Nullable [] histogram) implements Values {}

    public record StringValues(long maxLength, double averageLength, long nulls, long distinct,
            byte @Nullable [] sketch) implements Values {}

    public record BinaryValues(long maxLength, double averageLength, long nulls) implements Values {}
}
