package dev.skep.storage.predicate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The values that a column of a wanted row can have: null or not, and ranges in ascending order that do not touch.
 *
 * <p>Values are objects by the column's type: Boolean; Long for the whole numbers, dates (days) and timestamps (microseconds); Double for float
 * and double; {@link java.math.BigDecimal} for decimals; {@link ByteString} for text and binary. NaN never stands in a range: a reader must
 * not skip floating-point values by a bound that NaN may break.
 */
public record Domain(boolean nullAllowed, List<Range> ranges) {
    public Domain {
        ranges = List.copyOf(ranges);
    }

    /** One run of values; a bound that is null is open. */
    public record Range(@Nullable Comparable<?> low, boolean lowInclusive, @Nullable Comparable<?> high,
            boolean highInclusive) {
        public static Range of(Comparable<?> value) {
            return new Range(value, true, value, true);
        }

        public boolean isSingleValue() {
            return low != null && high != null && lowInclusive && highInclusive && compare(low, high) == 0;
        }
    }

    public static Domain all() {
        return new Domain(true, List.of(new Range(null, false, null, false)));
    }

    public static Domain notNull() {
        return new Domain(false, List.of(new Range(null, false, null, false)));
    }

    public static Domain onlyNull() {
        return new Domain(true, List.of());
    }

    /** No value at all: no row can match. */
    public static Domain none() {
        return new Domain(false, List.of());
    }

    /** Any of {@code values}, which need not be sorted. */
    public static Domain of(List<? extends Comparable<?>> values) {
        List<Comparable<?>> sorted = new ArrayList<>(values);
        sorted.sort(Domain::compare);
        List<Range> ranges = new ArrayList<>();
        for (Comparable<?> value : sorted) {
            if (ranges.isEmpty() || compare(value, ranges.getLast().low()) != 0) {
                ranges.add(Range.of(value));
            }
        }
        return new Domain(false, ranges);
    }

    public static Domain range(Range range) {
        return new Domain(false, List.of(range));
    }

    public boolean isNone() {
        return !nullAllowed && ranges.isEmpty();
    }

    public boolean isAll() {
        return nullAllowed && ranges.size() == 1 && ranges.getFirst().low() == null && ranges.getFirst().high() == null;
    }

    /** True if a value between {@code min} and {@code max} (both included, null where unknown) may be wanted. Null rows are asked about by {@link #nullAllowed}. */
    public boolean mayContain(@Nullable Comparable<?> min, @Nullable Comparable<?> max) {
        // Ranges ascend, so those that end before the least value come first, and only the first of the others can begin in time.
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isAbove(min, ranges.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < ranges.size() && !isBelow(max, ranges.get(low));
    }

    private static boolean isBelow(@Nullable Comparable<?> max, Range range) {
        if (max == null || range.low() == null) {
            return false;
        }
        int order = compare(max, range.low());
        return order < 0 || (order == 0 && !range.lowInclusive());
    }

    private static boolean isAbove(@Nullable Comparable<?> min, Range range) {
        if (min == null || range.high() == null) {
            return false;
        }
        int order = compare(min, range.high());
        return order > 0 || (order == 0 && !range.highInclusive());
    }

    /** Returns the values that are in both. */
    public Domain intersect(Domain other) {
        List<Range> both = new ArrayList<>();
        for (Range a : ranges) {
            for (Range b : other.ranges) {
                Range range = intersect(a, b);
                if (range != null) {
                    both.add(range);
                }
            }
        }
        return new Domain(nullAllowed && other.nullAllowed, both);
    }

    private static @Nullable Range intersect(Range a, Range b) {
        Range low = lowerBoundOrder(a, b) >= 0 ? a : b;
        Range high = upperBoundOrder(a, b) <= 0 ? a : b;
        if (low.low() != null && high.high() != null) {
            int order = compare(low.low(), high.high());
            if (order > 0 || (order == 0 && !(low.lowInclusive() && high.highInclusive()))) {
                return null;
            }
        }
        return new Range(low.low(), low.lowInclusive(), high.high(), high.highInclusive());
    }

    private static int lowerBoundOrder(Range a, Range b) {
        if (a.low() == null || b.low() == null) {
            return a.low() == null ? (b.low() == null ? 0 : -1) : 1;
        }
        int order = compare(a.low(), b.low());
        return order != 0 ? order : Boolean.compare(b.lowInclusive(), a.lowInclusive());
    }

    private static int upperBoundOrder(Range a, Range b) {
        if (a.high() == null || b.high() == null) {
            return a.high() == null ? (b.high() == null ? 0 : 1) : -1;
        }
        int order = compare(a.high(), b.high());
        return order != 0 ? order : Boolean.compare(a.highInclusive(), b.highInclusive());
    }

    /** Returns the values that are in either. */
    public Domain union(Domain other) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.addAll(other.ranges);
        sorted.sort(Domain::lowerBoundOrder);
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            if (!merged.isEmpty() && touches(merged.getLast(), range)) {
                Range last = merged.removeLast();
                Range high = upperBoundOrder(last, range) >= 0 ? last : range;
                merged.add(new Range(last.low(), last.lowInclusive(), high.high(), high.highInclusive()));
            } else {
                merged.add(range);
            }
        }
        return new Domain(nullAllowed || other.nullAllowed, merged);
    }

    private static boolean touches(Range first, Range second) {
        if (first.high() == null || second.low() == null) {
            return true;
        }
        int order = compare(first.high(), second.low());
        return order > 0 || (order == 0 && (first.highInclusive() || second.lowInclusive()));
    }

    /** Compares two values of one column. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static int compare(@Nullable Comparable<?> a, @Nullable Comparable<?> b) {
        if (a == null || b == null) {
            throw new IllegalArgumentException("Cannot compare an open bound");
        }
        return ((Comparable) a).compareTo(b);
    }
}
