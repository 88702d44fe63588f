package dev.skep.storage.orc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.CharType;
import dev.skep.storage.type.DecimalType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.type.VarcharType;
import dev.skep.storage.vector.BytesVector;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ConstantVector;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.LongVector;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Scans of a million rows like those of TPC-H's lineitem: every column, a few, and a few behind a filter that keeps 2 %. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
public class BenchmarkOrcScan {
    private static final int ROWS = 1_000_000;
    private static final List<Field> FIELDS = List.of(new Field("orderkey", PrimitiveType.BIGINT),
            new Field("partkey", PrimitiveType.BIGINT), new Field("quantity", new DecimalType(12, 2)),
            new Field("price", new DecimalType(12, 2)), new Field("discount", new DecimalType(12, 2)),
            new Field("flag", new CharType(1)), new Field("shipdate", PrimitiveType.DATE),
            new Field("mode", new VarcharType(10)), new Field("comment", new VarcharType(44)));

    private final OrcFormat format = new OrcFormat();
    private @Nullable InputFile file;

    @Setup
    public void write() throws Exception {
        Path folder = Files.createTempDirectory("orc-scan");
        Location location = Location.of(folder.resolve("lineitem.orc").toString());
        LocalFileSystem fileSystem = new LocalFileSystem();
        try (BatchWriter writer = format.openWriter(fileSystem.output(location), new WriteRequest(FIELDS, Map.of()))) {
            Random random = new Random(1);
            for (int start = 0; start < ROWS; start += 1000) {
                writer.write(batch(random, start, 1000));
            }
            writer.finish();
        }
        file = fileSystem.open(location);
        System.out.printf("%,d bytes%n", file.length());
        for (String path : new String[]{"orc", "lineitem.orc"}) {
            folder.resolve(path).toFile().deleteOnExit();
        }
    }

    /** NullAway does not see in class files that a vector's null array may be null. */
    @SuppressWarnings("NullAway")
    private static ColumnBatch batch(Random random, int start, int rows) {
        BytesVector flags = texts(List.of("A", "N", "R"));
        BytesVector modes = texts(List.of("AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"));
        byte[] words = "carefully final deposits sleep blithely among the quickly regular packages".getBytes(
                java.nio.charset.StandardCharsets.UTF_8);
        int[] offsets = new int[rows + 1];
        byte[] comments = new byte[rows * 44];
        for (int i = 0; i < rows; i++) {
            int length = 10 + random.nextInt(34);
            System.arraycopy(words, random.nextInt(words.length - length), comments, offsets[i], length);
            offsets[i + 1] = offsets[i] + length;
        }
        return new ColumnBatch(rows, List.of(
                new LongVector(rows, IntStream.range(0, rows).mapToLong(i -> (start + i) / 4).toArray(), null),
                new LongVector(rows, random.longs(rows, 0, 200_000).toArray(), null),
                new LongVector(rows, random.longs(rows, 1, 51).map(n -> n * 100).toArray(), null),
                new LongVector(rows, random.longs(rows, 90_000, 10_000_000).toArray(), null),
                new LongVector(rows, random.longs(rows, 0, 11).toArray(), null),
                new DictionaryVector(rows, flags, random.ints(rows, 0, 3).toArray(), null),
                new IntVector(rows, random.ints(rows, 8000, 10_500).toArray(), null),
                new DictionaryVector(rows, modes, random.ints(rows, 0, 7).toArray(), null),
                new BytesVector(rows, comments, offsets, null)));
    }

    @SuppressWarnings("NullAway")
    private static BytesVector texts(List<String> texts) {
        int[] offsets = new int[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            offsets[i + 1] = offsets[i] + texts.get(i).length();
        }
        return new BytesVector(texts.size(), String.join("", texts).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                offsets, null);
    }

    private long scan(List<ScanColumn> columns, @Nullable BatchFilter filter) {
        long rows = 0;
        ScanRequest request = new ScanRequest(columns, ScanPredicate.all(), filter, 0, Long.MAX_VALUE, Map.of());
        try (BatchReader reader = format.openReader(java.util.Objects.requireNonNull(file), request,
                new ScanMetrics())) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.selectedCount();
            }
        }
        return rows;
    }

    @Benchmark
    public long everyColumn() {
        return scan(Rows.columns(FIELDS), null);
    }

    @Benchmark
    public long fourNumbers() {
        return scan(Rows.columns(FIELDS).subList(2, 5), null);
    }

    @Benchmark
    public long shortTexts() {
        List<ScanColumn> columns = Rows.columns(FIELDS);
        return scan(List.of(columns.get(5), columns.get(7)), null);
    }

    @Benchmark
    public long comments() {
        return scan(List.of(Rows.columns(FIELDS).get(8)), null);
    }

    @Benchmark
    public long everyColumnOfFewRows() {
        return scan(Rows.columns(FIELDS), new BatchFilter() {
            private final int[] rows = new int[ColumnBatch.DEFAULT_ROWS];

            @Override
            public List<Integer> columns() {
                return List.of(6);
            }

            @Override
            public SelectionVector select(ColumnBatch batch) {
                IntVector days = (IntVector) (batch.column(0) instanceof ConstantVector constant
                        ? constant.value()
                        : batch.column(0));
                int count = 0;
                for (int i = 0; i < batch.rowCount(); i++) {
                    if (days.values()[i] < 8050) {
                        rows[count++] = i;
                    }
                }
                return new SelectionVector(count, rows);
            }
        });
    }
}
