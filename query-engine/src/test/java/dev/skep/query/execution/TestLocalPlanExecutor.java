package dev.skep.query.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.RandomVectors;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.Call;
import dev.skep.query.expression.Expression.Comparison;
import dev.skep.query.expression.Expression.ComparisonOperator;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.AggregateNode.Aggregate;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.FilterNode;
import dev.skep.query.plan.JoinNode;
import dev.skep.query.plan.LimitNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ProjectNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.PartitionKey;
import dev.skep.query.plan.ScanNode.RuntimeFilterTarget;
import dev.skep.query.plan.ScanNode.ScanPartition;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.query.plan.SortNode;
import dev.skep.query.plan.TopNNode;
import dev.skep.query.plan.UnionNode;
import dev.skep.query.plan.UnnestNode;
import dev.skep.query.plan.ValuesNode;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WindowNode.Bound;
import dev.skep.query.plan.WindowNode.Bound.Kind;
import dev.skep.query.plan.WindowNode.Frame;
import dev.skep.query.plan.WindowNode.Unit;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.query.plan.WriteNode;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.file.Location;
import dev.skep.storage.memory.MemoryFileSystem;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs plans over random rows in random encodings with two threads, against plain loops over lists. */
final class TestLocalPlanExecutor {
    private static final DecimalType MONEY = new DecimalType(12, 2);
    private static final List<Field> FIELDS = List.of(new Field("k", PrimitiveType.INT),
            new Field("b", PrimitiveType.BIGINT), new Field("s", PrimitiveType.STRING), new Field("m", MONEY),
            new Field("d", PrimitiveType.DOUBLE), new Field("w", new DecimalType(30, 3)));
    private static final TableName TABLE = TableName.of("db", "t");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final RowsFormat format = new RowsFormat();
    private final SpillSpace space;
    private final LocalPlanExecutor executor;
    private int nextId;

    TestLocalPlanExecutor(@TempDir Path folder) throws IOException {
        space = SpillSpace.open(new SpillSettings(folder, 1L << 30));
        executor = new LocalPlanExecutor(files, Map.of("rows", format), new FunctionRegistry(), 2, 1L << 30, space);
    }

    @AfterEach
    void stop() throws IOException {
        executor.close();
        space.close();
    }

    /** A table and its rows. */
    private record Data(ScanNode scan, List<List<@Nullable Object>> rows) {}

