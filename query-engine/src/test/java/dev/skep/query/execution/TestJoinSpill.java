package dev.skep.query.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.And;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.LimitNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins whose build side does not fit in the query's memory, against plain loops over lists. */
final class TestJoinSpill {
    private static final long BUDGET = 8L << 20;
    private static final DecimalType MONEY = new DecimalType(12, 2);
    private static final List<Field> FIELDS = List.of(new Field("id", PrimitiveType.INT),
            new Field("k", PrimitiveType.INT), new Field("s", PrimitiveType.STRING), new Field("m", MONEY),
            new Field("v", PrimitiveType.INT), new Field("pad", PrimitiveType.STRING));
    private static final int WIDTH = FIELDS.size();

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final RowsFormat format = new RowsFormat();
    private final Path folder;
    private final SpillSpace space;
    private final LocalPlanExecutor executor;
    private long spilled;
    private int nextId;

    TestJoinSpill(@TempDir Path folder) throws IOException {
        this.folder = folder;
        space = SpillSpace.open(new SpillSettings(folder, 1L << 30));
        executor = new LocalPlanExecutor(files, Map.of("rows", format), new FunctionRegistry(), 2, 1L << 28, space);
    }

    @AfterEach
    void stop() throws IOException {
        executor.close();
        space.close();
    }

    /** How the keys of a table are made. */
    private enum Keys {
        MANY, SKEWED, ONE, NULLS
    }

    private record Row(int id, @Nullable Integer k, @Nullable String s, @Nullable BigDecimal m, @Nullable Integer v) {
        @Nullable
        Object key(int column) {
            return switch (column) {
                case 1 -> k;
                case 2 -> s;
                default -> m;
            };
        }
    }

    private record Data(ScanNode scan, List<Row> rows) {}

