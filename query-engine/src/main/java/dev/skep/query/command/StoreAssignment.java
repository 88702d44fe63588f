package dev.skep.query.command;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.Cast;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.OnFailure;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.MapType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.StructType;

/**
 * Which values a column takes: numbers as numbers (one that does not fit fails), any simple value as text, texts as dates and times, dates as
 * timestamps and back; a text is never taken for a number or a truth value, nor the reverse of it, as that hides columns in the wrong order.
 */
final class StoreAssignment {
    private StoreAssignment() {}

    /** Returns {@code value} as the column's type. Fails with ANALYSIS. */
    static Expression assign(Expression value, DataType type, String column) {
        DataType from = value.type();
        if (from.equals(type)) {
            return value;
        }
        if (from == PrimitiveType.UNKNOWN) {
            return new Literal(type, null);
        }
        if (!isAssignable(from, type)) {
            throw new QueryException(Reason.ANALYSIS,
                    "Cannot put a value of type %s into column '%s' of type %s; cast it"
                            .formatted(from.sqlName(), column, type.sqlName()));
        }
        return new Cast(value, type, OnFailure.FAIL);
    }

    static boolean isAssignable(DataType from, DataType to) {
        if (from.equals(to) || from == PrimitiveType.UNKNOWN) {
            return true;
        }
        if (from.isNumeric() && to.isNumeric()) {
            return true;
        }
        if (to.isText()) {
            return from.isText() || from.isNumeric() || isTime(from) || from == PrimitiveType.BOOLEAN;
        }
        if (isTime(to)) {
            return isTime(from) || from.isText();
        }
        return switch (from) {
            case ArrayType array -> to instanceof ArrayType target && isAssignable(array.element(), target.element());
            case MapType map -> to instanceof MapType target && isAssignable(map.key(), target.key())
                    && isAssignable(map.value(), target.value());
            case StructType struct -> to instanceof StructType target && areAssignable(struct, target);
            default -> false;
        };
    }

    private static boolean areAssignable(StructType from, StructType to) {
        if (from.fields().size() != to.fields().size()) {
            return false;
        }
        for (int i = 0; i < from.fields().size(); i++) {
            if (!isAssignable(from.fields().get(i).type(), to.fields().get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTime(DataType type) {
        return type == PrimitiveType.DATE || type == PrimitiveType.TIMESTAMP;
    }
}