    private Data table(String name, int fileCount, int batchRows, int distinct) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Location folder = Location.of("memory://lake/" + name);
        for (int f = 0; f < fileCount; f++) {
            List<ColumnBatch> batches = new ArrayList<>();
            for (int b = random.nextInt(4); b >= 0; b--) {
                int count = random.nextInt(batchRows + 1);
                List<ColumnVector> columns = new ArrayList<>();
                for (Field field : FIELDS) {
                    columns.add(RandomVectors.vector(random, field.type(), count, distinct, random.nextBoolean()));
                }
                ColumnBatch batch = new ColumnBatch(count, columns);
                batches.add(batch);
                rows.addAll(rows(batch, FIELDS));
            }
            format.put(files.output(folder.resolve("f" + f)), batches);
        }
        format.put(files.output(folder.resolve("_hidden")), List.of());
        return new Data(scan(folder, null, List.of()), rows);
    }

    private ScanNode scan(Location folder, @Nullable Expression filter, List<RuntimeFilterTarget> targets) {
        List<ScanNode.Column> columns = new ArrayList<>();
        for (int i = 0; i < FIELDS.size(); i++) {
            columns.add(new ScanNode.Column(FIELDS.get(i).name(), FIELDS.get(i).type(), new FileColumn(i)));
        }
        return new ScanNode(nextId++, TABLE, columns,
                List.of(new ScanPartition(List.of(), folder, "rows", Map.of())), ScanPredicate.all(), filter, targets,
                -1);
    }

    private static List<List<@Nullable Object>> rows(ColumnBatch batch, List<Field> fields) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int c = 0; c < fields.size(); c++) {
                values.add(Values.value(batch.column(c), fields.get(c).type(), row));
            }
            rows.add(values);
        }
        return rows;
    }

    private List<List<@Nullable Object>> run(PlanNode plan) {
        try (Execution execution = executor.execute(plan, new ExecutionSettings("q", "ann", 2, 1L << 28))) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            ColumnBatch batch = execution.rows().next();
            while (batch != null) {
                assertThat(batch.selection()).isNull();
                rows.addAll(rows(batch, plan.outputs()));
                batch = execution.rows().next();
            }
            return rows;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertSameRows(List<List<@Nullable Object>> actual, List<List<@Nullable Object>> expected) {
        assertThat(texts(actual)).as("seed %d", seed).isEqualTo(texts(expected));
    }

    private static List<String> texts(List<List<@Nullable Object>> rows) {
        return rows.stream().map(Object::toString).sorted().toList();
    }

    private static InputRef ref(int column) {
        return new InputRef(column, FIELDS.get(column).type());
    }

    private static Comparison compare(int column, ComparisonOperator operator, Object value) {
        return new Comparison(operator, ref(column), new Literal(FIELDS.get(column).type(), value));
    }

    private static int order(@Nullable Object a, @Nullable Object b) {
        @SuppressWarnings("unchecked")
        Comparable<Object> left = (Comparable<Object>) Objects.requireNonNull(a);
        return left.compareTo(Objects.requireNonNull(b));
    }

    @Test
    void scansAndFiltersRows() {
        Data data = table("filter", 3, 3000, 40);
        Expression condition = new Expression.Or(List.of(
                new Expression.And(List.of(compare(0, ComparisonOperator.GREATER, 3),
                        compare(2, ComparisonOperator.NOT_EQUAL, "text4"))),
                compare(4, ComparisonOperator.LESS_OR_EQUAL, -1.0), new Expression.IsNull(ref(3))));
        List<List<@Nullable Object>> expected = data.rows.stream()
                .filter(row -> (row.get(0) instanceof Integer k && k > 3 && row.get(2) != null
                        && !"text4".equals(row.get(2))) || (row.get(4) instanceof Double d && d <= -1)
                        || row.get(3) == null)
                .toList();
        assertSameRows(run(new FilterNode(nextId++, data.scan, condition, -1)), expected);
        ScanPartition partition = data.scan.partitions().getFirst();
        assertSameRows(run(scan(partition.location(), condition, List.of())), expected);
    }

    @Test
    void projectsWithSharedTermsAndCase() {
        Data data = table("project", 2, 3000, 50);
        Expression product = new Call("multiply", List.of(ref(3), ref(3)), new DecimalType(24, 4));
        Expression guarded = new Expression.Case(
                List.of(new Expression.Branch(compare(0, ComparisonOperator.NOT_EQUAL, 0),
                        new Call("divide", List.of(new Literal(PrimitiveType.INT, 100), ref(0)), PrimitiveType.INT))),
                new Literal(PrimitiveType.INT, -1), PrimitiveType.INT);
        PlanNode plan = new ProjectNode(nextId++, data.scan,
                List.of(product, new Call("add", List.of(product, product), new DecimalType(25, 4)), guarded),
                List.of("a", "b", "c"));
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (List<@Nullable Object> row : data.rows) {
            BigDecimal m = (BigDecimal) row.get(3);
            Integer k = (Integer) row.get(0);
            expected.add(Arrays.asList(m == null ? null : m.multiply(m),
                    m == null ? null : m.multiply(m).add(m.multiply(m)), k == null || k == 0 ? -1 : 100 / k));
        }
        assertSameRows(run(plan), expected);
    }

    @Test
    void groupsByKeysOfAllKinds() {
        for (List<Integer> keys : List.of(List.of(0), List.of(2), List.of(0, 2), List.of(1, 4, 5), List.of(3),
                List.of(2, 3, 0), List.<Integer>of())) {
            Data data = table("group" + nextId, 3, 2000, 1 + random.nextInt(60));
            List<Aggregate> aggregates = List.of(
                    new Aggregate("n", "count", List.of(), false, null, List.of(), PrimitiveType.BIGINT),
                    new Aggregate("s", "sum", List.of(3), false, null, List.of(), new DecimalType(38, 2)),
                    new Aggregate("lo", "min", List.of(2), false, null, List.of(), PrimitiveType.STRING),
                    new Aggregate("hi", "max", List.of(1), false, null, List.of(), PrimitiveType.BIGINT),
                    new Aggregate("u", "count", List.of(2), true, null, List.of(), PrimitiveType.BIGINT),
                    new Aggregate("w", "sum", List.of(5), false, null, List.of(), new DecimalType(38, 3)));
            PlanNode plan = new AggregateNode(nextId++, data.scan, keys, aggregates, -1);
            Map<List<@Nullable Object>, List<List<@Nullable Object>>> groups = new LinkedHashMap<>();
            if (keys.isEmpty()) {
                groups.put(List.of(), new ArrayList<>());
            }
            for (List<@Nullable Object> row : data.rows) {
                List<@Nullable Object> key = new ArrayList<>();
                keys.forEach(k -> key.add(row.get(k)));
                groups.computeIfAbsent(key, ignored -> new ArrayList<>()).add(row);
            }
            List<List<@Nullable Object>> expected = new ArrayList<>();
            groups.forEach((key, rows) -> {
                List<@Nullable Object> row = new ArrayList<>(key);
                row.add((long) rows.size());
                row.add(rows.stream().map(r -> (BigDecimal) r.get(3)).filter(Objects::nonNull).reduce(BigDecimal::add)
                        .orElse(null));
                row.add(rows.stream().map(r -> (String) r.get(2)).filter(Objects::nonNull)
                        .min(Comparator.naturalOrder()).orElse(null));
                row.add(rows.stream().map(r -> (Long) r.get(1)).filter(Objects::nonNull).max(Comparator.naturalOrder())
                        .orElse(null));
                row.add(rows.stream().map(r -> r.get(2)).filter(Objects::nonNull).distinct().count());
                row.add(rows.stream().map(r -> (BigDecimal) r.get(5)).filter(Objects::nonNull).reduce(BigDecimal::add)
                        .orElse(null));
                expected.add(row);
            });
            assertSameRows(run(plan), expected);
        }
    }

    @Test
    void mergesLargeTablesByPartition() {
        List<ColumnBatch> batches = new ArrayList<>();
        Map<Long, Long> expected = new HashMap<>();
        Location folder = Location.of("memory://lake/large");
        for (int f = 0; f < 8; f++) {
            batches.clear();
            for (int b = 0; b < 4; b++) {
                long[] keys = new long[4096];
                int[] values = new int[4096];
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = random.nextInt(90_000);
                    values[i] = random.nextInt(100);
                    expected.merge(keys[i], (long) values[i], Long::sum);
                }
                batches.add(new ColumnBatch(4096, List.of(
                        new dev.skep.storage.vector.IntVector(4096, values, null),
                        new dev.skep.storage.vector.LongVector(4096, keys, null))));
            }
            format.put(files.output(folder.resolve("f" + f)), batches);
        }
        ScanNode scan = new ScanNode(nextId++, TABLE,
                List.of(new ScanNode.Column("k", PrimitiveType.INT, new FileColumn(0)),
                        new ScanNode.Column("b", PrimitiveType.BIGINT, new FileColumn(1))),
                List.of(new ScanPartition(List.of(), folder, "rows", Map.of())), ScanPredicate.all(), null, List.of(),
                -1);
        PlanNode plan = new AggregateNode(nextId++, scan, List.of(1),
                List.of(new Aggregate("s", "sum", List.of(0), false, null, List.of(), PrimitiveType.BIGINT)), -1);
        Map<Long, Long> actual = new HashMap<>();
        for (List<@Nullable Object> row : run(plan)) {
            assertThat(actual.put((Long) row.get(0), (Long) row.get(1))).as("seed %d", seed).isNull();
        }
        assertThat(actual).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void joinsEveryKindLikeNestedLoops() {
        for (JoinNode.Kind kind : JoinNode.Kind.values()) {
            for (List<Integer> keys : List.of(List.of(0), List.of(2), List.of(1, 2), List.<Integer>of())) {
                for (boolean withResidual : new boolean[]{false, true}) {
                    if (keys.isEmpty() && !withResidual) {
                        continue;
                    }
                    joins(kind, keys, withResidual);
                }
            }
        }
    }

    private void joins(JoinNode.Kind kind, List<Integer> keys, boolean withResidual) {
        int distinct = random.nextBoolean() ? 2000 : 25;
        Data left = table("l" + nextId, 2, 150, distinct);
        Data right = table("r" + nextId, random.nextInt(3), 100, distinct);
        Expression residual = withResidual
                ? new Comparison(ComparisonOperator.LESS, ref(4), new InputRef(4 + FIELDS.size(), PrimitiveType.DOUBLE))
                : null;
        boolean told = !keys.isEmpty() && kind != JoinNode.Kind.LEFT && kind != JoinNode.Kind.FULL
                && kind != JoinNode.Kind.ANTI;
        ScanNode leftScan = told
                ? scan(left.scan.partitions().getFirst().location(), null,
                        List.of(new RuntimeFilterTarget(1, keys.getFirst())))
                : left.scan;
        JoinNode join = new JoinNode(nextId++, kind, leftScan, right.scan, keys, keys, residual,
                told ? List.of(new JoinNode.RuntimeFilter(1, 0)) : List.of(), -1);
        List<List<@Nullable Object>> expected = new ArrayList<>();
        boolean[] rightMatched = new boolean[right.rows.size()];
        List<@Nullable Object> none = new ArrayList<>(java.util.Collections.nCopies(FIELDS.size(), null));
        for (List<@Nullable Object> l : left.rows) {
            boolean matched = false;
            for (int r = 0; r < rightMatched.length; r++) {
                List<@Nullable Object> other = right.rows.get(r);
                boolean equal = keys.stream().allMatch(k -> l.get(k) != null && Objects.equals(l.get(k), other.get(k)));
                boolean passes = !withResidual
                        || (l.get(4) != null && other.get(4) != null && order(l.get(4), other.get(4)) < 0);
                if (equal && passes) {
                    matched = true;
                    rightMatched[r] = true;
                    if (kind.keepsLeftColumns() && kind.keepsRightColumns()) {
                        expected.add(both(l, other));
                    }
                }
            }
            switch (kind) {
                case SEMI -> {
                    if (matched) {
                        expected.add(l);
                    }
                }
                case ANTI -> {
                    if (!matched) {
                        expected.add(l);
                    }
                }
                case LEFT, FULL -> {
                    if (!matched) {
                        expected.add(both(l, none));
                    }
                }
                case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> {
                    // Pairs, or rows of the right side.
                }
            }
        }
        for (int r = 0; r < rightMatched.length && kind.endsWithRightRows(); r++) {
            if (rightMatched[r] == (kind == JoinNode.Kind.RIGHT_SEMI)) {
                expected.add(kind.keepsLeftColumns() ? both(none, right.rows.get(r)) : right.rows.get(r));
            }
        }
        assertThat(texts(run(join))).as("%s on %s, residual %s, seed %d", kind, keys, withResidual, seed)
                .isEqualTo(texts(expected));
    }

    private static List<@Nullable Object> both(List<@Nullable Object> a, List<@Nullable Object> b) {
        List<@Nullable Object> row = new ArrayList<>(a);
        row.addAll(b);
        return row;
    }

    @Test
    void sortsAndCutsInOrder() {
        for (int round = 0; round < 12; round++) {
            Data data = table("sort" + round, 3, 4000, 30);
            List<SortKey> keys = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                keys.add(new SortKey(random.nextInt(FIELDS.size()), Direction.values()[random.nextInt(2)],
                        Nulls.values()[random.nextInt(2)]));
            }
            Comparator<List<@Nullable Object>> order = (a, b) -> compareRows(a, b, keys);
            List<List<@Nullable Object>> sorted = run(new SortNode(nextId++, data.scan, keys));
            assertThat(sorted).as("seed %d", seed).isSortedAccordingTo(order);
            assertSameRows(sorted, data.rows);
            int offset = random.nextInt(20);
            int count = random.nextInt(50);
            ScanNode told = scan(data.scan.partitions().getFirst().location(), null,
                    List.of(new RuntimeFilterTarget(77, keys.getFirst().column())));
            List<List<@Nullable Object>> top = run(new TopNNode(nextId++, told, keys, offset, count, 77));
            List<List<@Nullable Object>> all = new ArrayList<>(data.rows);
            all.sort(order);
            List<List<@Nullable Object>> wanted = all.subList(Math.min(offset, all.size()),
                    Math.min(offset + count, all.size()));
            assertThat(top).as("seed %d", seed).hasSize(wanted.size());
            for (int i = 0; i < top.size(); i++) {
                assertThat(compareRows(top.get(i), wanted.get(i), keys)).as("seed %d row %d", seed, i).isZero();
            }
        }
    }

    private static int compareRows(List<@Nullable Object> a, List<@Nullable Object> b, List<SortKey> keys) {
        for (SortKey key : keys) {
            Object x = a.get(key.column());
            Object y = b.get(key.column());
            int order;
            if (x == null || y == null) {
                order = x == null ? y == null ? 0 : -1 : 1;
                order = key.nulls() == Nulls.FIRST ? order : -order;
            } else {
                order = order(x, y);
                order = key.direction() == Direction.ASCENDING ? order : -order;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Test
    void limitsUnitesAndExpands() {
        Data data = table("limit", 4, 3000, 9);
        assertThat(run(new LimitNode(nextId++, data.scan, 5, 17))).hasSize(Math.clamp(data.rows.size() - 5L, 0, 17));
        Data other = table("other", 2, 500, 9);
        List<List<@Nullable Object>> united = new ArrayList<>(data.rows);
        united.addAll(other.rows);
        assertSameRows(run(new UnionNode(nextId++, List.of(data.scan, other.scan), FIELDS)), united);
        PlanNode expand = new ExpandNode(nextId++, data.scan,
                List.of(List.of(ref(0), new Literal(PrimitiveType.BIGINT, 0L)),
                        List.of(new Literal(PrimitiveType.INT, null), new Literal(PrimitiveType.BIGINT, 1L))),
                List.of(new Field("k", PrimitiveType.INT), new Field("g", PrimitiveType.BIGINT)));
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (List<@Nullable Object> row : data.rows) {
            expected.add(Arrays.asList(row.get(0), 0L));
            expected.add(Arrays.asList(null, 1L));
        }
        assertSameRows(run(expand), expected);
    }

    @Test
    void computesWindowsOverPartitions() {
        Data data = table("window", 2, 200, 12);
        List<SortKey> ordering = List.of(new SortKey(1, Direction.ASCENDING, Nulls.LAST));
        Frame running = new Frame(Unit.RANGE, new Bound(Kind.UNBOUNDED_PRECEDING, null),
                new Bound(Kind.CURRENT_ROW, null));
        Frame whole = new Frame(Unit.ROWS, new Bound(Kind.UNBOUNDED_PRECEDING, null),
                new Bound(Kind.UNBOUNDED_FOLLOWING, null));
        PlanNode plan = new WindowNode(nextId++, data.scan, List.of(0), ordering, List.of(
                new WindowFunction("r", "rank", List.of(), List.of(), false, false, running, PrimitiveType.BIGINT),
                new WindowFunction("c", "count", List.of(1), List.of(), false, false, running, PrimitiveType.BIGINT),
                new WindowFunction("s", "sum", List.of(3), List.of(), false, false, whole, new DecimalType(38, 2))));
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (List<@Nullable Object> row : data.rows) {
            long before = 0;
            long counted = 0;
            BigDecimal sum = null;
            for (List<@Nullable Object> other : data.rows) {
                if (!Objects.equals(row.get(0), other.get(0))) {
                    continue;
                }
                int order = compareRows(other, row, ordering);
                before += order < 0 ? 1 : 0;
                counted += order <= 0 && other.get(1) != null ? 1 : 0;
                if (other.get(3) instanceof BigDecimal m) {
                    sum = sum == null ? m : sum.add(m);
                }
            }
            expected.add(both(row, Arrays.asList(before + 1, counted, sum)));
        }
        assertSameRows(run(plan), expected);
    }

    @Test
    void unnestsListsAndKeepsEmptyOnesOnDemand() {
        ArrayType list = new ArrayType(PrimitiveType.INT);
        ValuesNode values = new ValuesNode(nextId++, List.of(new Field("id", PrimitiveType.INT), new Field("l", list)),
                List.of(List.of(new Literal(PrimitiveType.INT, 1), new Literal(list, List.of(7, 8))),
                        List.of(new Literal(PrimitiveType.INT, 2), new Literal(list, List.of())),
                        List.of(new Literal(PrimitiveType.INT, 3), new Literal(list, null))));
        List<Field> outputs = List.of(new Field("id", PrimitiveType.INT), new Field("e", PrimitiveType.INT),
                new Field("o", PrimitiveType.BIGINT));
        List<Expression> collections = List.of(new InputRef(1, list));
        assertSameRows(run(new UnnestNode(nextId++, values, List.of(0), collections, true, false, outputs)),
                List.of(List.of(1, 7, 1L), List.of(1, 8, 2L)));
        assertSameRows(run(new UnnestNode(nextId++, values, List.of(0), collections, true, true, outputs)),
                List.of(List.of(1, 7, 1L), List.of(1, 8, 2L), Arrays.asList(2, null, null),
                        Arrays.asList(3, null, null)));
    }

    @Test
    void writesAFileForEachPartitionAndReadsItBack() {
        Data data = table("source", 2, 300, 6);
        List<Field> dataColumns = FIELDS.subList(0, 5);
        Location target = Location.of("memory://lake/target");
        PlanNode shaped = new ProjectNode(nextId++, data.scan,
                List.of(ref(0), ref(1), ref(2), ref(3), ref(4), ref(2)), List.of("k", "b", "s", "m", "d", "p"));
        WriteNode write = new WriteNode(nextId++, shaped, TABLE, target, dataColumns,
                List.of(new Field("p", PrimitiveType.STRING)), Map.of(), "rows", Map.of(), "new");
        long written = 0;
        List<ScanPartition> partitions = new ArrayList<>();
        for (List<@Nullable Object> row : run(write)) {
            written += (Long) Objects.requireNonNull(row.get(2));
            String name = (String) Objects.requireNonNull(row.get(0));
            assertThat((String) row.get(1)).startsWith(target.resolve(name) + "/new-").endsWith(".rows");
            if (partitions.stream().noneMatch(known -> known.location().equals(target.resolve(name)))) {
                partitions.add(new ScanPartition(List.of(name), target.resolve(name), "rows", Map.of()));
            }
        }
        assertThat(written).as("seed %d", seed).isEqualTo(data.rows.size());
        List<ScanNode.Column> columns = List.of(new ScanNode.Column("s", PrimitiveType.STRING, new FileColumn(2)),
                new ScanNode.Column("p", PrimitiveType.STRING, new PartitionKey(0)));
        List<List<@Nullable Object>> back = run(new ScanNode(nextId++, TABLE, columns, partitions, ScanPredicate.all(),
                null, List.of(), -1));
        assertThat(back).as("seed %d", seed).hasSize(data.rows.size());
        for (List<@Nullable Object> row : back) {
            String value = (String) row.get(0);
            assertThat(row.get(1)).isEqualTo(
                    "p=" + (value == null || value.isEmpty() ? "__HIVE_DEFAULT_PARTITION__" : value));
        }
    }

    @Test
    void aFailureEndsTheQueryAndDeletesWhatItWrote() {
        Data data = table("failing", 3, 3000, 50);
        Location target = Location.of("memory://lake/failed");
        PlanNode divided = new ProjectNode(nextId++, data.scan,
                List.of(new Call("divide", List.of(new Literal(PrimitiveType.INT, 1),
                        new Call("subtract", List.of(ref(0), ref(0)), PrimitiveType.INT)), PrimitiveType.INT)),
                List.of("x"));
        WriteNode write = new WriteNode(nextId++, divided, TABLE, target,
                List.of(new Field("x", PrimitiveType.INT)), List.of(), Map.of(), "rows", Map.of(), "new");
        assertThatThrownBy(() -> run(write)).isInstanceOf(QueryException.class)
                .hasMessage("Cannot divide: division by zero");
        assertThat(files.list(target)).isEmpty();
        assertThat(run(new LimitNode(nextId++, data.scan, 0, 3))).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aLimitOfMemoryNamesOperatorAndSetting() {
        Data data = table("memory", 4, 4000, 1 << 20);
        PlanNode sort = new SortNode(nextId++, data.scan,
                List.of(new SortKey(0, Direction.ASCENDING, Nulls.LAST)));
        assertThatThrownBy(() -> {
            try (Execution execution = executor.execute(sort, new ExecutionSettings("q", "ann", 2, 4_000))) {
                while (execution.rows().next() != null) {
                    // Reads to the end.
                }
            }
        }).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.reason()).isEqualTo(QueryException.Reason.LIMIT_EXCEEDED))
                .hasMessageContaining("sort (node").hasMessageContaining("query.max-memory-per-query");
    }

    @Test
    void aCancelledQueryEndsWhileItsResultLiesUnread() throws InterruptedException {
        Data data = table("cancel", 4, 4000, 10);
        Data other = table("cancel2", 4, 4000, 10);
        JoinNode pairs = new JoinNode(nextId++, JoinNode.Kind.INNER, data.scan, other.scan, List.of(), List.of(), null,
                List.of(), -1);
        Execution execution = executor.execute(pairs, new ExecutionSettings("q", "ann", 2, 1L << 28));
        if (!data.rows.isEmpty() && !other.rows.isEmpty()) {
            assertThat(execution.rows().next()).isNotNull();
        }
        execution.cancel();
        execution.close();
        if ((long) data.rows.size() * other.rows.size() > 1_000_000) {
            assertThatThrownBy(() -> execution.rows().next()).isInstanceOfSatisfying(QueryException.class,
                    e -> assertThat(e.reason()).isEqualTo(QueryException.Reason.CANCELLED));
        }
        DataType type = PrimitiveType.INT;
        assertThat(run(new ValuesNode(nextId++, List.of(new Field("x", type)), List.of(List.of(new Literal(type, 1))))))
                .containsExactly(List.of(1));
    }
}
