package dev.skep.query.operator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.skep.query.QueryException;
import dev.skep.query.RandomVectors;
import dev.skep.query.expression.Expression.Literal;
import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.memory.MemoryPool;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.query.plan.ValuesNode;
import dev.skep.query.plan.WindowNode;
import dev.skep.query.plan.WindowNode.Bound;
import dev.skep.query.plan.WindowNode.Bound.Kind;
import dev.skep.query.plan.WindowNode.Frame;
import dev.skep.query.plan.WindowNode.Unit;
import dev.skep.query.plan.WindowNode.WindowFunction;
import dev.skep.query.spill.QuerySpill;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Window functions in memory and over disk, against their definitions said row by row. */
final class TestWindowSink {
    /** Two partition keys, two keys of the order, a number, a row's own number. */
    private static final List<Field> FIELDS = List.of(new Field("p", PrimitiveType.STRING),
            new Field("q", PrimitiveType.INT), new Field("o", PrimitiveType.INT), new Field("v", PrimitiveType.BIGINT),
            new Field("id", PrimitiveType.BIGINT));
    private static final int VALUE = 3;
    private static final int ID = 4;
    private static final Bound FIRST = new Bound(Kind.UNBOUNDED_PRECEDING, null);
    private static final Bound LAST = new Bound(Kind.UNBOUNDED_FOLLOWING, null);
    private static final Bound CURRENT = new Bound(Kind.CURRENT_ROW, null);

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private List<ColumnBatch> input(int batches, int maxRows, int partitions, int numbers, int distinct) {
        List<ColumnBatch> all = new ArrayList<>();
        long number = 0;
        for (int b = 0; b < batches; b++) {
            int count = random.nextInt(maxRows) + 1;
            List<ColumnVector> columns = new ArrayList<>();
            columns.add(RandomVectors.vector(random, PrimitiveType.STRING, count, partitions, random.nextBoolean()));
            columns.add(RandomVectors.flat(random, PrimitiveType.INT, count, numbers,
                    numbers < 10 && random.nextBoolean()));
            columns.add(RandomVectors.vector(random, PrimitiveType.INT, count, distinct, random.nextBoolean()));
            columns.add(RandomVectors.vector(random, PrimitiveType.BIGINT, count, 50, random.nextBoolean()));
            long[] ids = new long[count];
            for (int i = 0; i < count; i++) {
                ids[i] = number++;
            }
            columns.add(new LongVector(count, ids, null));
            all.add(new ColumnBatch(count, columns));
        }
        return all;
    }

