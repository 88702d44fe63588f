package dev.skep.metastore.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.catalog.Statistics.Aggregate;
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
 * Statistics over the partitions that a client names, as Hive aggregates them (columnstats.aggr of 3.1.3). Where at least two but not all of the partitions have statistics of a column, those of the
 * others are extrapolated: bounds, lengths and numbers of distinct values are taken to grow with the position of a partition in the list, nulls with the number of partitions. Partitions
 * side by side whose sketches join count as one.
 */
final class PartitionStatistics {
    private PartitionStatistics() {}

    /**
     * Aggregates.
     *
     * @param asked the partitions in the client's order
     * @param found what is known, by partition; partitions without anything are absent
     */
    static Aggregate aggregate(List<String> asked, List<String> columns, Map<String, List<ColumnStatistics>> found) {
        List<ColumnStatistics> answers = new ArrayList<>();
        for (String column : columns) {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                for (ColumnStatistics one : found.getOrDefault(asked.get(i), List.of())) {
                    if (one.column().equals(column)) {
                        parts.add(new Part(i, one));
                    }
                }
            }
            if (!parts.isEmpty()) {
                answers.add(aggregate(asked.size(), parts));
            }
        }
        long whole = found.values().stream().filter(one -> one.size() == columns.size()).count();
        return new Aggregate(answers, whole);
    }

    /**
     * What is known of a column in one partition, or in several side by side.
     *
     * @param position in the list that the client has sent; the mean for several
     */
    private record Part(double position, ColumnStatistics statistics) {
        Values values() {
            return statistics.values();
        }
    }

    private static ColumnStatistics aggregate(int asked, List<Part> parts) {
        Optional<DistinctSketch> sketch = union(parts);
        ColumnStatistics all = joined(parts, sketch);
        if (parts.size() == asked || parts.size() < 2) {
            return all;
        }
        List<Part> runs = sketch.isPresent() ? runs(parts) : parts;
        if (runs.stream().anyMatch(run -> run.values().getClass() != all.values().getClass())) {
            return all;
        }
        long nulls = all.values().nulls() * asked / parts.size();
        return new ColumnStatistics(all.column(), all.columnType(), all.engine(), all.lastAnalyzed(),
                extrapolated(all.values(), new Extrapolation(asked, runs), nulls));
    }

    private static ColumnStatistics joined(List<Part> parts, Optional<DistinctSketch> sketch) {
        List<List<ColumnStatistics>> figures = new ArrayList<>(parts.size());
        for (Part part : parts) {
            figures.add(List.of(with(part.statistics(), distinctOf(part.values()), null)));
        }
        ColumnStatistics all = StatisticsAggregation.over(figures).getFirst();
        return sketch.map(union -> with(all, union.estimate(), union.bytes())).orElse(all);
    }

    private static ColumnStatistics with(ColumnStatistics one, long distinct, byte @Nullable [] sketch) {
        return new ColumnStatistics(one.column(), one.columnType(), one.engine(), one.lastAnalyzed(),
                with(one.values(), distinct, sketch));
    }

    /** All sketches joined at once; empty if a partition has none. */
    private static Optional<DistinctSketch> union(List<Part> parts) {
        DistinctSketch union = new DistinctSketch();
        for (Part part : parts) {
            byte[] sketch = sketchOf(part.values());
            if (sketch == null || !union.join(sketch)) {
                return Optional.empty();
            }
        }
        return Optional.of(union);
    }

    private static List<Part> runs(List<Part> parts) {
        List<Part> runs = new ArrayList<>();
        List<Part> run = new ArrayList<>();
        for (Part part : parts) {
            if (!run.isEmpty() && part.position() != run.getLast().position() + 1) {
                runs.add(asOne(run));
                run.clear();
            }
            run.add(part);
        }
        runs.add(asOne(run));
        return runs;
    }

    private static Part asOne(List<Part> run) {
        double sum = 0;
        for (Part part : run) {
            sum += part.position();
        }
        return new Part(sum / run.size(), joined(run, union(run)));
    }

    private static byte @Nullable [] sketchOf(Values values) {
        return switch (values) {
            case LongValues known -> known.sketch();
            case DoubleValues known -> known.sketch();
            case DecimalValues known -> known.sketch();
            case DateValues known -> known.sketch();
            case TimestampValues known -> known.sketch();
            case StringValues known -> known.sketch();
            case BinaryValues unused -> null;
            case BooleanValues unused -> null;
        };
    }

    private static long distinctOf(Values values) {
        return switch (values) {
            case LongValues known -> known.distinct();
            case DoubleValues known -> known.distinct();
            case DecimalValues known -> known.distinct();
            case DateValues known -> known.distinct();
            case TimestampValues known -> known.distinct();
            case StringValues known -> known.distinct();
            case BinaryValues unused -> 0;
            case BooleanValues unused -> 0;
        };
    }

    private static Values with(Values values, long distinct, byte @Nullable [] bytes) {
        return switch (values) {
            case LongValues v -> new LongValues(v.low(), v.high(), v.nulls(), distinct, bytes, null);
            case DoubleValues v -> new DoubleValues(v.low(), v.high(), v.nulls(), distinct, bytes, null);
            case DecimalValues v -> new DecimalValues(v.low(), v.high(), v.nulls(), distinct, bytes, null);
            case DateValues v -> new DateValues(v.low(), v.high(), v.nulls(), distinct, bytes, null);
            case TimestampValues v -> new TimestampValues(v.low(), v.high(), v.nulls(), distinct, bytes, null);
            case StringValues v -> new StringValues(v.maxLength(), v.averageLength(), v.nulls(), distinct, bytes);
            case BinaryValues v -> v;
            case BooleanValues v -> v;
        };
    }

    private static @Nullable Number lowOf(Values values) {
        return switch (values) {
            case LongValues known -> known.low();
            case DoubleValues known -> known.low();
            case DecimalValues known -> known.low();
            case DateValues known -> known.low();
            case TimestampValues known -> known.low();
            case StringValues unused -> null;
            case BinaryValues unused -> null;
            case BooleanValues unused -> null;
        };
    }

    private static @Nullable Number highOf(Values values) {
        return switch (values) {
            case LongValues known -> known.high();
            case DoubleValues known -> known.high();
            case DecimalValues known -> known.high();
            case DateValues known -> known.high();
            case TimestampValues known -> known.high();
            case StringValues unused -> null;
            case BinaryValues unused -> null;
            case BooleanValues unused -> null;
        };
    }

    private static Values extrapolated(Values all, Extrapolation from, long nulls) {
        return switch (all) {
            case LongValues unused ->
                new LongValues(whole(from.low()), whole(from.high()), nulls, from.distinct(), null, null);
            case DoubleValues unused -> new DoubleValues(from.low(), from.high(), nulls, from.distinct(), null, null);
            case DecimalValues unused -> new DecimalValues(decimal(from.low()), decimal(from.high()), nulls,
                    from.distinct(), null, null);
            case DateValues unused ->
                new DateValues(whole(from.low()), whole(from.high()), nulls, from.distinct(), null, null);
            case TimestampValues unused -> new TimestampValues(whole(from.low()), whole(from.high()), nulls,
                    from.distinct(), null, null);
            case StringValues unused -> new StringValues(
                    (long) from.growing(part -> ((StringValues) part.values()).maxLength()),
                    from.growing(part -> ((StringValues) part.values()).averageLength()), nulls, from.distinct(), null);
            // Hive extrapolates neither of the two.
            case BinaryValues known -> known;
            case BooleanValues known -> known;
        };
    }

    private static @Nullable Long whole(@Nullable Double value) {
        return value == null ? null : Long.valueOf(value.longValue());
    }

    private static @Nullable BigDecimal decimal(@Nullable Double value) {
        return value == null ? null : new BigDecimal(String.valueOf(value));
    }

    /** What lies beyond the partitions that are known, on a line through the smallest and the largest of their figures. */
    private record Extrapolation(int asked, List<Part> parts) {

        @Nullable
        Double low() {
            List<Part> bounded = with(part -> lowOf(part.values()));
            if (bounded.isEmpty()) {
                return null;
            }
            ToDoubleFunction<Part> figure = part -> lowOf(part.values()) instanceof Number low ? low.doubleValue() : 0;
            Part first = bounded.stream().min(Comparator.comparingDouble(figure)).orElseThrow();
            Part last = last(bounded, figure);
            double min = figure.applyAsDouble(first);
            double max = figure.applyAsDouble(last);
            if (first.position() == last.position()) {
                return min;
            }
            return first.position() < last.position()
                    ? max - (max - min) * last.position() / (last.position() - first.position())
                    : max - (max - min) * (asked - last.position()) / (first.position() - last.position());
        }

        @Nullable
        Double high() {
            List<Part> bounded = with(part -> highOf(part.values()));
            return bounded.isEmpty()
                    ? null
                    : growing(bounded, part -> highOf(part.values()) instanceof Number high ? high.doubleValue() : 0);
        }

        long distinct() {
            return (long) growing(part -> distinctOf(part.values()));
        }

        double growing(ToDoubleFunction<Part> figure) {
            return growing(parts, figure);
        }

        private double growing(List<Part> of, ToDoubleFunction<Part> figure) {
            Part first = of.stream().min(Comparator.comparingDouble(figure)).orElseThrow();
            Part last = last(of, figure);
            double min = figure.applyAsDouble(first);
            double max = figure.applyAsDouble(last);
            if (first.position() == last.position()) {
                return min;
            }
            return first.position() < last.position()
                    ? min + (max - min) * (asked - first.position()) / (last.position() - first.position())
                    : min + (max - min) * first.position() / (first.position() - last.position());
        }

        private List<Part> with(Function<Part, @Nullable Number> bound) {
            return parts.stream().filter(part -> bound.apply(part) != null).toList();
        }

        /** The one with the largest figure, of equal ones the last. */
        private static Part last(List<Part> parts, ToDoubleFunction<Part> figure) {
            Part last = parts.getFirst();
            for (Part part : parts) {
                if (figure.applyAsDouble(part) >= figure.applyAsDouble(last)) {
                    last = part;
                }
            }
            return last;
        }
    }
}
