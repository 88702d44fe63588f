package dev.skep.query.optimizer;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Computes what the text already decides: dates moved by intervals, arithmetic and casts of literals, the statement's time. What would fail is left to fail where it runs. */
final class ConstantFolding extends RexShuttle {
    private static final int MICROSECONDS = 6;
    private static final int NANOS_PER_MICRO = 1_000;

    private final RexBuilder builder;
    private final LocalDateTime now;
    private final Runnable onTime;

    /** @param onTime called where the tree asks for the statement's time */
    ConstantFolding(RexBuilder builder, LocalDateTime now, Runnable onTime) {
        this.builder = builder;
        this.now = now;
        this.onTime = onTime;
    }

    @Override
    public RexNode visitCall(RexCall original) {
        RexNode visited = super.visitCall(original);
        if (!(visited instanceof RexCall call)) {
            return visited;
        }
        RexNode time = statementTime(call);
        if (time != null) {
            return time;
        }
        for (RexNode operand : call.getOperands()) {
            if (!(operand instanceof RexLiteral literal) || literal.isNull()) {
                return call;
            }
        }
        try {
            RexNode folded = folded(call);
            return folded == null ? call : folded;
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            return call;
        }
    }

    private @Nullable RexNode statementTime(RexCall call) {
        return switch (call.getOperator().getName()) {
            case "CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW" -> {
                onTime.run();
                yield timeLiteral(call);
            }
            default -> null;
        };
    }

    private @Nullable RexNode timeLiteral(RexCall call) {
        return switch (call.getOperator().getName()) {
            case "CURRENT_DATE" -> builder.makeDateLiteral(new DateString(now.toLocalDate().toString()));
            case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW" ->
                call.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP ? timestamp(now, call.getType()) : null;
            default -> null;
        };
    }

    private @Nullable RexNode folded(RexCall call) {
        SqlKind kind = call.getKind();
        if (kind == SqlKind.CAST) {
            return cast((RexLiteral) call.getOperands().get(0), call.getType());
        }
        if ((kind == SqlKind.PLUS || kind == SqlKind.MINUS) && call.getOperands().size() == 2) {
            RexLiteral left = (RexLiteral) call.getOperands().get(0);
            RexLiteral right = (RexLiteral) call.getOperands().get(1);
            if (isDateOrTime(left) && SqlTypeUtil.isInterval(right.getType())) {
                return moved(left, right, kind == SqlKind.PLUS ? 1 : -1, call.getType());
            }
            if (kind == SqlKind.PLUS && isDateOrTime(right) && SqlTypeUtil.isInterval(left.getType())) {
                return moved(right, left, 1, call.getType());
            }
        }
        return arithmetic(call);
    }

    private static boolean isDateOrTime(RexLiteral literal) {
        return literal.getType().getSqlTypeName() == SqlTypeName.DATE
                || literal.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP;
    }

