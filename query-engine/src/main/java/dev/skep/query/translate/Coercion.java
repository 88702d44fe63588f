package dev.skep.query.translate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.Cast;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.OnFailure;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;
import org.jspecify.annotations.Nullable;

/** Gives expressions the types that their place asks for. */
final class Coercion {
    private static final int MAX_PRECISION = 38;

    private Coercion() {}

    /** Returns the type in which values of both types can be compared or united. Fails with ANALYSIS if there is none. */
    static DataType common(DataType left, DataType right) {
        if (left.equals(right)) {
            return left;
        }
        if (left == PrimitiveType.UNKNOWN) {
            return right;
        }
        if (right == PrimitiveType.UNKNOWN) {
            return left;
        }
        if (left.isText() && right.isText()) {
            return left instanceof CharType || right instanceof CharType
                    ? commonChar(left, right)
                    : PrimitiveType.STRING;
        }
        if (left.isNumeric() && right.isNumeric()) {
            return numeric(left, right);
        }
        if (isDateOrTime(left) && isDateOrTime(right)) {
            return PrimitiveType.TIMESTAMP;
        }
        if (left instanceof ArrayType a && right instanceof ArrayType b) {
            return new ArrayType(common(a.element(), b.element()));
        }
        if (left instanceof MapType a && right instanceof MapType b) {
            return new MapType(common(a.key(), b.key()), common(a.value(), b.value()));
        }
        if (left instanceof StructType a && right instanceof StructType b && a.fields().size() == b.fields().size()) {
            return struct(a, b);
        }
        throw new QueryException(Reason.ANALYSIS,
                "Cannot bring %s and %s to one type".formatted(left.sqlName(), right.sqlName()));
    }

    private static StructType struct(StructType a, StructType b) {
        List<StructType.Field> fields = new java.util.ArrayList<>();
        for (int i = 0; i < a.fields().size(); i++) {
            fields.add(new StructType.Field(a.fields().get(i).name(),
                    common(a.fields().get(i).type(), b.fields().get(i).type())));
        }
        return new StructType(fields);
    }

    private static DataType commonChar(DataType left, DataType right) {
        if (left instanceof CharType a && right instanceof CharType b) {
            return a.length() >= b.length() ? a : b;
        }
        return PrimitiveType.STRING;
    }

    private static boolean isDateOrTime(DataType type) {
        return type == PrimitiveType.DATE || type == PrimitiveType.TIMESTAMP;
    }

    private static DataType numeric(DataType left, DataType right) {
        if (left == PrimitiveType.DOUBLE || right == PrimitiveType.DOUBLE) {
            return PrimitiveType.DOUBLE;
        }
        if (left == PrimitiveType.FLOAT || right == PrimitiveType.FLOAT) {
            return left == right ? left : PrimitiveType.DOUBLE;
        }
        if (left instanceof DecimalType || right instanceof DecimalType) {
            DecimalType a = decimal(left);
            DecimalType b = decimal(right);
            int scale = Math.max(a.scale(), b.scale());
            int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
            return new DecimalType(Math.min(MAX_PRECISION, whole + scale), scale);
        }
        return rank(left) >= rank(right) ? left : right;
    }

    private static int rank(DataType type) {
        return switch (type) {
            case PrimitiveType.TINYINT -> 1;
            case PrimitiveType.SMALLINT -> 2;
            case PrimitiveType.INT -> 3;
            default -> 4;
        };
    }

    static DecimalType decimal(DataType type) {
        return switch (type) {
            case DecimalType decimal -> decimal;
            case PrimitiveType.TINYINT -> new DecimalType(3, 0);
            case PrimitiveType.SMALLINT -> new DecimalType(5, 0);
            case PrimitiveType.INT -> new DecimalType(10, 0);
            default -> new DecimalType(19, 0);
        };
    }

    /** Returns {@code value} as {@code type}; literals change at once where they fit exactly. */
    static Expression cast(Expression value, DataType type) {
        if (value.type().equals(type)) {
            return value;
        }
        if (value instanceof Literal literal) {
            Literal fitted = fitted(literal, type);
            if (fitted != null) {
                return fitted;
            }
        }
        return new Cast(value, type, OnFailure.FAIL);
    }

    /** Returns the literal as one of {@code type} if it is exactly that value, else null. */
    static @Nullable Literal fitted(Literal literal, DataType type) {
        Object value = literal.value();
        if (value == null || literal.type().equals(type)) {
            return new Literal(type, value);
        }
        if (literal.type().isText() && type.isText()) {
            return text((String) value, type);
        }
        if (literal.type().isNumeric() && type.isNumeric()) {
            return number(literal, type);
        }
        if (value instanceof LocalDate date && type == PrimitiveType.TIMESTAMP) {
            return new Literal(type, date.atStartOfDay());
        }
        return null;
    }

    private static @Nullable Literal text(String value, DataType type) {
        return switch (type) {
            case PrimitiveType.STRING -> new Literal(type, value);
            case CharType character -> {
                String trimmed = value.replaceAll(" +$", "");
                yield trimmed.codePointCount(0, trimmed.length()) <= character.length()
                        ? new Literal(type, trimmed)
                        : null;
            }
            case dev.skep.storage.type.VarcharType varchar ->
                value.codePointCount(0, value.length()) <= varchar.length() ? new Literal(type, value) : null;
            default -> null;
        };
    }

    private static @Nullable Literal number(Literal literal, DataType type) {
        Object value = literal.value();
        if (value instanceof Float || value instanceof Double) {
            double real = ((Number) value).doubleValue();
            return switch (type) {
                case PrimitiveType.DOUBLE -> new Literal(type, real);
                case PrimitiveType.FLOAT -> (float) real == real ? new Literal(type, (float) real) : null;
                default -> null;
            };
        }
        BigDecimal exact = value instanceof BigDecimal decimal ? decimal : new BigDecimal(String.valueOf(value));
        try {
            return switch (type) {
                case PrimitiveType.TINYINT -> new Literal(type, exact.byteValueExact());
                case PrimitiveType.SMALLINT -> new Literal(type, exact.shortValueExact());
                case PrimitiveType.INT -> new Literal(type, exact.intValueExact());
                case PrimitiveType.BIGINT -> new Literal(type, exact.longValueExact());
                case PrimitiveType.DOUBLE -> new Literal(type, exact.doubleValue());
                case PrimitiveType.FLOAT -> new Literal(type, exact.floatValue());
                case DecimalType decimal -> {
                    BigDecimal scaled = exact.setScale(decimal.scale(), RoundingMode.UNNECESSARY);
                    yield scaled.precision() <= decimal.precision() ? new Literal(type, scaled) : null;
                }
                default -> null;
            };
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** True if every value of {@code from} is exactly one of {@code to}, in the same order. */
    static boolean isLossless(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        if (from.isText() && to == PrimitiveType.STRING) {
            return !(from instanceof CharType);
        }
        if (!from.isNumeric() || !to.isNumeric()) {
            return false;
        }
        if (to instanceof DecimalType wide && (from instanceof DecimalType || rank(from) <= 4)) {
            if (from == PrimitiveType.FLOAT || from == PrimitiveType.DOUBLE) {
                return false;
            }
            DecimalType narrow = decimal(from);
            return wide.scale() >= narrow.scale()
                    && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
        }
        boolean integers = to instanceof PrimitiveType && from instanceof PrimitiveType && to != PrimitiveType.FLOAT
                && to != PrimitiveType.DOUBLE && from != PrimitiveType.FLOAT && from != PrimitiveType.DOUBLE;
        return integers && rank(from) <= rank(to);
    }
}
