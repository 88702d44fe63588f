package dev.skep.query.operator.sort;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.skep.query.plan.SortKey;
import dev.skep.query.plan.SortKey.Direction;
import dev.skep.query.plan.SortKey.Nulls;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.VectorBuilder;
import dev.skep.storage.vector.Values;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long one thread takes to put 131,072 rows in order by keys of some kinds, and to merge eight runs of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkSort {
    private static final int ROWS = 1 << 17;
    private static final int RUNS = 8;

    /** What rows are sorted by. */
    public enum Keys {
        INT, LONG, TWO_INTS, TEXT, TEXT_OF_FEW_VALUES_AND_LONG
    }

    @Param
    public Keys keys = Keys.INT;

    private ColumnBatch batch = new ColumnBatch(0, List.of());
    private RowSorter sorter = new RowSorter(List.of());
    private List<SortedRun> runs = List.of();

    private static ColumnVector texts(Random random, int distinct) {
        VectorBuilder builder = VectorBuilder.of(PrimitiveType.STRING);
        for (int i = 0; i < ROWS; i++) {
            builder.append(Values.vector(PrimitiveType.STRING, "Customer#%09d".formatted(random.nextInt(distinct))),
                    null, 1);
        }
        return builder.build();
    }

    private ColumnBatch rows(Random random) {
        int[] ints = new int[ROWS];
        int[] dates = new int[ROWS];
        long[] longs = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            ints[i] = random.nextInt();
            dates[i] = 8000 + random.nextInt(2500);
            longs[i] = random.nextLong();
        }
        return new ColumnBatch(ROWS, List.of(new IntVector(ROWS, ints, null), new IntVector(ROWS, dates, null),
                new LongVector(ROWS, longs, null), texts(random, 1_000_000), texts(random, 100)));
    }

    @Setup
    public void prepare() {
        List<Integer> columns = switch (keys) {
            case INT -> List.of(0);
            case LONG -> List.of(2);
            case TWO_INTS -> List.of(1, 0);
            case TEXT -> List.of(3);
            case TEXT_OF_FEW_VALUES_AND_LONG -> List.of(4, 2);
        };
        List<SortKey> order = columns.stream().map(column -> new SortKey(column, Direction.ASCENDING, Nulls.LAST))
                .toList();
        sorter = new RowSorter(order);
        Random random = new Random(42);
        batch = rows(random);
        List<SortedRun> made = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            ColumnBatch part = rows(random);
            int[] sorted = sorter.sort(part);
            made.add(new SortedRun.InMemory(part, sorted, sorted.length,
                    RowSorter.ranges(sorter.comparison().columns(part), sorted, 0, sorted.length, 0)));
        }
        runs = made;
    }

    @Benchmark
    public int[] sort() {
        return sorter.sort(batch);
    }

    @Benchmark
    public long merge() {
        long rows = 0;
        try (RunMerge merge = new RunMerge(runs, sorter.comparison(),
                List.of(PrimitiveType.INT, PrimitiveType.INT, PrimitiveType.BIGINT, PrimitiveType.STRING,
                        PrimitiveType.STRING),
                ColumnBatch.DEFAULT_ROWS, 0, Long.MAX_VALUE)) {
            @Nullable
            ColumnBatch next = merge.next();
            while (next != null) {
                rows += next.rowCount();
                next = merge.next();
            }
        }
        return rows;
    }
}
