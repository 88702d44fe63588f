package dev.skep.query.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.skep.metastore.model.TableName;
import dev.skep.query.QueryException;
import dev.skep.query.expression.Expression;
import dev.skep.query.expression.Expression.InputRef;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.plan.AggregateNode;
import dev.skep.query.plan.AggregateNode.Aggregate;
import dev.skep.query.plan.ExpandNode;
import dev.skep.query.plan.PlanNode;
import dev.skep.query.plan.ScanNode;
import dev.skep.query.plan.ScanNode.FileColumn;
import dev.skep.query.plan.ScanNode.ScanPartition;
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
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aggregations that get less memory than their groups need, against a map. */
final class TestAggregationSpill {
    private static final int ROWS = 30_000;
    private static final int BATCH = 2500;
    private static final long MEMORY = 2 << 20;
    private static final List<Field> FIELDS = List.of(new Field("n", PrimitiveType.BIGINT),
            new Field("t", PrimitiveType.STRING), new Field("w", new DecimalType(30, 3)),
            new Field("m", new DecimalType(12, 2)), new Field("x", PrimitiveType.DOUBLE),
            new Field("o", PrimitiveType.INT));
    private static final int KEY_FIELDS = 3;
    private static final List<Aggregate> AGGREGATES = List.of(
            new Aggregate("c", "count", List.of(), false, null, List.of(), PrimitiveType.BIGINT),
            new Aggregate("s", "sum", List.of(3), false, null, List.of(), new DecimalType(38, 2)),
            new Aggregate("a", "avg", List.of(4), false, null, List.of(), PrimitiveType.DOUBLE),
            new Aggregate("h", "max", List.of(5), false, null, List.of(), PrimitiveType.INT),
            new Aggregate("l", "min", List.of(1), false, null, List.of(), PrimitiveType.STRING),
            new Aggregate("b", "sum", List.of(5), false, null, List.of(), PrimitiveType.BIGINT));

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final RowsFormat format = new RowsFormat();
    private int nextId = 1;

    @TempDir
    Path folder;

    private SpillSpace space;
    private LocalPlanExecutor executor;

    @BeforeEach
    void start() throws IOException {
        space = SpillSpace.open(new SpillSettings(folder, 1L << 30));
        executor = new LocalPlanExecutor(files, Map.of("rows", format), new FunctionRegistry(), 2, 1L << 30, space);
    }

    @AfterEach
    void stop() throws IOException {
        executor.close();
        space.close();
    }

    /** Makes the keys of a row. */
    private interface Keys {
        List<@Nullable Object> of(int row);
    }

    /** What is known of a group. */
    private static final class Group {
        long count;
        @Nullable
        BigDecimal sum;
        double doubles;
        long doubleCount;
        @Nullable
        Integer most;
        @Nullable
        String least;
        @Nullable
        Long whole;

        void add(List<@Nullable Object> row) {
            count++;
            if (row.get(3) instanceof BigDecimal m) {
                sum = sum == null ? m : sum.add(m);
            }
            if (row.get(4) instanceof Double x) {
                doubles += x;
                doubleCount++;
            }
            if (row.get(5) instanceof Integer o) {
                most = most == null ? o : Math.max(most, o);
                whole = whole == null ? o : whole + o;
            }
            if (row.get(1) instanceof String t) {
                least = least == null || t.compareTo(least) < 0 ? t : least;
            }
        }

        List<@Nullable Object> results() {
            List<@Nullable Object> results = new ArrayList<>();
            results.add(count);
            results.add(sum);
            // Sums of eighths are exact, in whatever order.
            results.add(doubleCount == 0 ? null : doubles / doubleCount);
            results.add(most);
            results.add(least);
            results.add(whole);
            return results;
        }
    }

    private record Data(ScanNode scan, List<List<@Nullable Object>> rows) {}

    private Data table(Keys keys, boolean onlyNulls) {
        return table(ROWS, keys, onlyNulls);
    }

