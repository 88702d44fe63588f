package dev.skep.query.operator.window;

import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.vector.Calendar;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.WindowNode.Bound;
import dev.skep.query.plan.WindowNode.Bound.Kind;
import dev.skep.query.plan.WindowNode.Frame;
import dev.skep.query.plan.WindowNode.Unit;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.FloatVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** Finds the frame of a row: rows from start on and before end, within the row's partition. */
final class WindowFrames {
    private final Frame frame;
    private final List<SortKey> ordering;
    private final List<DataType> types;
    private final ColumnBatch rows;
    private final WindowPartitions partitions;
    private int start;
    private int end;

    WindowFrames(Frame frame, List<SortKey> ordering, List<DataType> types, ColumnBatch rows,
            WindowPartitions partitions) {
        this.frame = frame;
        this.ordering = ordering;
        this.types = types;
        this.rows = rows;
        this.partitions = partitions;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Goes to the frame of {@code row}; an empty one has an end that is not after its start. */
    void seek(int row) {
        int first = partitions.partitionStart(row);
        int last = partitions.partitionEnd(row);
        start = Math.clamp(bound(frame.start(), row, first, last, true), first, last);
        end = Math.clamp(bound(frame.end(), row, first, last, false), first, last);
        if (end < start) {
            end = start;
        }
    }

    private long bound(Bound bound, int row, int first, int last, boolean isStart) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> first;
            case UNBOUNDED_FOLLOWING -> last;
            case CURRENT_ROW -> frame.unit() == Unit.ROWS
                    ? isStart ? row : row + 1
                    : isStart ? partitions.peerStart()[row] : partitions.peerEnd()[row];
            case PRECEDING, FOLLOWING -> {
                int sign = bound.kind() == Kind.PRECEDING ? -1 : 1;
                yield switch (frame.unit()) {
                    case ROWS -> row + sign * Math.min(number(bound.offset()), Integer.MAX_VALUE) + (isStart ? 0 : 1);
                    case GROUPS -> group(row, sign * number(bound.offset()), first, last, isStart);
                    case RANGE -> range(row, sign, bound.offset(), first, last, isStart);
                };
            }
        };
    }

    private static long number(@Nullable Literal offset) {
        if (offset == null || !(offset.value() instanceof Number number) || number.longValue() < 0) {
            throw new QueryException(Reason.DATA,
                    "Invalid offset of a window frame: " + (offset == null ? null : offset.value()));
        }
        return number.longValue();
    }

    private int group(int row, long change, int first, int last, boolean isStart) {
        long wanted = partitions.group()[row] + change;
        if (wanted < 0) {
            return first;
        }
        int at = row;
        if (change <= 0) {
            while (partitions.group()[at] > wanted) {
                at = partitions.peerStart()[at] - 1;
            }
        } else {
            while (partitions.group()[at] < wanted) {
                at = partitions.peerEnd()[at];
                if (at >= last) {
                    return last;
                }
            }
        }
        return isStart ? partitions.peerStart()[at] : partitions.peerEnd()[at];
    }

    /** The rows of a partition are in the order of the key, so that a bound is found by halving. */
    private int range(int row, int sign, @Nullable Literal offset, int first, int last, boolean isStart) {
        if (ordering.size() != 1) {
            throw new QueryException(Reason.ANALYSIS,
                    "Invalid window frame: RANGE with an offset needs one ORDER BY key");
        }
        SortKey key = ordering.getFirst();
        ColumnVector column = rows.column(key.column());
        if (column.isNull(row)) {
            return isStart ? partitions.peerStart()[row] : partitions.peerEnd()[row];
        }
        boolean descending = key.direction() == Direction.DESCENDING;
        int low = first;
        int high = last;
        while (low < high && column.isNull(low)) {
            low++;
        }
        while (high > low && column.isNull(high - 1)) {
            high--;
        }
        DataType type = types.get(key.column());
        int direction = descending ? -sign : sign;
        boolean isFloating = type == PrimitiveType.DOUBLE || type == PrimitiveType.FLOAT;
        double floating = isFloating ? floating(column, row) + direction * floating(offset) : 0;
        long exact = isFloating ? 0 : shifted(column, row, type, direction, offset);
        while (low < high) {
            int middle = low + high >>> 1;
            int order = isFloating
                    ? Double.compare(floating(column, middle), floating)
                    : Long.compare(exact(column, middle), exact);
            order = descending ? -order : order;
            if (order < 0 || (order == 0 && !isStart)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double floating(@Nullable Literal offset) {
        if (offset == null || !(offset.value() instanceof Number number)) {
            throw new QueryException(Reason.DATA, "Invalid offset of a window frame: it is null");
        }
        return number.doubleValue();
    }

    private static double floating(ColumnVector column, int row) {
        return column instanceof FloatVector v ? v.values()[row] : ((DoubleVector) column).values()[row];
    }

    private static long exact(ColumnVector column, int row) {
        return switch (column) {
            case IntVector v -> v.values()[row];
            case LongVector v -> v.values()[row];
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot compute window frame: RANGE with an offset over this type of ORDER BY key");
        };
    }

    private static long shifted(ColumnVector column, int row, DataType type, int direction, @Nullable Literal offset) {
        long value = exact(column, row);
        if (offset == null || !(offset.value() instanceof Number number)) {
            throw new QueryException(Reason.DATA, "Invalid offset of a window frame: it is null");
        }
        if (offset.type() == PrimitiveType.INTERVAL_YEAR_MONTH) {
            int months = direction * number.intValue();
            return type == PrimitiveType.DATE
                    ? Calendar.addMonths((int) value, months)
                    : Calendar.addMonthsToMicros(value, months);
        }
        if (offset.type() == PrimitiveType.INTERVAL_DAY_TIME) {
            long micros = direction * number.longValue();
            return type == PrimitiveType.DATE ? value + micros / Calendar.MICROS_PER_DAY : value + micros;
        }
        if (type instanceof DecimalType decimal && number instanceof java.math.BigDecimal exactOffset) {
            return value + direction * exactOffset.setScale(decimal.scale(), java.math.RoundingMode.HALF_UP)
                    .unscaledValue().longValueExact();
        }
        if (type instanceof DecimalType decimal) {
            return value + direction * number.longValue()
                    * dev.skep.query.function.vector.Int128.powerOfTen(decimal.scale());
        }
        return value + direction * number.longValue();
    }
}
