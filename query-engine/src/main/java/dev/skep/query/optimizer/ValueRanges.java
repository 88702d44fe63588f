package dev.skep.query.optimizer;

import java.math.BigDecimal;

import com.google.common.collect.Range;
import dev.skep.query.optimizer.TableStatistics.ColumnFigures;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Ranges of values that conditions leave, as numbers: dates in days, timestamps in seconds since 1970. */
final class ValueRanges {
    /** Less is not believed of a range: values lie closer together here and there. */
    private static final double LEAST = 1e-6;

    private ValueRanges() {}

    /** A column between two values. */
    record Bounds(int column, double low, double high) {
        Bounds and(Bounds other) {
            return new Bounds(column, Math.max(low, other.low), Math.min(high, other.high));
        }
    }

    /** Returns what a comparison of a column with a literal says; null for anything else. */
    static @Nullable Bounds of(RexNode term) {
        SqlKind kind = term.getKind();
        boolean isRange = kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL
                || kind == SqlKind.GREATER_THAN || kind == SqlKind.GREATER_THAN_OR_EQUAL;
        if (!isRange || !(term instanceof RexCall call)) {
            return null;
        }
        RexNode left = RexUtil.removeCast(call.getOperands().get(0));
        RexNode right = RexUtil.removeCast(call.getOperands().get(1));
        boolean isFlipped = left instanceof RexLiteral;
        RexNode column = isFlipped ? right : left;
        RexNode value = isFlipped ? left : right;
        if (!(column instanceof RexInputRef ref) || !(value instanceof RexLiteral literal)) {
            return null;
        }
        double number = number(literal);
        boolean isUpper = (kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL) != isFlipped;
        if (Double.isNaN(number)) {
            return null;
        }
        return isUpper
                ? new Bounds(ref.getIndex(), Double.NEGATIVE_INFINITY, number)
                : new Bounds(ref.getIndex(), number, Double.POSITIVE_INFINITY);
    }

    private static double number(RexLiteral literal) {
        return switch (literal.getTypeName()) {
            case DATE -> number(literal.getValueAs(DateString.class));
            case TIMESTAMP -> number(literal.getValueAs(TimestampString.class));
            case DECIMAL, BIGINT, INTEGER, SMALLINT, TINYINT, DOUBLE, FLOAT, REAL ->
                number(literal.getValueAs(BigDecimal.class));
            default -> Double.NaN;
        };
    }

    /** The value as a number, NaN if it is none. */
    private static double number(@Nullable Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.doubleValue();
            case Number number -> number.doubleValue();
            case DateString date -> date.getDaysSinceEpoch();
            case TimestampString time -> time.getMillisSinceEpoch() / 1000.0;
            case null, default -> Double.NaN;
        };
    }

    /** The share of a column's values that lie in a range, NaN if that is not known. */
    static double share(ColumnFigures figures, double low, double high) {
        if (!figures.hasRange()) {
            return Double.NaN;
        }
        double width = figures.high() - figures.low();
        double inside = Math.min(high, figures.high()) - Math.max(low, figures.low());
        if (inside < 0) {
            return LEAST;
        }
        // Both ends count, as far as values are whole numbers.
        double one = figures.distinct() > 0 ? Math.min(1, width / figures.distinct()) : 0;
        double least = figures.distinct() > 0 ? 1 / figures.distinct() : LEAST;
        return width <= 0 ? 1 : Math.clamp((inside + one) / (width + one), Math.min(1, Math.max(LEAST, least)), 1);
    }

    static double share(ColumnFigures figures, Range<?> range) {
        double low = range.hasLowerBound() ? number(range.lowerEndpoint()) : Double.NEGATIVE_INFINITY;
        double high = range.hasUpperBound() ? number(range.upperEndpoint()) : Double.POSITIVE_INFINITY;
        return Double.isNaN(low) || Double.isNaN(high) ? Double.NaN : share(figures, low, high);
    }
}
