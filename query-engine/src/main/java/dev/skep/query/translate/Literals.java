package dev.skep.query.translate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.parser.SqlTypes;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Calcite's literals as the plan's. */
final class Literals {
    private static final int NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private Literals() {}

    static Literal of(RexLiteral literal) {
        boolean time = literal.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP && !literal.isNull();
        return of(time ? literal.getValueAs(TimestampString.class) : literal.getValue(), literal.getType());
    }

    /** Returns the literal for a value as Calcite holds it for {@code type}. */
    static Literal of(@Nullable Object value, RelDataType calciteType) {
        DataType type = SqlTypes.fromCalcite(calciteType);
        if (type instanceof dev.skep.storage.type.VarcharType) {
            type = PrimitiveType.STRING;
        }
        return new Literal(type, value == null ? null : value(value, type));
    }

    private static Object value(Object value, DataType type) {
        return switch (value) {
            case Boolean v -> v;
            case NlsString v -> type instanceof CharType ? v.getValue().replaceAll(" +$", "") : v.getValue();
            case BigDecimal v -> number(v, type);
            case Double v -> type == PrimitiveType.FLOAT ? (Object) v.floatValue() : v;
            case Float v -> type == PrimitiveType.DOUBLE ? (Object) v.doubleValue() : v;
            case DateString v -> LocalDate.parse(v.toString());
            case TimestampString v -> timestamp(v);
            case java.util.Calendar v when type == PrimitiveType.DATE ->
                LocalDate.ofInstant(v.toInstant(), ZoneOffset.UTC);
            case java.util.Calendar v -> LocalDateTime.ofInstant(v.toInstant(), ZoneOffset.UTC);
            case ByteString v -> v.getBytes();
            case Integer v -> number(BigDecimal.valueOf(v), type);
            case Long v -> number(BigDecimal.valueOf(v), type);
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot use a literal of type %s".formatted(type.sqlName()));
        };
    }

    static LocalDateTime timestamp(TimestampString text) {
        LocalDateTime value = LocalDateTime.parse(text.toString().replace(' ', 'T'));
        return value.withNano(value.getNano() / NANOS_PER_MICRO * NANOS_PER_MICRO);
    }

    private static Object number(BigDecimal value, DataType type) {
        return switch (type) {
            case PrimitiveType.TINYINT -> value.byteValueExact();
            case PrimitiveType.SMALLINT -> value.shortValueExact();
            case PrimitiveType.INT, PrimitiveType.INTERVAL_YEAR_MONTH -> value.intValueExact();
            case PrimitiveType.BIGINT -> value.longValueExact();
            case PrimitiveType.INTERVAL_DAY_TIME -> Math.multiplyExact(value.longValue(), MICROS_PER_MILLI);
            case PrimitiveType.FLOAT -> value.floatValue();
            case PrimitiveType.DOUBLE -> value.doubleValue();
            case DecimalType decimal -> value.setScale(decimal.scale(), RoundingMode.HALF_UP);
            case PrimitiveType.DATE -> LocalDate.ofEpochDay(value.longValue());
            default -> throw new QueryException(Reason.UNSUPPORTED,
                    "Cannot use a literal of type %s".formatted(type.sqlName()));
        };
    }
}
