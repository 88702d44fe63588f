package dev.skep.query.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;

import dev.skep.query.QueryException;
import dev.skep.query.RandomVectors;
import dev.skep.query.expression.Expression.Call;
import dev.skep.query.expression.Expression.Cast;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.Not;
import dev.skep.query.expression.Expression.OnFailure;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares compiled expressions with plain Java over random vectors of every encoding, and single calls with what Trino answers. */
final class TestExpressionCompiler {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final FunctionRegistry functions = new FunctionRegistry();
    private final ExpressionCompiler compiler = new ExpressionCompiler(functions);

    private @Nullable Object evaluate(Expression expression) {
        ColumnBatch one = new ColumnBatch(1, List.of());
        return Values.value(compiler.compile(expression).evaluate(one, null, 1), expression.type(), 0);
    }

    private static Literal text(String value) {
        return new Literal(PrimitiveType.STRING, value);
    }

    private @Nullable Object call(String name, Literal... arguments) {
        List<DataType> types = List.of(arguments).stream().map(Literal::type).toList();
        Signature signature = functions.scalar(name, types).orElseThrow();
        List<Expression> cast = new java.util.ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            DataType wanted = signature.arguments().get(i);
            cast.add(
                    wanted.equals(arguments[i].type()) ? arguments[i] : new Cast(arguments[i], wanted, OnFailure.FAIL));
        }
        return evaluate(new Call(signature.name(), cast, signature.result()));
    }

    @Test
    void comparesRandomVectorsOfAllTypesAsValuesAndAsFilters() {
        List<DataType> types = List.of(PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.DOUBLE,
                PrimitiveType.STRING, PrimitiveType.DATE, PrimitiveType.BOOLEAN, PrimitiveType.TIMESTAMP,
                new DecimalType(10, 2), new DecimalType(30, 4));
        for (DataType type : types) {
            for (ComparisonOperator operator : ComparisonOperator.values()) {
                int length = random.nextInt(300);
                ColumnVector left = RandomVectors.vector(random, type, length, 12, random.nextBoolean());
                boolean withLiteral = random.nextBoolean();
                Object literal = RandomVectors.value(random, type, 12);
                ColumnVector right = RandomVectors.vector(random, type, length, 12, random.nextBoolean());
                Expression comparison = new Comparison(operator, new InputRef(0, type),
                        withLiteral ? new Literal(type, literal) : new InputRef(1, type));
                check(comparison, new ColumnBatch(length, List.of(left, right)), row -> {
                    Object a = Values.value(left, type, row);
                    Object b = withLiteral ? literal : Values.value(right, type, row);
                    return compare(operator, a, b);
                });
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Boolean compare(ComparisonOperator operator, @Nullable Object a, @Nullable Object b) {
        if (operator == ComparisonOperator.DISTINCT || operator == ComparisonOperator.NOT_DISTINCT) {
            return Objects.equals(a, b) == (operator == ComparisonOperator.NOT_DISTINCT);
        }
        if (a == null || b == null) {
            return null;
        }
        int order = a instanceof String text
                ? java.util.Arrays.compareUnsigned(text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        ((String) b).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                : ((Comparable<Object>) a).compareTo(b);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    /** What a row's value should be. */
    @FunctionalInterface
    private interface Oracle {
        @Nullable
        Object value(int row);
    }

    private void check(Expression expression, ColumnBatch batch, Oracle oracle) {
        int[] rows = random.ints(0, Math.max(1, batch.rowCount())).limit(batch.rowCount() / 2).sorted().distinct()
                .toArray();
        ColumnVector all = compiler.compile(expression).evaluate(batch, null, batch.rowCount());
        ColumnVector some = compiler.compile(expression).evaluate(batch, rows, rows.length);
        for (int row = 0; row < batch.rowCount(); row++) {
            assertThat(Values.value(all, expression.type(), row)).as("%s row %d seed %d", expression, row, seed)
                    .isEqualTo(oracle.value(row));
        }
        for (int row : rows) {
            assertThat(Values.value(some, expression.type(), row)).as("%s row %d seed %d", expression, row, seed)
                    .isEqualTo(oracle.value(row));
        }
        if (expression.type() == PrimitiveType.BOOLEAN) {
            for (boolean wanted : new boolean[]{true, false}) {
                int[] out = new int[batch.rowCount()];
                int count = compiler.compileFilter(wanted ? expression : new Not(expression)).select(batch, null,
                        batch.rowCount(), out);
                int next = 0;
                for (int row = 0; row < batch.rowCount(); row++) {
                    if (Objects.equals(oracle.value(row), wanted)) {
                        assertThat(next).as("%s seed %d", expression, seed).isLessThan(count);
                        assertThat(out[next++]).as("%s seed %d", expression, seed).isEqualTo(row);
                    }
                }
                assertThat(next).as("%s seed %d", expression, seed).isEqualTo(count);
            }
        }
    }

    @Test
    void computesDecimalsLikeBigDecimal() {
        for (List<DecimalType> types : List.of(List.of(new DecimalType(12, 2), new DecimalType(12, 2)),
                List.of(new DecimalType(18, 4), new DecimalType(5, 0)),
                List.of(new DecimalType(30, 3), new DecimalType(6, 2)))) {
            decimals("add", types, BigDecimal::add);
            decimals("subtract", types, BigDecimal::subtract);
            decimals("multiply", types, BigDecimal::multiply);
        }
    }

    private void decimals(String name, List<DecimalType> types, BiFunction<BigDecimal, BigDecimal, BigDecimal> oracle) {
        Signature signature = functions.scalar(name, List.copyOf(types)).orElseThrow();
        int length = 200;
        ColumnVector left = RandomVectors.vector(random, types.get(0), length, 50, true);
        ColumnVector right = RandomVectors.vector(random, types.get(1), length, 50, true);
        Expression call = new Call(name, List.of(new InputRef(0, types.get(0)), new InputRef(1, types.get(1))),
                signature.result());
        int scale = ((DecimalType) signature.result()).scale();
        check(call, new ColumnBatch(length, List.of(left, right)), row -> {
            BigDecimal a = (BigDecimal) Values.value(left, types.get(0), row);
            BigDecimal b = (BigDecimal) Values.value(right, types.get(1), row);
            return a == null || b == null ? null : oracle.apply(a, b).setScale(scale);
        });
    }

    @Test
    void matchesLikePatterns() {
        assertThat(call("like", text("special requests"), text("%special%requests%"))).isEqualTo(true);
        assertThat(call("like", text("requests special"), text("%special%requests%"))).isEqualTo(false);
        assertThat(call("like", text("grün"), text("gr_n"))).isEqualTo(true);
        assertThat(call("like", text("aXa"), text("a%a"))).isEqualTo(true);
        assertThat(call("like", text("a"), text("a%a"))).isEqualTo(false);
        assertThat(call("like", text("50%"), text("50\\%"), text("\\"))).isEqualTo(true);
        assertThat(call("like", text("505"), text("50\\%"), text("\\"))).isEqualTo(false);
        assertThat(call("like", text(""), text(""))).isEqualTo(true);
        assertThat(call("like", text("abcab"), text("%ab"))).isEqualTo(true);
    }

    @Test
    void castsByTrinosRules() {
        assertThat(cast(text(" 42 "), PrimitiveType.INT)).isEqualTo(42);
        assertThat(cast(new Literal(PrimitiveType.DOUBLE, 2.5), PrimitiveType.BIGINT)).isEqualTo(3L);
        assertThat(cast(new Literal(PrimitiveType.DOUBLE, 1.5), PrimitiveType.STRING)).isEqualTo("1.5E0");
        assertThat(cast(text("2024-02-29"), PrimitiveType.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(cast(text("1.005"), new DecimalType(10, 2))).isEqualTo(new BigDecimal("1.01"));
        assertThat(cast(new Literal(new DecimalType(10, 2), new BigDecimal("-7.50")), PrimitiveType.INT)).isEqualTo(-8);
        assertThat(evaluate(new Cast(text("x"), PrimitiveType.INT, OnFailure.NULL))).isNull();
        assertThatThrownBy(() -> cast(text("2023-02-29"), PrimitiveType.DATE)).isInstanceOf(QueryException.class)
                .hasMessage("Cannot cast '2023-02-29' to date");
    }

    private @Nullable Object cast(Literal value, DataType type) {
        return evaluate(new Cast(value, type, OnFailure.FAIL));
    }

    @Test
    void callsTextAndTimeFunctions() {
        Literal date = new Literal(PrimitiveType.DATE, LocalDate.of(2024, 1, 31));
        assertThat(call("substr", text("grünes"), new Literal(PrimitiveType.BIGINT, 3L),
                new Literal(PrimitiveType.BIGINT, 2L))).isEqualTo("ün");
        assertThat(call("substr", text("abc"), new Literal(PrimitiveType.BIGINT, -2L))).isEqualTo("bc");
        assertThat(call("concat", text("a"), text(""), text("ü"))).isEqualTo("aü");
        assertThat(call("upper", text("straße"))).isEqualTo("STRASSE");
        assertThat(call("strpos", text("grün"), text("n"))).isEqualTo(4L);
        assertThat(call("regexp_extract", text("x42"), text("\\d+"))).isEqualTo("42");
        assertThat(call("split_part", text("a,b,c"), text(","), new Literal(PrimitiveType.BIGINT, 2L))).isEqualTo("b");
        assertThat(call("year", date)).isEqualTo(2024L);
        assertThat(call("week", new Literal(PrimitiveType.DATE, LocalDate.of(2021, 1, 3)))).isEqualTo(53L);
        assertThat(call("date_trunc", text("quarter"), new Literal(PrimitiveType.DATE, LocalDate.of(2024, 5, 17))))
                .isEqualTo(LocalDate.of(2024, 4, 1));
        assertThat(call("date_add", text("month"), new Literal(PrimitiveType.BIGINT, 1L), date))
                .isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(call("date_diff", text("month"), date, new Literal(PrimitiveType.DATE, LocalDate.of(2024, 2, 28))))
                .isEqualTo(0L);
    }

    @Test
    void laterTermsAreAskedOnlyWhereTheyMatter() {
        ColumnVector values = RandomVectors.flat(random, PrimitiveType.INT, 100, 5, true);
        InputRef x = new InputRef(0, PrimitiveType.INT);
        Literal zero = new Literal(PrimitiveType.INT, 0);
        Expression guarded = new Expression.And(List.of(new Comparison(ComparisonOperator.NOT_EQUAL, x, zero),
                new Comparison(ComparisonOperator.GREATER,
                        new Call("divide", List.of(new Literal(PrimitiveType.INT, 4), x), PrimitiveType.INT), zero)));
        check(guarded, new ColumnBatch(100, List.of(values)), row -> {
            Integer v = (Integer) Values.value(values, PrimitiveType.INT, row);
            return v == null ? null : v != 0 && 4 / v > 0;
        });
    }
}
