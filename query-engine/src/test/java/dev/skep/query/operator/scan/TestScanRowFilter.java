package dev.skep.query.operator.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.RandomVectors;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Call;
import dev.skep.query.expression.Expression.Cast;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.In;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.IsNull;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.expression.Expression.Not;
import dev.skep.query.expression.Expression.OnFailure;
import dev.skep.query.expression.Expression.Or;
import dev.skep.query.expression.ExpressionCompiler;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.plan.ScanNode;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs conditions in steps and compares with the whole condition at each row. */
final class TestScanRowFilter {
    private static final List<DataType> TYPES = List.of(PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.STRING,
            PrimitiveType.INT, PrimitiveType.DOUBLE);
    private static final int DISTINCT = 12;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final ExpressionCompiler compiler = new ExpressionCompiler(new FunctionRegistry());

    private static ScanNode scan(Expression filter) {
        List<ScanNode.Column> columns = new ArrayList<>();
        for (int i = 0; i < TYPES.size(); i++) {
            columns.add(new ScanNode.Column("c" + i, TYPES.get(i), new ScanNode.FileColumn(i)));
        }
        columns.add(new ScanNode.Column("key", PrimitiveType.INT, new ScanNode.PartitionKey(0)));
        return new ScanNode(0, TableName.of("default", "t"), columns, List.of(), ScanPredicate.all(), filter, List.of(),
                -1);
    }

    private ScanRowFilter filter(Expression condition, @Nullable Object key) {
        int[] fileColumnOf = {0, 1, 2, 3, 4, -1};
        ScanRowFilter filter = new ScanRowFilter(scan(condition), fileColumnOf, compiler, List.of(),
                ScanPredicate::all);
        @Nullable
        ColumnVector[] constants = new ColumnVector[fileColumnOf.length];
        constants[TYPES.size()] = Values.vector(PrimitiveType.INT, key);
        filter.begin(constants);
        return filter;
    }

    private static InputRef ref(int column) {
        return new InputRef(column, column == TYPES.size() ? PrimitiveType.INT : TYPES.get(column));
    }

    private Literal literal(int column) {
        DataType type = ref(column).type();
        return new Literal(type, RandomVectors.value(random, type, DISTINCT));
    }

    private Expression term(int depth) {
        int column = random.nextInt(TYPES.size() + 1);
        ComparisonOperator[] operators = ComparisonOperator.values();
        ComparisonOperator operator = operators[random.nextInt(operators.length)];
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0, 1 -> new Comparison(operator, ref(column), literal(column));
            case 2 -> new Comparison(operator, ref(0), ref(3));
            case 3 -> new In(ref(column), List.of(literal(column), literal(column), literal(column)));
            case 4 -> random.nextBoolean() ? new IsNull(ref(column)) : new Not(new IsNull(ref(column)));
            case 5 -> new Call("like", List.of(ref(2), new Literal(PrimitiveType.STRING, "%1%")),
                    PrimitiveType.BOOLEAN);
            case 6 -> new Or(List.of(term(depth - 1), term(depth - 1)));
            default -> new Not(new And(List.of(term(depth - 1), term(depth - 1))));
        };
    }

    @Test
    void stepsPassTheRowsForWhichTheWholeConditionIsTrue() {
        for (int round = 0; round < 300; round++) {
            List<Expression> terms = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4) + 1; i++) {
                terms.add(term(2));
            }
            Expression condition = new And(terms);
            Object key = random.nextInt(4) == 0 ? null : (Integer) random.nextInt(DISTINCT);
            ScanRowFilter filter = filter(condition, key);
            for (int batch = 0; batch < 12; batch++) {
                int rows = 1 + random.nextInt(200);
                List<ColumnVector> columns = new ArrayList<>();
                for (DataType type : TYPES) {
                    columns.add(RandomVectors.vector(random, type, rows, DISTINCT, random.nextBoolean()));
                }
                List<Integer> expected = expected(condition, columns, key, rows);
                if (filter.excludesFile()) {
                    assertThat(expected).as("seed %d: %s", seed, condition).isEmpty();
                } else if (filter.looksAtFile()) {
                    assertThat(passed(filter, columns, rows)).as("seed %d: %s", seed, condition).isEqualTo(expected);
                } else {
                    assertThat(expected).as("seed %d: %s", seed, condition).hasSize(rows);
                }
            }
        }
    }

    private List<Integer> expected(Expression condition, List<ColumnVector> columns, @Nullable Object key, int rows) {
        List<ColumnVector> all = new ArrayList<>(columns);
        all.add(new dev.skep.storage.vector.ConstantVector(rows, Values.vector(PrimitiveType.INT, key)));
        ColumnVector is = compiler.compile(condition).evaluate(new ColumnBatch(rows, all), null, rows);
        List<Integer> expected = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            if (Boolean.TRUE.equals(Values.value(is, PrimitiveType.BOOLEAN, row))) {
                expected.add(row);
            }
        }
        return expected;
    }

    /** As a reader runs them, one step after the other. */
    private static List<Integer> passed(ScanRowFilter filter, List<ColumnVector> columns, int rows) {
        SelectionVector selection = null;
        for (BatchFilter.Step step : filter.steps()) {
            List<ColumnVector> own = step.columns().stream().map(columns::get).toList();
            selection = step.select(new ColumnBatch(rows, own, selection));
            if (selection != null && selection.length() == 0) {
                break;
            }
        }
        List<Integer> passed = new ArrayList<>();
        for (int k = 0; k < (selection == null ? rows : selection.length()); k++) {
            passed.add(selection == null ? k : selection.rows()[k]);
        }
        return passed;
    }

    @Test
    void aTermThatMayFailSeesOnlyRowsThatTheTermsBeforeItLetPass() {
        Expression isNumber = new Comparison(ComparisonOperator.NOT_EQUAL, ref(0), new Literal(PrimitiveType.INT, 1));
        Expression mayFail = new Comparison(ComparisonOperator.EQUAL,
                new Cast(ref(2), PrimitiveType.INT, OnFailure.FAIL), new Literal(PrimitiveType.INT, 7));
        List<ColumnVector> columns = List.of(new IntVector(3, new int[]{0, 1, 2}, null),
                Values.vector(PrimitiveType.BIGINT, 1L), texts("7", "x", "8"), Values.vector(PrimitiveType.INT, 1),
                Values.vector(PrimitiveType.DOUBLE, 1.0));
        assertThat(passed(filter(new And(List.of(isNumber, mayFail)), 1), columns, 3)).containsExactly(0);
        assertThat(passed(filter(new And(List.of(mayFail, isNumber)), 1), columns, 3)).containsExactly(0);
        assertThatThrownBy(() -> passed(filter(mayFail, 1), columns, 3)).isInstanceOf(QueryException.class)
                .hasMessageContaining("x");
    }

    private static ColumnVector texts(String... values) {
        dev.skep.storage.vector.VectorBuilder builder = dev.skep.storage.vector.VectorBuilder.of(PrimitiveType.STRING);
        for (String value : values) {
            builder.append(Values.vector(PrimitiveType.STRING, value), null, 1);
        }
        return builder.build();
    }
}