    private Data table(int count, Keys keys, int padding) {
        Location place = Location.of("memory://lake/t" + nextId);
        List<Row> rows = new ArrayList<>();
        List<ColumnBatch> batches = new ArrayList<>();
        for (int first = 0; first < count; first += 1000) {
            List<VectorBuilder> builders = FIELDS.stream().map(field -> VectorBuilder.of(field.type())).toList();
            for (int i = first; i < Math.min(count, first + 1000); i++) {
                int number = switch (keys) {
                    case MANY -> random.nextInt(4000);
                    case SKEWED -> random.nextInt(2) == 0 ? 7 : random.nextInt(4000);
                    case ONE -> 7;
                    case NULLS -> -1;
                };
                boolean isNull = number < 0 || keys == Keys.MANY && random.nextInt(10) == 0;
                Row row = new Row(i, isNull ? null : number, isNull ? null : "text " + number,
                        isNull ? null : BigDecimal.valueOf(number, 2),
                        random.nextInt(20) == 0 ? null : random.nextInt(1000));
                rows.add(row);
                StringBuilder pad = new StringBuilder();
                while (pad.length() < padding) {
                    pad.append(Integer.toString(random.nextInt(), 36));
                }
                Object[] values = {row.id, row.k, row.s, row.m, row.v, pad.toString()};
                for (int c = 0; c < values.length; c++) {
                    builders.get(c).append(Values.vector(FIELDS.get(c).type(), values[c]), null, 1);
                }
            }
            List<ColumnVector> columns = builders.stream().map(VectorBuilder::build).toList();
            batches.add(new ColumnBatch(columns.getFirst().length(), columns));
        }
        int half = batches.size() / 2;
        format.put(files.output(place.resolve("a")), batches.subList(0, half));
        format.put(files.output(place.resolve("b")), batches.subList(half, batches.size()));
        List<ScanNode.Column> columns = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            columns.add(new ScanNode.Column(FIELDS.get(i).name(), FIELDS.get(i).type(), new FileColumn(i)));
        }
        return new Data(new ScanNode(nextId++, TableName.of("db", "t"), columns,
                List.of(new ScanPartition(List.of(), place, "rows", Map.of())), ScanPredicate.all(), null, List.of(),
                -1), rows);
    }

    /** Runs a plan whose columns are whole numbers; a null is -1. */
    private long[] run(PlanNode plan) {
        long[] found = new long[1024];
        int count = 0;
        try (Execution execution = executor.execute(plan, new ExecutionSettings("q", "ann", 2, BUDGET))) {
            for (ColumnBatch batch = execution.rows().next(); batch != null; batch = execution.rows().next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    long pair = 0;
                    for (int c = 0; c < plan.outputs().size(); c++) {
                        Object value = Values.value(batch.column(c), PrimitiveType.INT, row);
                        pair = pair << 32 | (value == null ? 0xFFFFFFFFL : (Integer) value);
                    }
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = pair;
                }
            }
            spilled = execution.progress().spilledBytes();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        long[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static InputRef ref(int column, int side) {
        return new InputRef(column + side * WIDTH, FIELDS.get(column).type());
    }

    private PlanNode join(JoinNode.Kind kind, Data left, Data right, List<Integer> keys, boolean withResidual) {
        // The second term is always true here; it lets the wide column be needed.
        Expression residual = withResidual
                ? new And(List.of(new Comparison(ComparisonOperator.LESS, ref(4, 0), ref(4, 1)),
                        new Comparison(ComparisonOperator.NOT_EQUAL, ref(5, 0), ref(5, 1))))
                : null;
        JoinNode join = new JoinNode(nextId++, kind, left.scan, right.scan, keys, keys, residual, List.of(), -1);
        List<Expression> ids = new ArrayList<>();
        if (kind.keepsLeftColumns()) {
            ids.add(ref(0, 0));
        }
        if (kind.keepsRightColumns()) {
            ids.add(ref(0, kind.keepsLeftColumns() ? 1 : 0));
        }
        return new ProjectNode(nextId++, join, ids, ids.size() == 1 ? List.of("a") : List.of("a", "b"));
    }

    private static long pair(long left, long right) {
        return left << 32 | right & 0xFFFFFFFFL;
    }

    private static long[] expected(JoinNode.Kind kind, Data left, Data right, List<Integer> keys,
            boolean withResidual) {
        Map<List<@Nullable Object>, List<Row>> byKey = new HashMap<>();
        right.rows.forEach(row -> byKey.computeIfAbsent(key(row, keys), key -> new ArrayList<>()).add(row));
        boolean[] rightMatched = new boolean[right.rows.size()];
        Stream.Builder<Long> rows = Stream.builder();
        for (Row l : left.rows) {
            List<@Nullable Object> key = key(l, keys);
            boolean matched = false;
            for (Row r : key.contains(null) ? List.<Row>of() : byKey.getOrDefault(key, List.of())) {
                if (withResidual && (l.v == null || r.v == null || l.v >= r.v)) {
                    continue;
                }
                matched = true;
                rightMatched[r.id] = true;
                if (kind.keepsLeftColumns() && kind.keepsRightColumns()) {
                    rows.add(pair(l.id, r.id));
                }
            }
            switch (kind) {
                case SEMI, ANTI -> {
                    if (matched == (kind == JoinNode.Kind.SEMI)) {
                        rows.add((long) l.id);
                    }
                }
                case LEFT, FULL -> {
                    if (!matched) {
                        rows.add(pair(l.id, -1));
                    }
                }
                case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> {
                    // Only pairs, and rows of the right side.
                }
            }
        }
        for (int r = 0; r < rightMatched.length && kind.endsWithRightRows(); r++) {
            if (rightMatched[r] == (kind == JoinNode.Kind.RIGHT_SEMI)) {
                rows.add(kind.keepsLeftColumns() ? pair(0xFFFFFFFFL, r) : r);
            }
        }
        return rows.build().mapToLong(Long::longValue).sorted().toArray();
    }

    private static List<@Nullable Object> key(Row row, List<Integer> keys) {
        List<@Nullable Object> key = new ArrayList<>();
        keys.forEach(column -> key.add(row.key(column)));
        return key;
    }

    private void joins(Data left, Data right, List<Integer> keys) {
        for (JoinNode.Kind kind : JoinNode.Kind.values()) {
            for (boolean withResidual : new boolean[]{false, true}) {
                long[] actual = run(join(kind, left, right, keys, withResidual));
                String what = "%s on %s, residual %s, seed %d".formatted(kind, keys, withResidual, seed);
                if (withResidual || kind.keepsRightColumns()) {
                    assertThat(spilled).as(what).isPositive();
                }
                assertThat(actual).as(what).isEqualTo(expected(kind, left, right, keys, withResidual));
            }
        }
    }

    @Test
    void joinsEveryKindByManyKeys() {
        Data left = table(3000, Keys.MANY, 20);
        Data right = table(20_000, Keys.MANY, 500);
        joins(left, right, List.of(1));
        joins(left, right, List.of(2, 3));
    }

    @Test
    void joinsEveryKindWhereHalfOfTheRowsHaveOneKey() {
        joins(table(40, Keys.SKEWED, 20), table(20_000, Keys.SKEWED, 500), List.of(3));
    }

    @Test
    void takesASingleKeyThatIsTooLargeInParts() {
        joins(table(20, Keys.ONE, 20), table(20_000, Keys.ONE, 500), List.of(2));
    }

    @Test
    void joinsKeysThatAreAllNull() {
        Data left = table(50, Keys.NULLS, 20);
        Data right = table(20_000, Keys.NULLS, 500);
        for (JoinNode.Kind kind : JoinNode.Kind.values()) {
            assertThat(run(join(kind, left, right, List.of(1), false))).as("%s, seed %d", kind, seed)
                    .isEqualTo(expected(kind, left, right, List.of(1), false));
        }
    }

    @Test
    void joinsEveryKindWithoutKeys() {
        joins(table(7, Keys.MANY, 20), table(20_000, Keys.MANY, 500), List.of());
    }

    @Test
    void givesManyRowsOfFewWithLittleMemory() {
        Data left = table(2_000, Keys.ONE, 20);
        Data right = table(2_000, Keys.ONE, 20);
        PlanNode plan = join(JoinNode.Kind.INNER, left, right, List.of(1), false);
        assertThat(run(plan)).hasSize(4_000_000);
        assertThat(run(new LimitNode(nextId++, plan, 0, 10))).hasSize(10);
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        Data left = table(3000, Keys.MANY, 20);
        Data right = table(20_000, Keys.MANY, 500);
        run(join(JoinNode.Kind.INNER, left, right, List.of(1), false));
        assertThat(spilled).isPositive();
        try (Execution execution = executor.execute(join(JoinNode.Kind.FULL, left, right, List.of(1), false),
                new ExecutionSettings("q", "ann", 2, BUDGET))) {
            execution.cancel();
        }
        try (Stream<Path> left2 = Files.walk(folder)) {
            assertThat(left2.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString)
                    .filter(name -> name.startsWith("q"))).isEmpty();
        }
    }

    @Test
    void saysWhatIsMissingWhereTheDiskIsFull(@TempDir Path other) throws IOException {
        Data left = table(3000, Keys.MANY, 20);
        Data right = table(20_000, Keys.MANY, 500);
        try (SpillSpace small = SpillSpace.open(new SpillSettings(other, 1L << 20));
                LocalPlanExecutor limited = new LocalPlanExecutor(files, Map.of("rows", format),
                        new FunctionRegistry(), 2, 1L << 28, small);
                Execution execution = limited.execute(join(JoinNode.Kind.INNER, left, right, List.of(1), false),
                        new ExecutionSettings("q", "ann", 2, BUDGET))) {
            assertThatThrownBy(() -> {
                while (execution.rows().next() != null) {
                    // Until it fails.
                }
            }).isInstanceOf(QueryException.class)
                    .hasMessageContaining("join (node").hasMessageContaining("query.spill.max");
        }
    }
}
