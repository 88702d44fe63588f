package dev.skep.query.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.skep.query.QueryException;
import dev.skep.query.RandomVectors;
import dev.skep.query.function.vector.Order;
import dev.skep.query.memory.MemoryPool;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.TopBound;
import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.query.spill.QuerySpill;
import dev.skep.query.spill.SpillSettings;
import dev.skep.query.spill.SpillSpace;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DoubleVector;
import dev.skep.storage.vector.Int128Vector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sorts random rows in memory and over disk, against a plain sort of single values. */
final class TestSortSink {
    private static final List<DataType> TYPES = List.of(PrimitiveType.BOOLEAN, PrimitiveType.INT, PrimitiveType.BIGINT,
            PrimitiveType.FLOAT, PrimitiveType.DOUBLE, PrimitiveType.STRING, PrimitiveType.DATE,
            new DecimalType(12, 2), new DecimalType(38, 5), new ArrayType(PrimitiveType.INT));

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private SpillSpace space(long max) throws IOException {
        return SpillSpace.open(new SpillSettings(folder, max));
    }

    /** Some rows, and where each stands in the others: a column of numbers is added. */
    private record Input(List<DataType> types, List<ColumnBatch> batches) {}

    private Input input(int batchCount, int maxRows, int distinct) {
        List<DataType> types = new ArrayList<>(TYPES);
        types.add(PrimitiveType.BIGINT);
        List<ColumnBatch> batches = new ArrayList<>();
        long number = 0;
        for (int b = 0; b < batchCount; b++) {
            int count = random.nextInt(maxRows + 1);
            List<ColumnVector> columns = new ArrayList<>();
            for (DataType type : TYPES) {
                columns.add(RandomVectors.vector(random, type, count, distinct, random.nextBoolean()));
            }
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = number++;
            }
            columns.add(new LongVector(count, numbers, null));
            ColumnBatch batch = new ColumnBatch(count, columns);
            if (random.nextBoolean()) {
                int[] rows = new int[count];
                int n = 0;
                for (int i = 0; i < count; i++) {
                    rows[n] = i;
                    n += random.nextInt(5) > 0 ? 1 : 0;
                }
                batch = batch.select(new SelectionVector(n, rows));
            }
            batches.add(batch);
        }
        return new Input(types, batches);
    }

    private List<SortKey> keys(int max) {
        List<SortKey> keys = new ArrayList<>();
        for (int i = 1 + random.nextInt(max); i > 0; i--) {
            keys.add(new SortKey(random.nextInt(TYPES.size()), Direction.values()[random.nextInt(2)],
                    Nulls.values()[random.nextInt(2)]));
        }
        return keys;
    }

    /** A row of a batch. */
    private record Row(ColumnBatch batch, int row) {}

    private static List<Row> rows(List<ColumnBatch> batches) {
        List<Row> rows = new ArrayList<>();
        for (ColumnBatch batch : batches) {
            for (int k = 0; k < batch.selectedCount(); k++) {
                rows.add(new Row(batch, batch.selection() == null ? k : batch.selection().rows()[k]));
            }
        }
        return rows;
    }

    private static Comparator<Row> order(List<SortKey> keys) {
        return (a, b) -> {
            for (SortKey key : keys) {
                ColumnVector left = a.batch.column(key.column());
                ColumnVector right = b.batch.column(key.column());
                boolean nullLeft = left.isNull(a.row);
                boolean nullRight = right.isNull(b.row);
                int order = nullLeft | nullRight
                        ? nullLeft & nullRight ? 0 : nullLeft == (key.nulls() == Nulls.FIRST) ? -1 : 1
                        : Order.compare(left, a.row, right, b.row) * (key.direction() == Direction.ASCENDING ? 1 : -1);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static List<@Nullable Object> values(Row row, List<DataType> types) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(Values.value(row.batch.column(i), types.get(i), row.row));
        }
        return values;
    }

    /** Runs batches through a sink on two chains in turn; the sink is complete afterwards. */
    private static void feed(Sink sink, List<ColumnBatch> batches, TaskContext context) {
        Operator[] chains = {sink.create(context), sink.create(context)};
        for (int i = 0; i < batches.size(); i++) {
            chains[i % 2].accept(batches.get(i));
        }
        for (Operator chain : chains) {
            chain.finish();
            chain.close();
        }
        sink.complete(context);
    }

    private static List<ColumnBatch> read(List<Source.Morsel> morsels) {
        List<ColumnBatch> result = new ArrayList<>();
        for (Source.Morsel morsel : morsels) {
            for (ColumnBatch batch = morsel.next(); batch != null; batch = morsel.next()) {
                result.add(batch);
            }
            morsel.close();
        }
        return result;
    }

    private void check(Input input, List<SortKey> keys, int offset, int end, List<ColumnBatch> result) {
        List<Row> expected = new ArrayList<>(rows(input.batches));
        Map<Object, Row> byNumber = new HashMap<>();
        expected.forEach(row -> byNumber.put(numberOf(row, input.types), row));
        expected.sort(order(keys));
        expected = expected.subList(Math.min(offset, expected.size()), Math.min(end, expected.size()));
        List<Row> found = rows(result);
        assertThat(found.size()).as("seed %d", seed).isEqualTo(expected.size());
        Comparator<Row> order = order(keys);
        for (int i = 0; i < found.size(); i++) {
            assertThat(order.compare(found.get(i), expected.get(i))).as("row %d, seed %d, keys %s", i, seed, keys)
                    .isZero();
            Row original = byNumber.remove(numberOf(found.get(i), input.types));
            assertThat(original).as("row %d that is there twice or never was, seed %d", i, seed).isNotNull();
            assertThat(values(found.get(i), input.types)).as("row %d, seed %d", i, seed)
                    .isEqualTo(values(java.util.Objects.requireNonNull(original), input.types));
        }
    }

    private static Object numberOf(Row row, List<DataType> types) {
        int last = types.size() - 1;
        return java.util.Objects.requireNonNull(Values.value(row.batch.column(last), types.get(last), row.row));
    }

    private static TopBound bound(Input input, List<SortKey> keys) {
        return new TopBound(keys.getFirst(), input.types.get(keys.getFirst().column()), keys.size() > 1);
    }

    private void sort(Input input, List<SortKey> keys, long memory, int offset, int end, boolean spills)
            throws IOException {
        OperatorStatistics statistics = new OperatorStatistics();
        try (SpillSpace space = space(1L << 30);
                QuerySpill spill = space.forQuery("q");
                MemoryPool pool = new MemoryPool("query.max-memory-per-query", memory, null)) {
            TaskContext context = new TaskContext(pool, spill, () -> false);
            SortSink sink = new SortSink(1, input.types, keys, offset, end, statistics,
                    end == Integer.MAX_VALUE ? null : bound(input, keys));
            feed(sink, input.batches, context);
            check(input, keys, offset, end, read(sink.morsels()));
            sink.dispose(true);
            assertThat(pool.used()).isZero();
            assertThat(statistics.spilled() > 0).as("seed %d", seed).isEqualTo(spills);
            assertThat(statistics.spilled()).isEqualTo(spill.written());
            assertThat(pool.peak()).isLessThanOrEqualTo(memory);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(file -> !file.endsWith("sweep.lock"))).isEmpty();
        }
    }

    @Test
    void sortsByAnyKeysInMemory() throws IOException {
        for (int round = 0; round < 40; round++) {
            Input input = input(random.nextInt(8), random.nextBoolean() ? 40 : 700, 1 + random.nextInt(400));
            int offset = random.nextBoolean() ? 0 : random.nextInt(300);
            int end = random.nextBoolean() ? Integer.MAX_VALUE : offset + random.nextInt(600);
            sort(input, keys(4), 1L << 30, offset, end, false);
        }
    }

    @Test
    void sortsOnDiskWhereMemoryIsRefused() throws IOException {
        for (int round = 0; round < 6; round++) {
            Input input = input(60, 1500, 1 + random.nextInt(2000));
            sort(input, keys(3), 3 << 20, random.nextBoolean() ? 0 : random.nextInt(300), Integer.MAX_VALUE, true);
        }
    }

    @Test
    void keepsTheFirstRowsOverDiskWhatTheRunsTellOfTheBound() throws IOException {
        for (int round = 0; round < 6; round++) {
            Input input = input(60, 1500, 1 + random.nextInt(2000));
            int offset = random.nextBoolean() ? 0 : random.nextInt(300);
            long peak = 3 << 20;
            List<SortKey> keys = keys(3);
            int end = offset + 1 + random.nextInt(20_000);
            try (SpillSpace space = space(1L << 30);
                    QuerySpill spill = space.forQuery("q");
                    MemoryPool pool = new MemoryPool("query.max-memory-per-query", peak, null)) {
                SortSink sink = new SortSink(1, input.types, keys, offset, end, new OperatorStatistics(),
                        bound(input, keys));
                feed(sink, input.batches, new TaskContext(pool, spill, () -> false));
                check(input, keys, offset, end, read(sink.morsels()));
                sink.dispose(true);
            }
        }
    }

    @Test
    void mergesMoreRunsThanCanBeReadAtOnce() throws IOException {
        Input input = input(250, 1000, 2000);
        sort(input, keys(2), 3 << 20, 0, Integer.MAX_VALUE, true);
    }

    @Test
    void keepsTheFirstRows() throws IOException {
        for (int round = 0; round < 30; round++) {
            Input input = input(1 + random.nextInt(20), 3000, 1 + random.nextInt(400));
            List<SortKey> keys = keys(3);
            int offset = random.nextBoolean() ? 0 : random.nextInt(30);
            int end = offset + random.nextInt(200);
            try (SpillSpace space = space(0);
                    QuerySpill spill = space.forQuery("q");
                    MemoryPool pool = new MemoryPool("query.max-memory-per-query", 1L << 30, null)) {
                TopSink sink = new TopSink(1, input.types, keys, offset, end, new OperatorStatistics(),
                        bound(input, keys));
                feed(sink, input.batches, new TaskContext(pool, spill, () -> false));
                check(input, keys, offset, end, read(sink.morsels()));
                sink.dispose(true);
                assertThat(pool.used()).isZero();
            }
        }
    }

    @Test
    void aFullDiskFailsTheSortAndGivesAllBack() throws IOException {
        Input input = input(60, 1200, 2000);
        try (SpillSpace space = space(50_000);
                MemoryPool pool = new MemoryPool("query.max-memory-per-query", 3 << 20, null)) {
            QuerySpill spill = space.forQuery("q");
            SortSink sink = new SortSink(7, input.types, keys(2), new OperatorStatistics());
            assertThatThrownBy(() -> feed(sink, input.batches, new TaskContext(pool, spill, () -> false)))
                    .isInstanceOf(QueryException.class).hasMessageStartingWith("Cannot spill sort (node 7): ")
                    .hasMessageContaining("query.spill.max, which is 50,000");
            sink.dispose(false);
            spill.close();
            assertThat(pool.used()).isZero();
            assertThat(space.used()).isZero();
        }
    }

    /** Values at which the numbers of keys could go wrong. */
    @Test
    void ordersTheEndsOfEveryRange() throws IOException {
        long[] longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        double[] doubles = {Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, -Double.MIN_VALUE, -0.0, 0.0,
                Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NaN};
        for (int round = 0; round < 60; round++) {
            int count = 200;
            long[] a = new long[count];
            double[] b = new double[count];
            long[] high = new long[count];
            long[] low = new long[count];
            List<@Nullable Object> texts = new ArrayList<>();
            String common = random.nextBoolean() ? "common prefix " : "";
            boolean[] nulls = new boolean[count];
            boolean isWide = random.nextBoolean();
            for (int i = 0; i < count; i++) {
                a[i] = longs[random.nextInt(longs.length)];
                b[i] = doubles[random.nextInt(doubles.length)];
                low[i] = longs[random.nextInt(longs.length)];
                high[i] = isWide ? longs[random.nextInt(2) * 3 + random.nextInt(2)] : low[i] >> 63;
                nulls[i] = random.nextInt(6) == 0;
                texts.add(common + "\0\0ab\u007f\u0080zzzzzzzzzz".substring(random.nextInt(3),
                        3 + random.nextInt(13)));
            }
            boolean[] some = random.nextBoolean() ? nulls : null;
            ColumnVector text = dev.skep.storage.vector.VectorBuilder.of(PrimitiveType.STRING).build();
            dev.skep.storage.vector.VectorBuilder builder = dev.skep.storage.vector.VectorBuilder
                    .of(PrimitiveType.STRING);
            for (int i = 0; i < count; i++) {
                builder.append(Values.vector(PrimitiveType.STRING, some != null && nulls[i] ? null : texts.get(i)),
                        null, 1);
            }
            text = builder.build();
            List<DataType> types = List.of(PrimitiveType.BIGINT, PrimitiveType.DOUBLE, new DecimalType(38, 0),
                    PrimitiveType.STRING, PrimitiveType.INT);
            ColumnBatch batch = new ColumnBatch(count, List.of(new LongVector(count, a, some),
                    new DoubleVector(count, b, some), new Int128Vector(count, high, low, some), text,
                    new dev.skep.storage.vector.IntVector(count, java.util.stream.IntStream.range(0, count).toArray(),
                            null)));
            List<SortKey> keys = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                keys.add(new SortKey(random.nextInt(4), Direction.values()[random.nextInt(2)],
                        Nulls.values()[random.nextInt(2)]));
            }
            int[] order = new RowSorter(keys).sort(batch);
            List<Row> expected = new ArrayList<>(rows(List.of(batch)));
            expected.sort(order(keys));
            assertThat(java.util.Arrays.stream(order).boxed().toList()).as("seed %d, keys %s", seed, keys)
                    .isEqualTo(expected.stream().map(Row::row).toList());
            sort(new Input(types, List.of(batch, batch.select(new SelectionVector(0, new int[0])))), keys, 1L << 30, 0,
                    Integer.MAX_VALUE, false);
        }
    }
}
