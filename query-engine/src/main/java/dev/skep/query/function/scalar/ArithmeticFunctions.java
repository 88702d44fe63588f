package dev.skep.query.function.scalar;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.Coercions;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.scalar.Arithmetic.Operation;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** add, subtract, multiply, divide, modulus, negate: on numbers with Trino's types, on dates, timestamps and intervals. */
public final class ArithmeticFunctions {
    private ArithmeticFunctions() {}

    public static List<ScalarFunction> all() {
        List<ScalarFunction> functions = new ArrayList<>();
        functions.add(operation(Operation.ADD, "add"));
        functions.add(operation(Operation.SUBTRACT, "subtract"));
        functions.add(operation(Operation.MULTIPLY, "multiply"));
        functions.add(operation(Operation.DIVIDE, "divide"));
        functions.add(operation(Operation.MODULUS, "modulus", "mod"));
        functions.add(ScalarFunction.named("negate").takes("(T:number) -> T").takes("(T:interval) -> T")
                .computedBy(call -> new NumberKernels.Negate(call.result())));
        return functions;
    }

    private static ScalarFunction operation(Operation operation, String... names) {
        return ScalarFunction.named(names)
                .resolvedBy((name, arguments) -> resolve(operation, name, arguments))
                .computedBy(call -> kernel(operation, call.arguments(), call.result()));
    }

    private static boolean isInterval(DataType type) {
        return type == PrimitiveType.INTERVAL_YEAR_MONTH || type == PrimitiveType.INTERVAL_DAY_TIME;
    }

    private static boolean isTime(DataType type) {
        return type == PrimitiveType.DATE || type == PrimitiveType.TIMESTAMP;
    }

    private static @Nullable Signature resolve(Operation operation, String name, List<DataType> arguments) {
        if (arguments.size() != 2) {
            return null;
        }
        DataType a = arguments.get(0);
        DataType b = arguments.get(1);
        if (a == PrimitiveType.UNKNOWN && b == PrimitiveType.UNKNOWN) {
            return new Signature(name, List.of(PrimitiveType.INT, PrimitiveType.INT), PrimitiveType.INT);
        }
        if (a == PrimitiveType.UNKNOWN || b == PrimitiveType.UNKNOWN) {
            DataType known = a == PrimitiveType.UNKNOWN ? b : a;
            return resolve(operation, name, List.of(known, known));
        }
        if (a.isNumeric() && b.isNumeric()) {
            return numeric(operation, name, a, b);
        }
        if (operation == Operation.ADD && isInterval(a) && isTime(b)) {
            return new Signature(name, arguments, b);
        }
        if ((operation == Operation.ADD || operation == Operation.SUBTRACT) && isTime(a) && isInterval(b)) {
            return new Signature(name, arguments, a);
        }
        if ((operation == Operation.ADD || operation == Operation.SUBTRACT) && isInterval(a) && a == b) {
            return new Signature(name, arguments, a);
        }
        if (operation == Operation.SUBTRACT && isTime(a) && isTime(b)) {
            return new Signature(name, a == b ? arguments : List.of(PrimitiveType.TIMESTAMP, PrimitiveType.TIMESTAMP),
                    PrimitiveType.INTERVAL_DAY_TIME);
        }
        if (operation == Operation.MULTIPLY && isInterval(a) && Coercions.isWhole(b)) {
            return new Signature(name, List.of(a, intervalFactor(a)), a);
        }
        if (operation == Operation.MULTIPLY && isInterval(b) && Coercions.isWhole(a)) {
            return new Signature(name, List.of(intervalFactor(b), b), b);
        }
        return null;
    }

    private static DataType intervalFactor(DataType interval) {
        return interval == PrimitiveType.INTERVAL_DAY_TIME ? PrimitiveType.BIGINT : PrimitiveType.INT;
    }

    private static @Nullable Signature numeric(Operation operation, String name, DataType a, DataType b) {
        boolean decimal = (a instanceof DecimalType || b instanceof DecimalType) && isExact(a) && isExact(b);
        if (!decimal) {
            DataType common = Coercions.common(a, b);
            return common == null ? null : new Signature(name, List.of(common, common), common);
        }
        DecimalType x = Coercions.asDecimal(a);
        DecimalType y = Coercions.asDecimal(b);
        DecimalType result = decimalResult(operation, x, y);
        return result == null ? null : new Signature(name, List.of(x, y), result);
    }

    private static boolean isExact(DataType type) {
        return type instanceof DecimalType || Coercions.isWhole(type);
    }

    /** The type of a decimal operation's result by Trino's rules; null if it would need a scale beyond 38. */
    static @Nullable DecimalType decimalResult(Operation operation, DecimalType x, DecimalType y) {
        int wholeX = x.precision() - x.scale();
        int wholeY = y.precision() - y.scale();
        int scale = Math.max(x.scale(), y.scale());
        int precision = switch (operation) {
            case ADD, SUBTRACT -> Math.max(wholeX, wholeY) + scale + 1;
            case MULTIPLY -> {
                scale = x.scale() + y.scale();
                yield x.precision() + y.precision();
            }
            case DIVIDE -> x.precision() + y.scale() + Math.max(0, y.scale() - x.scale());
            case MODULUS -> Math.min(wholeX, wholeY) + scale;
        };
        if (scale > DecimalType.MAX_PRECISION) {
            return null;
        }
        return new DecimalType(Math.max(1, Math.max(scale, Math.min(DecimalType.MAX_PRECISION, precision))), scale);
    }

    private static ScalarKernel kernel(Operation operation, List<DataType> arguments, DataType result) {
        DataType a = arguments.get(0);
        DataType b = arguments.get(1);
        if (a instanceof DecimalType x && b instanceof DecimalType y && result instanceof DecimalType z) {
            return new DecimalArithmetic(operation, x, y, z);
        }
        if (isTime(a) && isInterval(b)) {
            return new TimeKernels.Shift(a, b, 0, operation == Operation.SUBTRACT);
        }
        if (isInterval(a) && isTime(b)) {
            return new TimeKernels.Shift(b, a, 1, false);
        }
        if (isTime(a) && isTime(b)) {
            return new TimeKernels.Difference(a);
        }
        // An interval is held as a whole number: int months, bigint microseconds.
        DataType plain = isInterval(result) ? intervalFactor(result) : a;
        return new Arithmetic(operation, plain);
    }
}
