package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.model.ColumnStatistics;
import dev.skep.metastore.model.ColumnStatistics.BinaryValues;
import dev.skep.metastore.model.ColumnStatistics.BooleanValues;
import dev.skep.metastore.model.ColumnStatistics.DateValues;
import dev.skep.metastore.model.ColumnStatistics.DecimalValues;
import dev.skep.metastore.model.ColumnStatistics.DoubleValues;
import dev.skep.metastore.model.ColumnStatistics.LongValues;
import dev.skep.metastore.model.ColumnStatistics.StringValues;
import dev.skep.metastore.model.ColumnStatistics.TimestampValues;
import dev.skep.metastore.model.ColumnStatistics.Values;
import dev.skep.metastore.sketch.DistinctSketch;

/**
 * Puts statistics of several sets of rows together. Counts add up, bounds widen. The number of distinct values is that of the joined sketches where all have one; else it is only known to lie between the
 * largest and the sum: the largest is taken, as Hive does without sketches. Lengths: the largest, average ones too,
 * as Hive does, since the numbers of rows are not known. Histograms of more than one partition are left out.
 */
final class StatisticsAggregation {
    private StatisticsAggregation() {}

    /** Returns one entry for each column, in no particular order; partitions in which a column's kind differs from the first one's are passed over. */
    static List<ColumnStatistics> over(Collection<List<ColumnStatistics>> partitions) {
        Map<String, ColumnStatistics> byColumn = new LinkedHashMap<>();
        for (List<ColumnStatistics> partition : partitions) {
            for (ColumnStatistics one : partition) {
                byColumn.merge(one.column(), one, StatisticsAggregation::both);
            }
        }
        return new ArrayList<>(byColumn.values());
    }

    private static ColumnStatistics both(ColumnStatistics a, ColumnStatistics b) {
        return new ColumnStatistics(a.column(), a.columnType(), a.engine(),
                Math.max(a.lastAnalyzed(), b.lastAnalyzed()),
                both(a.values(), b.values()));
    }

    private static Values both(Values first, Values second) {
        if (first.getClass() != second.getClass()) {
            return first;
        }
        long nulls = first.nulls() + second.nulls();
        return switch (first) {
            case BooleanValues a -> {
                BooleanValues b = (BooleanValues) second;
                yield new BooleanValues(a.trues() + b.trues(), a.falses() + b.falses(), nulls);
            }
            case LongValues a -> {
                LongValues b = (LongValues) second;
                Distinct distinct = Distinct.of(a.distinct(), a.sketch(), b.distinct(), b.sketch());
                yield new LongValues(low(a.low(), b.low()), high(a.high(), b.high()), nulls,
                        distinct.count(), distinct.sketch(), null);
            }
            case DoubleValues a -> {
                DoubleValues b = (DoubleValues) second;
                Distinct distinct = Distinct.of(a.distinct(), a.sketch(), b.distinct(), b.sketch());
                yield new DoubleValues(low(a.low(), b.low()), high(a.high(), b.high()), nulls,
                        distinct.count(), distinct.sketch(), null);
            }
            case DecimalValues a -> {
                DecimalValues b = (DecimalValues) second;
                Distinct distinct = Distinct.of(a.distinct(), a.sketch(), b.distinct(), b.sketch());
                yield new DecimalValues(low(a.low(), b.low()), high(a.high(), b.high()), nulls,
                        distinct.count(), distinct.sketch(), null);
            }
            case DateValues a -> {
                DateValues b = (DateValues) second;
                Distinct distinct = Distinct.of(a.distinct(), a.sketch(), b.distinct(), b.sketch());
                yield new DateValues(low(a.low(), b.low()), high(a.high(), b.high()), nulls,
                        distinct.count(), distinct.sketch(), null);
            }
            case TimestampValues a -> {
                TimestampValues b = (TimestampValues) second;
                Distinct distinct = Distinct.of(a.distinct(), a.sketch(), b.distinct(), b.sketch());
                yield new TimestampValues(low(a.low(), b.low()), high(a.high(), b.high()), nulls,
                        distinct.count(), distinct.sketch(), null);
            }
            case StringValues a -> {
                StringValues b = (StringValues) second;
                Distinct distinct = Distinct.of(a.distinct(), a.sketch(), b.distinct(), b.sketch());
                yield new StringValues(Math.max(a.maxLength(), b.maxLength()),
                        Math.max(a.averageLength(), b.averageLength()), nulls, distinct.count(), distinct.sketch());
            }
            case BinaryValues a -> {
                BinaryValues b = (BinaryValues) second;
                yield new BinaryValues(Math.max(a.maxLength(), b.maxLength()),
                        Math.max(a.averageLength(), b.averageLength()), nulls);
            }
        };
    }

    /** A number of distinct values and the sketch that tells it, if one does. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Distinct(long count, byte @Nullable [] sketch) {
        static Distinct of(long count, byte @Nullable [] sketch, long otherCount, byte @Nullable [] otherSketch) {
            DistinctSketch joined = new DistinctSketch();
            return sketch != null && otherSketch != null && joined.join(sketch) && joined.join(otherSketch)
                    ? new Distinct(joined.estimate(), joined.bytes())
                    : new Distinct(Math.max(count, otherCount), null);
        }
    }

    /** A partition without bounds has no values that are not null. */
    private static <T extends Comparable<T>> @Nullable T low(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static <T extends Comparable<T>> @Nullable T high(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) >= 0 ? a : b;
    }
}
