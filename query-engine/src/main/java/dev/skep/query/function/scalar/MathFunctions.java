package dev.skep.query.function.scalar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import dev.skep.query.function.Coercions;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.scalar.NumberKernels.DoubleFunction;
import dev.skep.query.function.scalar.NumberKernels.Rounding;
import dev.skep.query.function.vector.Order;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.function.vector.Scatter;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;

/** Functions of numbers, and greatest and least. */
public final class MathFunctions {
    private MathFunctions() {}

    public static List<ScalarFunction> all() {
        List<ScalarFunction> functions = new ArrayList<>();
        functions.add(Functions.function("abs", MathFunctions::sameNumber,
                (arguments, result) -> new NumberKernels.Absolute(result)));
        functions.add(Functions.function("sign", MathFunctions::sign,
                (arguments, result) -> new NumberKernels.Sign(arguments.getFirst())));
        functions.add(rounding("round", Rounding.HALF_UP));
        functions.add(rounding("ceil ceiling", Rounding.UP));
        functions.add(rounding("floor", Rounding.DOWN));
        functions.add(rounding("truncate", Rounding.TOWARD_ZERO));
        functions.add(unary("sqrt", Math::sqrt));
        functions.add(unary("cbrt", Math::cbrt));
        functions.add(unary("exp", Math::exp));
        functions.add(unary("ln", Math::log));
        functions.add(unary("log2", value -> Math.log(value) / Math.log(2)));
        functions.add(unary("log10", Math::log10));
        functions.add(unary("sin", Math::sin));
        functions.add(unary("cos", Math::cos));
        functions.add(unary("tan", Math::tan));
        functions.add(unary("asin", Math::asin));
        functions.add(unary("acos", Math::acos));
        functions.add(unary("atan", Math::atan));
        functions.add(unary("degrees", Math::toDegrees));
        functions.add(unary("radians", Math::toRadians));
        functions.add(binary("power pow", Math::pow));
        functions.add(binary("log", (base, value) -> Math.log(value) / Math.log(base)));
        functions.add(binary("atan2", Math::atan2));
        functions.add(Functions.fixed("pi", List.of(), PrimitiveType.DOUBLE, (arguments, result) -> constant(Math.PI)));
        functions.add(Functions.fixed("e", List.of(), PrimitiveType.DOUBLE, (arguments, result) -> constant(Math.E)));
        functions.add(Functions.fixed("is_nan", List.of(PrimitiveType.DOUBLE), PrimitiveType.BOOLEAN,
                (arguments, result) -> new TextKernels.DoubleTest(Double::isNaN)));
        functions.add(new ScalarFunction(List.of("random", "rand"), false,
                (name, arguments) -> Functions.signature(name, arguments, List.of(), PrimitiveType.DOUBLE),
                (arguments, result) -> MathFunctions::random));
        functions.add(Functions.function("greatest", MathFunctions::common,
                (arguments, result) -> new Extreme(result, 1)));
        functions.add(Functions.function("least", MathFunctions::common,
                (arguments, result) -> new Extreme(result, -1)));
        return functions;
    }

    private static ScalarKernel constant(double value) {
        return (arguments, rows, count, length) -> new ConstantVector(length,
                new DoubleVector(1, new double[]{value}, null));
    }