    private static List<List<@Nullable Object>> rows(List<ColumnBatch> batches, List<Field> fields) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ColumnBatch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < fields.size(); i++) {
                    values.add(Values.value(batch.column(i), fields.get(i).type(), row));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    private static WindowFunction function(String name, List<Integer> arguments, List<Literal> constants, Frame frame,
            DataType type) {
        return new WindowFunction("w", name, arguments, constants, false, false, frame, type);
    }

    private static Literal number(long value) {
        return new Literal(PrimitiveType.BIGINT, value);
    }

    /** Functions whose result does not depend on the order of peers. */
    private List<WindowFunction> functions(boolean hasUniqueOrder) {
        Frame whole = new Frame(Unit.RANGE, FIRST, LAST);
        Frame peers = new Frame(Unit.RANGE, FIRST, CURRENT);
        List<WindowFunction> all = new ArrayList<>(List.of(
                function("rank", List.of(), List.of(), peers, PrimitiveType.BIGINT),
                function("dense_rank", List.of(), List.of(), peers, PrimitiveType.BIGINT),
                function("percent_rank", List.of(), List.of(), peers, PrimitiveType.DOUBLE),
                function("cume_dist", List.of(), List.of(), peers, PrimitiveType.DOUBLE)));
        for (String name : List.of("sum", "count", "min", "max", "avg")) {
            DataType type = name.equals("avg") ? PrimitiveType.DOUBLE : PrimitiveType.BIGINT;
            all.add(function(name, List.of(VALUE), List.of(), whole, type));
            all.add(function(name, List.of(VALUE), List.of(), peers, type));
            all.add(function(name, List.of(VALUE), List.of(),
                    new Frame(Unit.GROUPS, new Bound(Kind.PRECEDING, number(1)), new Bound(Kind.FOLLOWING,
                            number(random.nextInt(3)))),
                    type));
        }
        if (hasUniqueOrder) {
            all.add(function("row_number", List.of(), List.of(), peers, PrimitiveType.BIGINT));
            all.add(function("ntile", List.of(), List.of(number(1 + random.nextInt(5))), peers, PrimitiveType.BIGINT));
            all.add(function("lag", List.of(VALUE), List.of(number(random.nextInt(3))), peers, PrimitiveType.BIGINT));
            all.add(function("lead", List.of(VALUE), List.of(number(2), number(-7)), peers, PrimitiveType.BIGINT));
            all.add(function("first_value", List.of(VALUE), List.of(), peers, PrimitiveType.BIGINT));
            all.add(function("last_value", List.of(VALUE), List.of(), peers, PrimitiveType.BIGINT));
            for (String name : List.of("sum", "count", "min", "max", "nth_value", "first_value", "last_value")) {
                List<Literal> constants = name.equals("nth_value") ? List.of(number(2)) : List.of();
                all.add(function(name, List.of(VALUE), constants, new Frame(Unit.ROWS, FIRST, CURRENT),
                        PrimitiveType.BIGINT));
                all.add(function(name, List.of(VALUE), constants,
                        new Frame(Unit.ROWS, new Bound(Kind.PRECEDING, number(random.nextInt(9))),
                                new Bound(Kind.FOLLOWING, number(random.nextInt(4)))),
                        PrimitiveType.BIGINT));
                all.add(function(name, List.of(VALUE), constants,
                        new Frame(Unit.ROWS, CURRENT, LAST), PrimitiveType.BIGINT));
            }
        }
        return all;
    }

    /** The results of the functions by the number of each row. */
    private Map<Object, List<@Nullable Object>> run(WindowNode node, List<ColumnBatch> batches, long memory,
            OperatorStatistics statistics) throws IOException {
        try (SpillSpace space = SpillSpace.open(new SpillSettings(folder, 1L << 30));
                QuerySpill spill = space.forQuery("q");
                MemoryPool pool = new MemoryPool("query.max-memory-per-query", memory, null)) {
            TaskContext context = new TaskContext(pool, spill, () -> false);
            WindowSink sink = new WindowSink(node, new FunctionRegistry(), statistics);
            try {
                Operator[] chains = {sink.create(context), sink.create(context)};
                for (int i = 0; i < batches.size(); i++) {
                    chains[i % 2].accept(batches.get(i));
                }
                for (Operator chain : chains) {
                    chain.finish();
                    chain.close();
                }
                sink.complete(context);
                Map<Object, List<@Nullable Object>> results = new HashMap<>();
                for (Source.Morsel morsel : sink.morsels()) {
                    try (morsel) {
                        for (ColumnBatch batch = morsel.next(); batch != null; batch = morsel.next()) {
                            for (List<@Nullable Object> row : rows(List.of(batch), node.outputs())) {
                                assertThat(results.put(Objects.requireNonNull(row.get(ID)), row)).isNull();
                            }
                        }
                    }
                }
                assertThat(pool.peak()).isLessThanOrEqualTo(memory);
                sink.dispose(true);
                assertThat(pool.used()).as("seed %d", seed).isZero();
                return results;
            } finally {
                sink.dispose(false);
            }
        }
    }

    private static int compare(@Nullable Object a, @Nullable Object b, SortKey key) {
        if (a == null || b == null) {
            return a == b ? 0 : (a == null) == (key.nulls() == Nulls.FIRST) ? -1 : 1;
        }
        @SuppressWarnings("unchecked")
        int order = ((Comparable<Object>) a).compareTo(b);
        return key.direction() == Direction.ASCENDING ? order : -order;
    }

    private static Comparator<List<@Nullable Object>> order(List<SortKey> keys) {
        return (a, b) -> {
            int order = 0;
            for (int i = 0; i < keys.size() && order == 0; i++) {
                order = compare(a.get(keys.get(i).column()), b.get(keys.get(i).column()), keys.get(i));
            }
            return order;
        };
    }

    private static long offset(Bound bound) {
        return ((Number) Objects.requireNonNull(Objects.requireNonNull(bound.offset()).value())).longValue();
    }

    private static boolean isInFrame(Frame frame, int row, int other, int[] group) {
        long at = frame.unit() == Unit.ROWS ? row : group[row];
        long place = frame.unit() == Unit.ROWS ? other : group[other];
        boolean afterStart = switch (frame.start().kind()) {
            case UNBOUNDED_PRECEDING -> true;
            case CURRENT_ROW -> place >= at;
            case PRECEDING -> place >= at - offset(frame.start());
            case FOLLOWING -> place >= at + offset(frame.start());
            case UNBOUNDED_FOLLOWING -> false;
        };
        boolean beforeEnd = switch (frame.end().kind()) {
            case UNBOUNDED_FOLLOWING -> true;
            case CURRENT_ROW -> place <= at;
            case PRECEDING -> place <= at - offset(frame.end());
            case FOLLOWING -> place <= at + offset(frame.end());
            case UNBOUNDED_PRECEDING -> false;
        };
        return afterStart && beforeEnd;
    }

    private static @Nullable Object expected(WindowFunction function, List<List<@Nullable Object>> partition, int row,
            int[] group) {
        int size = partition.size();
        int peerStart = row;
        while (peerStart > 0 && group[peerStart - 1] == group[row]) {
            peerStart--;
        }
        int peerEnd = row + 1;
        while (peerEnd < size && group[peerEnd] == group[row]) {
            peerEnd++;
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int other = 0; other < size; other++) {
            if (isInFrame(function.frame(), row, other, group)) {
                values.add(partition.get(other).get(VALUE));
            }
        }
        List<Long> present = values.stream().filter(Objects::nonNull).map(Long.class::cast).toList();
        long constant = function.constants().isEmpty()
                ? 1
                : (Long) Objects.requireNonNull(function.constants().getFirst().value());
        return switch (function.function()) {
            case "row_number" -> row + 1L;
            case "rank" -> peerStart + 1L;
            case "dense_rank" -> group[row] + 1L;
            case "percent_rank" -> size == 1 ? 0.0 : (double) peerStart / (size - 1);
            case "cume_dist" -> (double) peerEnd / size;
            case "ntile" -> tile(row, size, constant);
            case "lag" -> row - constant >= 0 ? partition.get((int) (row - constant)).get(VALUE) : null;
            case "lead" -> row + constant < size
                    ? partition.get((int) (row + constant)).get(VALUE)
                    : function.constants().get(1).value();
            case "first_value" -> values.isEmpty() ? null : values.getFirst();
            case "last_value" -> values.isEmpty() ? null : values.getLast();
            case "nth_value" -> values.size() < constant ? null : values.get((int) constant - 1);
            case "count" -> (long) present.size();
            case "sum" -> present.isEmpty() ? null : present.stream().mapToLong(Long::longValue).sum();
            case "min" -> present.stream().min(Comparator.naturalOrder()).orElse(null);
            case "max" -> present.stream().max(Comparator.naturalOrder()).orElse(null);
            case "avg" -> present.isEmpty()
                    ? null
                    : (double) present.stream().mapToLong(Long::longValue).sum() / present.size();
            default -> throw new IllegalArgumentException(function.function());
        };
    }

    private static long tile(int row, int size, long tiles) {
        long tile = 0;
        long end = 0;
        while (row >= end) {
            end += size / tiles + (tile < size % tiles ? 1 : 0);
            tile++;
        }
        return tile;
    }

    private void check(WindowNode node, List<ColumnBatch> batches, Map<Object, List<@Nullable Object>> results) {
        Map<List<@Nullable Object>, List<List<@Nullable Object>>> partitions = new LinkedHashMap<>();
        List<List<@Nullable Object>> all = rows(batches, FIELDS);
        for (List<@Nullable Object> row : all) {
            List<@Nullable Object> key = new ArrayList<>();
            node.partitionKeys().forEach(column -> key.add(row.get(column)));
            partitions.computeIfAbsent(key, none -> new ArrayList<>()).add(row);
        }
        assertThat(results.size()).as("seed %d", seed).isEqualTo(all.size());
        Comparator<List<@Nullable Object>> order = order(node.ordering());
        for (List<List<@Nullable Object>> partition : partitions.values()) {
            partition.sort(order);
            int[] group = new int[partition.size()];
            for (int row = 1; row < group.length; row++) {
                group[row] = group[row - 1] + (order.compare(partition.get(row - 1), partition.get(row)) == 0 ? 0 : 1);
            }
            for (int row = 0; row < group.length; row++) {
                List<@Nullable Object> found = Objects.requireNonNull(results.get(partition.get(row).get(ID)));
                assertThat(found.subList(0, FIELDS.size())).isEqualTo(partition.get(row));
                for (int f = 0; f < node.functions().size(); f++) {
                    assertThat(found.get(FIELDS.size() + f)).as("%s of row %d of %d, seed %d",
                            node.functions().get(f), row, group.length, seed)
                            .isEqualTo(expected(node.functions().get(f), partition, row, group));
                }
            }
        }
    }

    private WindowNode node(List<Integer> partitioning, boolean hasUniqueOrder, List<WindowFunction> functions) {
        List<SortKey> ordering = new ArrayList<>();
        if (random.nextInt(5) > 0 || hasUniqueOrder) {
            ordering.add(new SortKey(2, Direction.values()[random.nextInt(2)], Nulls.values()[random.nextInt(2)]));
        }
        if (hasUniqueOrder) {
            ordering.add(new SortKey(ID, Direction.values()[random.nextInt(2)], Nulls.LAST));
        }
        return new WindowNode(3, new ValuesNode(1, FIELDS, List.of()), partitioning, ordering, functions);
    }

    @Test
    void computesAllFunctionsInMemory() throws IOException {
        List<List<Integer>> partitionings = List.of(List.of(), List.of(0), List.of(0, 1));
        for (int round = 0; round < 25; round++) {
            boolean isUnique = random.nextBoolean();
            List<ColumnBatch> batches = input(1 + random.nextInt(4), 60, 1 + random.nextInt(20), 2,
                    1 + random.nextInt(20));
            WindowNode node = node(partitionings.get(random.nextInt(3)), isUnique, functions(isUnique));
            OperatorStatistics statistics = new OperatorStatistics();
            check(node, batches, run(node, batches, 1L << 30, statistics));
            assertThat(statistics.spilled()).isZero();
        }
    }

    @Test
    void manyPartitionsGoOverBucketsAndDisk() throws IOException {
        for (int round = 0; round < 2; round++) {
            boolean isUnique = random.nextBoolean();
            List<ColumnBatch> batches = input(80, 1500, 20, 20_000, 30);
            WindowNode node = node(List.of(1, 0), isUnique, functions(isUnique));
            OperatorStatistics inMemory = new OperatorStatistics();
            Map<Object, List<@Nullable Object>> expected = run(node, batches, 1L << 30, inMemory);
            check(node, batches, expected);
            OperatorStatistics onDisk = new OperatorStatistics();
            assertThat(run(node, batches, (3 << 20) + (1 << 18), onDisk)).as("seed %d", seed).isEqualTo(expected);
            assertThat(inMemory.spilled()).isZero();
            assertThat(onDisk.spilled()).isPositive();
        }
    }

    /** Functions that need little of earlier rows: against the same in memory, and where that is possible in one piece. */
    @Test
    void oneGiantPartitionStreams() throws IOException {
        Frame peers = new Frame(Unit.RANGE, FIRST, CURRENT);
        Frame running = new Frame(Unit.ROWS, FIRST, CURRENT);
        List<WindowFunction> once = List.of(function("row_number", List.of(), List.of(), peers, PrimitiveType.BIGINT),
                function("rank", List.of(), List.of(), peers, PrimitiveType.BIGINT),
                function("dense_rank", List.of(), List.of(), peers, PrimitiveType.BIGINT),
                function("sum", List.of(VALUE), List.of(), running, PrimitiveType.BIGINT),
                function("max", List.of(VALUE), List.of(), running, PrimitiveType.BIGINT),
                function("first_value", List.of(VALUE), List.of(), peers, PrimitiveType.BIGINT),
                function("last_value", List.of(VALUE), List.of(), running, PrimitiveType.BIGINT));
        List<WindowFunction> byPeers = new ArrayList<>(once);
        byPeers.add(function("count", List.of(VALUE), List.of(), peers, PrimitiveType.BIGINT));
        List<WindowFunction> twice = new ArrayList<>(byPeers);
        twice.add(function("sum", List.of(VALUE), List.of(), new Frame(Unit.RANGE, FIRST, LAST),
                PrimitiveType.BIGINT));
        twice.add(function("percent_rank", List.of(), List.of(), peers, PrimitiveType.DOUBLE));
        twice.add(function("cume_dist", List.of(), List.of(), peers, PrimitiveType.DOUBLE));
        twice.add(function("ntile", List.of(), List.of(number(7)), peers, PrimitiveType.BIGINT));
        List<ColumnBatch> batches = input(60, 2500, 2, 2, 3000);
        for (List<WindowFunction> functions : List.of(once, byPeers, twice)) {
            for (List<Integer> partitioning : List.of(random.nextBoolean() ? List.<Integer>of() : List.of(0))) {
                WindowNode node = node(partitioning, true, functions);
                OperatorStatistics statistics = new OperatorStatistics();
                Map<Object, List<@Nullable Object>> onDisk = run(node, batches, 4 << 20, statistics);
                assertThat(statistics.spilled()).isPositive();
                List<WindowFunction> all = new ArrayList<>(functions);
                // One that cannot stream keeps the whole partition in memory.
                all.add(function("lag", List.of(VALUE), List.of(number(1)), peers, PrimitiveType.BIGINT));
                Map<Object, List<@Nullable Object>> inMemory = run(new WindowNode(3, node.input(),
                        node.partitionKeys(), node.ordering(), all), batches, 1L << 30, new OperatorStatistics());
                assertThat(onDisk.size()).isEqualTo(inMemory.size());
                int width = FIELDS.size() + functions.size();
                onDisk.forEach((id, row) -> assertThat(row).as("seed %d, row %s", seed, id)
                        .isEqualTo(Objects.requireNonNull(inMemory.get(id)).subList(0, width)));
            }
        }
    }

    @Test
    void aGiantPartitionThatCannotStreamFailsWithOperatorBytesAndSetting() {
        Frame peers = new Frame(Unit.RANGE, FIRST, CURRENT);
        WindowNode node = node(List.of(), true,
                List.of(function("lag", List.of(VALUE), List.of(number(1)), peers, PrimitiveType.BIGINT)));
        List<ColumnBatch> batches = input(60, 2500, 2, 2, 3000);
        assertThatThrownBy(() -> run(node, batches, 4 << 20, new OperatorStatistics()))
                .isInstanceOf(QueryException.class).hasMessageMatching(
                        "Cannot run window \\(node 3\\): it needs [0-9,]+ more bytes of memory beside [0-9,]+ in use, and query.max-memory-per-query is 4,194,304");
    }
}