    private @Nullable RexNode moved(RexLiteral start, RexLiteral interval, int sign, RelDataType type) {
        BigDecimal amount = interval.getValueAs(BigDecimal.class);
        if (amount == null) {
            return null;
        }
        long by = Math.multiplyExact(amount.longValueExact(), sign);
        boolean months = SqlTypeName.YEAR_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName());
        LocalDateTime from = start.getType().getSqlTypeName() == SqlTypeName.DATE
                ? LocalDate.ofEpochDay(days(start)).atStartOfDay()
                : LocalDateTime.parse(String.valueOf(start.getValueAs(TimestampString.class)).replace(' ', 'T'));
        LocalDateTime to = months ? from.plusMonths(by) : from.plus(by, ChronoUnit.MILLIS);
        if (type.getSqlTypeName() == SqlTypeName.DATE) {
            return typed(builder.makeDateLiteral(new DateString(to.toLocalDate().toString())), type);
        }
        return type.getSqlTypeName() == SqlTypeName.TIMESTAMP ? timestamp(to, type) : null;
    }

    private static int days(RexLiteral literal) {
        Integer days = literal.getValueAs(Integer.class);
        if (days == null) {
            throw new IllegalArgumentException("null date");
        }
        return days;
    }

    private RexNode timestamp(LocalDateTime value, RelDataType type) {
        TimestampString text = TimestampString
                .fromMillisSinceEpoch(value.withNano(0).toInstant(ZoneOffset.UTC).toEpochMilli())
                .withNanos(value.getNano() / NANOS_PER_MICRO * NANOS_PER_MICRO);
        return typed(builder.makeTimestampLiteral(text, MICROSECONDS), type);
    }

    /** The literal with the nullability that its place expects. */
    private RexNode typed(RexNode literal, RelDataType type) {
        return literal.getType().equals(type) ? literal : builder.makeAbstractCast(type, literal, false);
    }

    private @Nullable RexNode cast(RexLiteral literal, RelDataType type) {
        if (literal.getType().getFamily() == type.getFamily() && !SqlTypeUtil.isNumeric(type)) {
            return null;
        }
        String text = SqlTypeUtil.inCharFamily(literal.getType()) ? literal.getValueAs(String.class) : null;
        return switch (type.getSqlTypeName()) {
            case DATE ->
                text == null ? null : builder.makeDateLiteral(new DateString(LocalDate.parse(text.trim()).toString()));
            case TIMESTAMP -> text == null
                    ? null
                    : timestamp(LocalDateTime.parse(
                            text.trim().length() == 10 ? text.trim() + "T00:00:00" : text.trim().replace(' ', 'T')),
                            type);
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DOUBLE, REAL -> number(literal, type);
            default -> null;
        };
    }

    private @Nullable RexNode number(RexLiteral literal, RelDataType type) {
        if (!SqlTypeUtil.isExactNumeric(literal.getType())) {
            return null;
        }
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        if (value == null
                || SqlTypeUtil.isDecimal(type) && value.setScale(type.getScale()).precision() > type.getPrecision()) {
            return null;
        }
        return exact(value, type);
    }

    private @Nullable RexNode arithmetic(RexCall call) {
        if (!SqlTypeUtil.isExactNumeric(call.getType())) {
            return null;
        }
        for (RexNode operand : call.getOperands()) {
            if (!SqlTypeUtil.isExactNumeric(operand.getType())) {
                return null;
            }
        }
        BigDecimal first = value(call, 0);
        BigDecimal result = switch (call.getKind()) {
            case PLUS -> first.add(value(call, 1));
            case MINUS -> first.subtract(value(call, 1));
            case TIMES -> first.multiply(value(call, 1));
            case MINUS_PREFIX -> first.negate();
            default -> null;
        };
        return result == null ? null : exact(result, call.getType());
    }

    private static BigDecimal value(RexCall call, int index) {
        BigDecimal value = ((RexLiteral) call.getOperands().get(index)).getValueAs(BigDecimal.class);
        if (value == null) {
            throw new IllegalArgumentException("null");
        }
        return value;
    }

    /** Returns the literal, or null where the value does not fit, so that the failure is told where the row is. */
    private @Nullable RexNode exact(BigDecimal value, RelDataType type) {
        BigDecimal fitted = switch (type.getSqlTypeName()) {
            case TINYINT -> BigDecimal.valueOf(value.byteValueExact());
            case SMALLINT -> BigDecimal.valueOf(value.shortValueExact());
            case INTEGER -> BigDecimal.valueOf(value.intValueExact());
            case BIGINT -> BigDecimal.valueOf(value.longValueExact());
            case DECIMAL -> value.setScale(type.getScale());
            case DOUBLE, REAL -> value;
            default -> null;
        };
        if (fitted == null
                || type.getSqlTypeName() == SqlTypeName.DECIMAL && fitted.precision() > type.getPrecision()) {
            return null;
        }
        return builder.makeLiteral(fitted, type, false);
    }
}
