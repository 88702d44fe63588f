package dev.skep.storage.parquet;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.skep.storage.predicate.ScanPredicate;
import dev.skep.storage.scan.BatchFilter;
import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.DictionaryVector;
import dev.skep.storage.vector.IntVector;
import dev.skep.storage.vector.SelectionVector;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long the other columns of {@link BenchmarkParquetScan}'s file take where a test of the date lets a share of the rows pass, here and there. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BenchmarkParquetFilter {
    private static final int DAYS = 2_500;
    private static final int FIRST_DAY = 8_035;
    private static final int DATE = 7;

    /** Of a thousand rows, how many pass. */
    @Param({"0", "2", "20", "200", "700", "1000"})
    public int permille = 20;

    /** Which other column is read. */
    @Param({"quantity", "extendedprice", "shipmode", "comment"})
    public String column = "extendedprice";

    private final BenchmarkParquetScan files = new BenchmarkParquetScan();
    private final ParquetFormat format = new ParquetFormat(new FooterCache(1 << 24));
    private BytesFile bytes = new BytesFile("none", new byte[0]);

    @Setup(Level.Trial)
    public void makeFile() throws IOException {
        files.file = "skep-snappy";
        files.makeFile();
        bytes = files.bytes();
    }

    @TearDown(Level.Trial)
    public void deleteFile() throws IOException {
        files.deleteFile();
    }

    @Benchmark
    public long chosenRows() {
        List<ScanColumn> all = Rows.columns(format.columns(bytes));
        ScanColumn other = all.stream().filter(one -> one.name().equals(column)).findFirst().orElseThrow();
        ScanRequest request = new ScanRequest(List.of(all.get(DATE), other), ScanPredicate.all(),
                new Days(DAYS * permille / 1_000), 0, Long.MAX_VALUE, Map.of());
        long count = 0;
        try (BatchReader reader = format.openReader(bytes, request, new ScanMetrics())) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                count += batch.selectedCount();
            }
        }
        return count;
    }

    /** Lets the first days pass. */
    private static final class Days implements BatchFilter {
        private final int end;
        private final int[] rows = new int[ColumnBatch.DEFAULT_ROWS];

        Days(int count) {
            this.end = FIRST_DAY + count;
        }

        @Override
        public List<Integer> columns() {
            return List.of(0);
        }

        @Override
        public @Nullable SelectionVector select(ColumnBatch batch) {
            int n = 0;
            switch (batch.column(0)) {
                case DictionaryVector vector -> {
                    int[] days = ((IntVector) vector.dictionary()).values();
                    for (int row = 0; row < batch.rowCount(); row++) {
                        rows[n] = row;
                        n += days[vector.ids()[row]] < end ? 1 : 0;
                    }
                }
                case IntVector vector -> {
                    for (int row = 0; row < batch.rowCount(); row++) {
                        rows[n] = row;
                        n += vector.values()[row] < end ? 1 : 0;
                    }
                }
                default -> throw new IllegalStateException("Dates are numbers");
            }
            return new SelectionVector(n, rows);
        }
    }

    /** Prints nanoseconds a row of the file for each column and share, best of several, without JMH. */
    public static void main(String[] arguments) throws IOException {
        BenchmarkParquetFilter benchmark = new BenchmarkParquetFilter();
        benchmark.makeFile();
        try {
            for (String column : List.of("quantity", "extendedprice", "shipmode", "comment")) {
                benchmark.column = column;
                StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-14s", column));
                for (int permille : new int[]{0, 2, 20, 200, 700, 1_000}) {
                    benchmark.permille = permille;
                    long best = Long.MAX_VALUE;
                    for (int i = 0; i < 12; i++) {
                        long start = System.nanoTime();
                        benchmark.chosenRows();
                        best = Math.min(best, System.nanoTime() - start);
                    }
                    line.append(String.format(Locale.ROOT, "  %4d ‰ %6.2f", permille,
                            (double) best / benchmark.files.rows));
                }
                System.out.println(line);
            }
        } finally {
            benchmark.deleteFile();
        }
    }
}