    private Data table(int count, Keys keys, boolean onlyNulls) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Location location = Location.of("memory://lake/t" + nextId);
        int perFile = count / 4;
        for (int f = 0; f < 4; f++) {
            List<ColumnBatch> batches = new ArrayList<>();
            for (int first = f * perFile; first < (f + 1) * perFile; first += BATCH) {
                List<VectorBuilder> builders = FIELDS.stream().map(field -> VectorBuilder.of(field.type())).toList();
                for (int row = first; row < first + BATCH; row++) {
                    List<@Nullable Object> values = new ArrayList<>(keys.of(row));
                    values.add(onlyNulls || random.nextInt(9) == 0
                            ? null
                            : BigDecimal.valueOf(random.nextInt(1_000_000) - 500_000, 2));
                    values.add(onlyNulls || random.nextInt(9) == 0 ? null : random.nextInt(800) / 8.0);
                    values.add(onlyNulls || random.nextInt(9) == 0 ? null : random.nextInt(1000));
                    for (int c = 0; c < FIELDS.size(); c++) {
                        builders.get(c).append(Values.vector(FIELDS.get(c).type(), values.get(c)), null, 1);
                    }
                    rows.add(values);
                }
                batches.add(new ColumnBatch(BATCH, builders.stream().map(VectorBuilder::build).toList()));
            }
            format.put(files.output(location.resolve("f" + f)), batches);
        }
        List<ScanNode.Column> columns = new ArrayList<>();
        for (int i = 0; i < FIELDS.size(); i++) {
            columns.add(new ScanNode.Column(FIELDS.get(i).name(), FIELDS.get(i).type(), new FileColumn(i)));
        }
        return new Data(new ScanNode(nextId++, TableName.of("db", "t"), columns,
                List.of(new ScanPartition(List.of(), location, "rows", Map.of())), ScanPredicate.all(), null, List.of(),
                -1), rows);
    }

    /** Runs the plan, and checks that nothing is left of it. Returns how many bytes its nodes spilled. */
    private long run(PlanNode plan, long memory, List<List<@Nullable Object>> results) {
        long spilled;
        try (Execution execution = executor.execute(plan, new ExecutionSettings("q", "ann", 2, memory))) {
            ColumnBatch batch = execution.rows().next();
            while (batch != null) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int c = 0; c < batch.columns().size(); c++) {
                        values.add(Values.value(batch.column(c), plan.outputs().get(c).type(), row));
                    }
                    results.add(values);
                }
                batch = execution.rows().next();
            }
            spilled = execution.statistics().values().stream().mapToLong(Execution.NodeStatistics::spilled).sum();
            assertThat(execution.progress().spilledBytes()).as("seed %d", seed).isEqualTo(spilled);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertNothingIsLeft();
        return spilled;
    }

    private void assertNothingIsLeft() {
        assertThat(space.used()).as("seed %d", seed).isZero();
        try (Stream<Path> left = Files.list(space.folder())) {
            assertThat(left.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".rows")))
                    .as("seed %d", seed).isEmpty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long aggregates(Data data, List<Integer> keys, long memory) {
        PlanNode plan = new AggregateNode(nextId++, data.scan, keys, AGGREGATES, -1);
        Map<List<@Nullable Object>, Group> expected = new HashMap<>();
        for (List<@Nullable Object> row : data.rows) {
            List<@Nullable Object> key = new ArrayList<>();
            keys.forEach(k -> key.add(row.get(k)));
            expected.computeIfAbsent(key, made -> new Group()).add(row);
        }
        List<List<@Nullable Object>> results = new ArrayList<>();
        long spilled = run(plan, memory, results);
        assertSame(results, keys.size(), expected);
        return spilled;
    }

    private void assertSame(List<List<@Nullable Object>> results, int keyCount,
            Map<List<@Nullable Object>, Group> expected) {
        assertThat(results).as("seed %d", seed).hasSize(expected.size());
        for (List<@Nullable Object> row : results) {
            Group group = requireNonNull(expected.remove(row.subList(0, keyCount)),
                    () -> "seed %d: no group %s is left".formatted(seed, row));
            assertThat(row.subList(keyCount, row.size())).as("seed %d group %s", seed, row.subList(0, keyCount))
                    .isEqualTo(group.results());
        }
    }

    private static String text(long number) {
        return "a long text that many keys begin with, so that only its end tells them apart: " + number;
    }

    private static BigDecimal wide(long number) {
        return BigDecimal.valueOf(number, 3).multiply(new BigDecimal("1000000000000000"));
    }

    @Test
    void distinctKeysOfAnyTypeSpill() {
        Data data = table(row -> List.of((long) row * 7_919 % 100_003, text(row), wide(row)), false);
        for (int key = 0; key < KEY_FIELDS; key++) {
            assertThat(aggregates(data, List.of(key), MEMORY)).as("seed %d", seed).isPositive();
        }
        assertThat(aggregates(data, List.of(2, 1, 0), MEMORY)).as("seed %d", seed).isPositive();
    }

    @Test
    void partitionsThatAreTooLargeAreCutAgain() {
        Data data = table(row -> List.of((long) row, text(row), wide(row)), false);
        assertThat(aggregates(data, List.of(1, 2), 1_400_000)).as("seed %d", seed).isPositive();
    }

    @Test
    void aSkewedKeyIsOneGroupAmongMany() {
        Data data = table(row -> {
            long key = random.nextInt(3) > 0 ? 1 : random.nextInt(40_000);
            return List.of(key, text(key), wide(key));
        }, false);
        aggregates(data, List.of(1), MEMORY);
        aggregates(data, List.of(0, 2), MEMORY);
    }

    @Test
    void oneGiantGroupNeedsNoDisk() {
        Data data = table(row -> List.of(5L, "one", wide(1)), false);
        assertThat(aggregates(data, List.of(0, 1), MEMORY)).as("seed %d", seed).isZero();
        assertThat(aggregates(data, List.of(), MEMORY)).as("seed %d", seed).isZero();
    }

    @Test
    void columnsOfNullsGroupAndAggregate() {
        Data nothing = table(row -> java.util.Arrays.asList(null, null, null), true);
        assertThat(aggregates(nothing, List.of(0, 1, 2), MEMORY)).as("seed %d", seed).isZero();
        Data some = table(row -> java.util.Arrays.asList(random.nextInt(9) == 0 ? null : (long) random.nextInt(50_000),
                random.nextInt(9) == 0 ? null : text(row), null), true);
        assertThat(aggregates(some, List.of(2, 0, 1), MEMORY)).as("seed %d", seed).isPositive();
    }

    @Test
    void enoughMemoryMeansNoDisk() {
        Data data = table(row -> List.of((long) row, text(row), wide(row)), false);
        assertThat(aggregates(data, List.of(0, 1, 2), 1L << 28)).as("seed %d", seed).isZero();
    }

    @Test
    void textsOfALargeDictionaryMeetOthers() {
        Data plain = table(10_000, row -> List.of((long) (row % 3), text(random.nextInt(3_000)), wide(row % 2)), false);
        Location location = Location.of("memory://lake/dictionary");
        VectorBuilder texts = VectorBuilder.of(PrimitiveType.STRING);
        for (int i = 0; i < 2 * BATCH; i++) {
            // Each text twice.
            texts.append(Values.vector(PrimitiveType.STRING, text(i / 2)), null, 1);
        }
        FlatVector dictionary = (FlatVector) texts.build();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int f = 0; f < 4; f++) {
            List<ColumnBatch> batches = new ArrayList<>();
            for (int b = 0; b < 2; b++) {
                int first = (2 * f + b) * BATCH % 10_000;
                List<ColumnVector> columns = new ArrayList<>();
                VectorBuilder[] builders = FIELDS.stream().map(field -> VectorBuilder.of(field.type()))
                        .toArray(VectorBuilder[]::new);
                int[] ids = random.ints(BATCH, 0, dictionary.length()).toArray();
                boolean isFlat = f == 3 && b == 1;
                for (int i = 0; i < BATCH; i++) {
                    List<@Nullable Object> row = new ArrayList<>(plain.rows.get(first + i));
                    if (!isFlat) {
                        row.set(1, text(ids[i] / 2));
                    }
                    rows.add(row);
                    for (int c = 0; c < builders.length; c++) {
                        builders[c].append(Values.vector(FIELDS.get(c).type(), row.get(c)), null, 1);
                    }
                }
                for (int c = 0; c < builders.length; c++) {
                    columns.add(c == 1 && !isFlat
                            ? new DictionaryVector(BATCH, dictionary, ids, null)
                            : builders[c].build());
                }
                batches.add(new ColumnBatch(BATCH, columns));
            }
            format.put(files.output(location.resolve("f" + f)), batches);
        }
        ScanNode scan = new ScanNode(nextId++, TableName.of("db", "t"), plain.scan.columns(),
                List.of(new ScanPartition(List.of(), location, "rows", Map.of())), ScanPredicate.all(), null, List.of(),
                -1);
        for (long memory : new long[]{1 << 28, 1 << 20}) {
            aggregates(new Data(scan, rows), List.of(1), memory);
            aggregates(new Data(scan, rows), List.of(0, 1, 2), memory);
        }
    }

    /** Grouping sets of the three keys: a rollup, and one that is made of no other. */
    private AggregateNode groupingSets(Data data, List<List<Integer>> sets) {
        List<List<Expression>> projections = new ArrayList<>();
        List<Field> outputs = new ArrayList<>();
        for (int k = 0; k < KEY_FIELDS; k++) {
            outputs.add(FIELDS.get(k));
        }
        outputs.addAll(FIELDS);
        outputs.add(new Field("set", PrimitiveType.BIGINT));
        for (int s = 0; s < sets.size(); s++) {
            List<Expression> projection = new ArrayList<>();
            for (int k = 0; k < KEY_FIELDS; k++) {
                DataType type = FIELDS.get(k).type();
                projection.add(sets.get(s).contains(k) ? new InputRef(k, type) : new Literal(type, null));
            }
            for (int c = 0; c < FIELDS.size(); c++) {
                projection.add(new InputRef(c, FIELDS.get(c).type()));
            }
            projection.add(new Literal(PrimitiveType.BIGINT, (long) s));
            projections.add(projection);
        }
        List<Aggregate> moved = AGGREGATES.stream().map(one -> new Aggregate(one.name(), one.function(),
                one.arguments().stream().map(column -> column + KEY_FIELDS).toList(), false, null, List.of(),
                one.type())).toList();
        return new AggregateNode(nextId++, new ExpandNode(nextId++, data.scan, projections, outputs),
                List.of(0, 1, 2, KEY_FIELDS + FIELDS.size()), moved, -1);
    }

    @Test
    void groupingSetsAreMadeOfFinerGroupsOnDiskToo() {
        List<List<Integer>> rollup = List.of(List.of(0, 1, 2), List.of(0, 1), List.of(0), List.of());
        List<List<Integer>> cube = List.of(List.of(), List.of(2), List.of(0, 2), List.of(0), List.of(0, 1, 2),
                List.of(1, 2), List.of(0, 1), List.of(1));
        List<List<Integer>> apart = List.of(List.of(0, 1), List.of(2), List.of(1), List.of(0, 1));
        for (List<List<Integer>> sets : List.of(rollup, cube, apart)) {
            for (int distinct : new int[]{30, 200_000}) {
                Data data = table(10_000, row -> List.of((long) random.nextInt(Math.min(distinct, 300)),
                        text(random.nextInt(distinct)), wide(random.nextInt(50))), false);
                Map<List<@Nullable Object>, Group> expected = new HashMap<>();
                for (List<@Nullable Object> row : data.rows) {
                    for (int s = 0; s < sets.size(); s++) {
                        List<@Nullable Object> key = new ArrayList<>();
                        for (int k = 0; k < KEY_FIELDS; k++) {
                            key.add(sets.get(s).contains(k) ? row.get(k) : null);
                        }
                        key.add((long) s);
                        expected.computeIfAbsent(key, made -> new Group()).add(row);
                    }
                }
                AggregateNode plan = groupingSets(data, sets);
                for (long memory : new long[]{MEMORY, 1 << 28}) {
                    List<List<@Nullable Object>> results = new ArrayList<>();
                    long spilled = run(plan, memory, results);
                    if (memory > MEMORY) {
                        assertThat(spilled).as("seed %d", seed).isZero();
                    } else if (distinct > 30) {
                        assertThat(spilled).as("seed %d", seed).isPositive();
                    }
                    assertSame(results, KEY_FIELDS + 1, new HashMap<>(expected));
                }
            }
        }
    }

    @Test
    void whatCannotBeCutFailsAndGivesEverythingBack() {
        Data data = table(row -> List.of((long) row, text(row), wide(row)), false);
        Aggregate distinct = new Aggregate("d", "array_agg", List.of(1), true, null, List.of(),
                new ArrayType(PrimitiveType.STRING));
        for (List<Integer> keys : List.of(List.<Integer>of(), List.of(2))) {
            AggregateNode plan = new AggregateNode(nextId++, data.scan, keys, List.of(distinct), -1);
            assertThatThrownBy(() -> run(plan, MEMORY, new ArrayList<>())).isInstanceOf(QueryException.class)
                    .hasMessageContaining("Cannot run aggregation (node %d): it needs ".formatted(plan.id()))
                    .hasMessageContaining("query.max-memory-per-query");
            assertNothingIsLeft();
        }
    }

    @Test
    void aQueryThatIsGivenUpLeavesNothingOnDisk() throws Exception {
        Data data = table(row -> List.of((long) row, text(row), wide(row)), false);
        AggregateNode plan = new AggregateNode(nextId++, data.scan, List.of(1), AGGREGATES, -1);
        try (Execution execution = executor.execute(plan, new ExecutionSettings("q", "ann", 2, MEMORY))) {
            assertThat(execution.rows().next()).isNotNull();
            assertThat(space.used()).as("seed %d", seed).isPositive();
        }
        assertNothingIsLeft();
    }
}