    private static ColumnVector random(ColumnVector[] arguments, int @Nullable [] rows, int count, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = ThreadLocalRandom.current().nextDouble();
        }
        return new DoubleVector(length, values, null);
    }

    /** A function of one double. */
    @FunctionalInterface
    private interface Unary {
        double apply(double value);
    }

    private static ScalarFunction unary(String names, Unary function) {
        return Functions.fixed(names, List.of(PrimitiveType.DOUBLE), PrimitiveType.DOUBLE,
                (arguments, result) -> new NumberKernels.Doubles((a, b) -> function.apply(a)));
    }

    private static ScalarFunction binary(String names, DoubleFunction function) {
        return Functions.fixed(names, List.of(PrimitiveType.DOUBLE, PrimitiveType.DOUBLE), PrimitiveType.DOUBLE,
                (arguments, result) -> new NumberKernels.Doubles(function));
    }

    private static @Nullable Signature sameNumber(String name, List<DataType> arguments) {
        if (arguments.size() != 1) {
            return null;
        }
        DataType type = arguments.getFirst();
        return type.isNumeric() ? new Signature(name, arguments, type) : null;
    }

    private static @Nullable Signature sign(String name, List<DataType> arguments) {
        Signature same = sameNumber(name, arguments);
        return same != null && same.result() instanceof DecimalType
                ? new Signature(name, arguments, new DecimalType(1, 0))
                : same;
    }

    private static ScalarFunction rounding(String names, Rounding rounding) {
        return Functions.function(names, (name, arguments) -> round(name, arguments, rounding),
                (arguments, result) -> new NumberKernels.Round(rounding, arguments.getFirst(), result));
    }

    private static @Nullable Signature round(String name, List<DataType> arguments, Rounding rounding) {
        boolean takesDigits = rounding == Rounding.HALF_UP || rounding == Rounding.TOWARD_ZERO;
        if (arguments.isEmpty() || arguments.size() > (takesDigits ? 2 : 1) || !arguments.getFirst().isNumeric()
                || (arguments.size() == 2 && !Coercions.isImplicit(arguments.get(1), PrimitiveType.INT))) {
            return null;
        }
        DataType type = arguments.getFirst();
        if (!(type instanceof DecimalType decimal)) {
            return new Signature(name, arguments.size() == 2 ? List.of(type, PrimitiveType.INT) : arguments, type);
        }
        if (arguments.size() == 2) {
            return new Signature(name, List.of(type, PrimitiveType.INT), new DecimalType(
                    Math.min(DecimalType.MAX_PRECISION, decimal.precision() + 1), decimal.scale()));
        }
        int precision = Math.max(1, decimal.precision() - decimal.scale() + Math.min(decimal.scale(), 1));
        return new Signature(name, arguments, new DecimalType(Math.min(DecimalType.MAX_PRECISION, precision), 0));
    }

    private static @Nullable Signature common(String name, List<DataType> arguments) {
        if (arguments.isEmpty()) {
            return null;
        }
        DataType type = arguments.getFirst();
        for (DataType argument : arguments) {
            DataType common = Coercions.common(type, argument);
            if (common == null) {
                return null;
            }
            type = common;
        }
        return type.isOrderable() || type == PrimitiveType.UNKNOWN
                ? new Signature(name, Collections.nCopies(arguments.size(), type), type)
                : null;
    }

    /** greatest and least: null if any argument is. */
    private static final class Extreme implements ScalarKernel {
        private final DataType type;
        private final int sign;
        private final Scatter scatter;

        Extreme(DataType type, int sign) {
            this.type = type;
            this.sign = sign;
            this.scatter = new Scatter(type);
        }

        @Override
        public ColumnVector apply(ColumnVector[] arguments, int @Nullable [] rows, int count, int length) {
            int[] all = Rows.orAll(rows, count);
            int[][] chosen = new int[arguments.length][count];
            int[] counts = new int[arguments.length];
            int[] nulls = new int[count];
            int nullCount = 0;
            for (int k = 0; k < count; k++) {
                int row = all[k];
                int best = 0;
                boolean isNull = false;
                for (int i = 0; i < arguments.length && !isNull; i++) {
                    isNull = arguments[i].isNull(row);
                    if (!isNull && i > 0 && Order.compare(arguments[i], row, arguments[best], row) * sign > 0) {
                        best = i;
                    }
                }
                if (isNull) {
                    nulls[nullCount++] = row;
                } else {
                    chosen[best][counts[best]++] = row;
                }
            }
            scatter.begin(length);
            for (int i = 0; i < arguments.length; i++) {
                scatter.put(arguments[i], chosen[i], counts[i]);
            }
            scatter.put(new ConstantVector(length, Values.vector(type, null)), nulls, nullCount);
            return scatter.finish(all, count);
        }
    }
}
