package dev.skep.query.function.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

import dev.skep.query.function.RowKernels;
import dev.skep.query.function.ScalarFunction;
import dev.skep.query.function.ScalarKernel;
import dev.skep.query.function.scalar.NumberKernels.Rounding;
import dev.skep.query.function.vector.Order;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.function.vector.Scatter;
import dev.skep.storage.type.DataType;
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
        functions.add(ScalarFunction.named("abs").takes("(T:number) -> T")
                .computedBy(call -> new NumberKernels.Absolute(call.result())));
        functions.add(ScalarFunction.named("sign").takes("(decimal(P,S)) -> decimal(1,0)").takes("(T:number) -> T")
                .isTotal().computedBy(call -> new NumberKernels.Sign(call.argument(0))));
        functions.add(rounding(Rounding.HALF_UP, "round"));
        functions.add(rounding(Rounding.UP, "ceil", "ceiling"));
        functions.add(rounding(Rounding.DOWN, "floor"));
        functions.add(rounding(Rounding.TOWARD_ZERO, "truncate"));
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
        functions.add(binary(Math::pow, "power", "pow"));
        functions.add(binary((base, value) -> Math.log(value) / Math.log(base), "log"));
        functions.add(binary(Math::atan2, "atan2"));
        functions.add(ScalarFunction.named("pi").takes("() -> double").isTotal()
                .computedBy(call -> constant(Math.PI)));
        functions.add(ScalarFunction.named("e").takes("() -> double").isTotal().computedBy(call -> constant(Math.E)));
        functions.add(ScalarFunction.named("is_nan").takes("(double) -> boolean").isTotal()
                .computedBy(call -> RowKernels.doubleTest(Double::isNaN)));
        functions.add(ScalarFunction.named("random", "rand").takes("() -> double").isTotal().isRandom().cost(10)
                .computedBy(call -> MathFunctions::random));
        functions.add(ScalarFunction.named("greatest").takes("(T:orderable, T...) -> T").isTotal().cost(10)
                .computedBy(call -> new Extreme(call.result(), 1)));
        functions.add(ScalarFunction.named("least").takes("(T:orderable, T...) -> T").isTotal().cost(10)
                .computedBy(call -> new Extreme(call.result(), -1)));
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

    private static ScalarFunction unary(String name, DoubleUnaryOperator function) {
        return ScalarFunction.named(name).takes("(double) -> double").isTotal().cost(20)
                .computedBy(call -> RowKernels.doubles(function));
    }

    private static ScalarFunction binary(DoubleBinaryOperator function, String... names) {
        return ScalarFunction.named(names).takes("(double, double) -> double").isTotal().cost(40)
                .computedBy(call -> RowKernels.doubles(function));
    }

    /** A decimal loses its digits behind the point, but may gain one before it; with a number of digits to keep it has its scale still. */
    private static ScalarFunction rounding(Rounding rounding, String... names) {
        ScalarFunction.Declaration declaration = ScalarFunction.named(names).cost(5)
                .takes("(decimal(P,S)) -> decimal(min(38, max(1, P - S + min(S, 1))), 0)").takes("(T:number) -> T");
        if (rounding == Rounding.HALF_UP || rounding == Rounding.TOWARD_ZERO) {
            declaration.takes("(decimal(P,S), int) -> decimal(min(38, P + 1), S)").takes("(T:number, int) -> T");
        }
        return declaration.computedBy(call -> new NumberKernels.Round(rounding, call.argument(0), call.result()));
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
