package dev.skep.query.operator.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.skep.query.function.FunctionRegistry;
import dev.skep.query.function.aggregate.Accumulator;
import dev.skep.query.function.vector.ColumnHash;
import dev.skep.query.function.vector.Rows;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.FlatVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a million rows take on one thread: to be hashed, to be given their groups, to be summed. Its main prints nanoseconds a row for all kinds of
 * keys without JMH.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BenchmarkGrouping {
    private static final int ROWS = 1 << 20;

    /** What keys there are. */
    public enum Keys {
        /** Whole numbers next to each other, in no order. */
        CLOSE,
        /** Whole numbers far from each other. */
        FAR,
        /** A date, a small number and a number of eight digits: they fit into one word together. */
        PACKED,
        /** A text by dictionary. */
        DICTIONARY,
        /** A text of 40 bytes in each row. */
        TEXT,
        /** Three texts by dictionaries of their own and a number of 64 bits. */
        WIDE
    }

    @Param({"CLOSE", "FAR", "PACKED", "DICTIONARY", "TEXT", "WIDE"})
    public Keys keys = Keys.CLOSE;

    @Param({"16", "4096", "500000"})
    public int distinct = 4096;

    private List<DataType> types = List.of();
    private final List<ColumnVector[]> batches = new ArrayList<>();
    private final List<int[]> groups = new ArrayList<>();
    private final List<ColumnVector[]> money = new ArrayList<>();
    private int groupCount;

    @Setup(Level.Trial)
    public void makeRows() {
        Random random = new Random(7);
        types = switch (keys) {
            case CLOSE, FAR -> List.of(PrimitiveType.BIGINT);
            case PACKED -> List.of(PrimitiveType.DATE, PrimitiveType.INT, PrimitiveType.BIGINT);
            case DICTIONARY, TEXT -> List.of(PrimitiveType.STRING);
            case WIDE ->
                List.of(PrimitiveType.STRING, PrimitiveType.STRING, PrimitiveType.STRING, PrimitiveType.BIGINT);
        };
        FlatVector texts = texts();
        batches.clear();
        groups.clear();
        money.clear();
        for (int first = 0; first < ROWS; first += ColumnBatch.DEFAULT_ROWS) {
            int[] picked = random.ints(ColumnBatch.DEFAULT_ROWS, 0, distinct).toArray();
            ColumnVector[] columns = new ColumnVector[types.size()];
            for (int c = 0; c < columns.length; c++) {
                columns[c] = column(c, picked, texts);
            }
            batches.add(columns);
            long[] values = random.longs(picked.length, 0, 10_000_000).toArray();
            money.add(new ColumnVector[]{new LongVector(values.length, values, null)});
        }
        KeyTable table = new KeyTable(types);
        for (ColumnVector[] batch : batches) {
            int[] found = new int[ColumnBatch.DEFAULT_ROWS];
            table.insert(batch, Rows.identity(found.length), found.length, found);
            groups.add(found);
        }
        groupCount = table.size();
    }

    private FlatVector texts() {
        VectorBuilder builder = VectorBuilder.of(PrimitiveType.STRING);
        for (int i = 0; i < distinct; i++) {
            builder.append(Values.vector(PrimitiveType.STRING, "one of the texts of forty bytes: %07d".formatted(i)),
                    null, 1);
        }
        return (FlatVector) builder.build();
    }

    private ColumnVector column(int column, int[] picked, FlatVector texts) {
        VectorBuilder builder = VectorBuilder.of(types.get(column));
        for (int id : picked) {
            switch (types.get(column)) {
                case PrimitiveType.STRING -> {
                    if (keys == Keys.TEXT) {
                        builder.append(texts, new int[]{id}, 1);
                    }
                }
                case PrimitiveType.BIGINT -> builder.append(new LongVector(1,
                        new long[]{keys == Keys.FAR || keys == Keys.WIDE ? id * 0x9E3779B97F4A7C15L : id}, null), null,
                        1);
                default -> builder.append(new dev.skep.storage.vector.IntVector(1, new int[]{id % 100 + 8000}, null),
                        null, 1);
            }
        }
        return types.get(column) == PrimitiveType.STRING && keys != Keys.TEXT
                ? new DictionaryVector(picked.length, texts, picked.clone(), null)
                : builder.build();
    }

    @Benchmark
    public long hash() {
        ColumnHash hash = new ColumnHash();
        long all = 0;
        for (ColumnVector[] batch : batches) {
            all ^= hash.hash(batch, Rows.identity(ColumnBatch.DEFAULT_ROWS), ColumnBatch.DEFAULT_ROWS)[17];
        }
        return all;
    }

    @Benchmark
    public int group() {
        KeyTable table = new KeyTable(types);
        int[] found = new int[ColumnBatch.DEFAULT_ROWS];
        for (ColumnVector[] batch : batches) {
            table.insert(batch, Rows.identity(found.length), found.length, found);
        }
        return table.size();
    }

    @Benchmark
    public int find() {
        KeyTable table = new KeyTable(types);
        int[] found = new int[ColumnBatch.DEFAULT_ROWS];
        table.insert(batches.getFirst(), Rows.identity(found.length), found.length, found);
        int hits = 0;
        KeyTable reader = table.reader();
        for (ColumnVector[] batch : batches) {
            reader.find(batch, Rows.identity(found.length), found.length, found);
            hits += found[17] >= 0 ? 1 : 0;
        }
        return hits;
    }

    @Benchmark
    public ColumnVector sum() {
        Accumulator sums = new FunctionRegistry().accumulator("sum", List.of(new DecimalType(12, 2)),
                new DecimalType(38, 2));
        sums.ensure(groupCount);
        for (int i = 0; i < batches.size(); i++) {
            sums.add(groups.get(i), money.get(i), Rows.identity(ColumnBatch.DEFAULT_ROWS), ColumnBatch.DEFAULT_ROWS);
        }
        return sums.result(0, groupCount);
    }

    /** One of the above. */
    private interface Work {
        Object run();
    }

    private static double nanosPerRow(Work work) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 9; round++) {
            long start = System.nanoTime();
            if (work.run().hashCode() == Integer.MIN_VALUE) {
                System.out.print("");
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return (double) best / ROWS;
    }

    public static void main(String[] arguments) {
        System.out.println("ns a row      distinct    hash   group    find     sum");
        for (Keys kind : Keys.values()) {
            for (int distinct : new int[]{16, 4096, 500_000}) {
                BenchmarkGrouping bench = new BenchmarkGrouping();
                bench.keys = kind;
                bench.distinct = distinct;
                bench.makeRows();
                System.out.printf("%-12s%10d%8.1f%8.1f%8.1f%8.1f%n", kind, distinct, nanosPerRow(bench::hash),
                        nanosPerRow(bench::group), nanosPerRow(bench::find), nanosPerRow(bench::sum));
            }
        }
    }
}
