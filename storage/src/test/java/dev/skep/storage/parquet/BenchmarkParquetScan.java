package dev.skep.storage.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.skep.storage.scan.BatchReader;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanMetrics;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.type.Field;
import dev.skep.storage.vector.ColumnBatch;
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

/**
 * How long a scan of a file like TPC-H's lineitem takes, one column or all, on one thread, beside DuckDB's scan of the same file. Its main prints
 * the figures of each column without JMH: {@code BenchmarkParquetScan [rows]}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BenchmarkParquetScan {
    private static final String LINEITEM = """
            SELECT i // 4 AS orderkey, CAST(hash(i) %% 200000 AS BIGINT) AS partkey, CAST(i %% 7 + 1 AS INTEGER) AS linenumber,
              CAST(hash(i) %% 50 + 1 AS DECIMAL(15,2)) AS quantity,
              CAST(hash(i + 1) %% 10000000 / 100.0 AS DECIMAL(15,2)) AS extendedprice,
              CAST(hash(i) %% 11 / 100.0 AS DECIMAL(15,2)) AS discount, hash(i) %% 1000000 / 7.0 AS factor,
              DATE '1992-01-01' + CAST(hash(i) %% 2500 AS INTEGER) AS shipdate,
              chr(CAST(65 + hash(i) %% 3 AS INTEGER)) AS returnflag,
              ['TRUCK', 'MAIL', 'AIR', 'REG AIR', 'SHIP', 'RAIL', 'FOB'][CAST(1 + hash(i) %% 7 AS INTEGER)] AS shipmode,
              'the ' || (hash(i) %% 1000000007) || ' furiously final deposits ' || (hash(i) %% 1009) AS comment
            FROM range(%d) t(i)""";

    /** Who wrote the file, and how it is compressed. */
    @Param({"duckdb-snappy", "skep-snappy", "duckdb-zstd", "skep-none"})
    public String file = "duckdb-snappy";

    @Param("1000000")
    public int rows = 1_000_000;

    private Path path = Path.of("");
    private BytesFile bytes = new BytesFile("none", new byte[0]);
    private final ParquetFormat format = new ParquetFormat(new FooterCache(1 << 24));

    @Setup(Level.Trial)
    public void makeFile() throws IOException {
        path = Files.createTempFile("lineitem", ".parquet");
        String codec = file.substring(file.indexOf('-') + 1);
        DuckOracle.run("COPY (" + String.format(Locale.ROOT, LINEITEM, rows) + ") TO '" + path
                + "' (FORMAT parquet, COMPRESSION " + (codec.equals("none") ? "uncompressed" : codec) + ")");
        if (file.startsWith("skep")) {
            BytesFile source = BytesFile.of(path);
            List<Field> columns = format.columns(source);
            BytesFile.Sink sink = new BytesFile.Sink("skep.parquet");
            try (BatchReader reader = format.openReader(source, ScanRequest.of(Rows.columns(columns)),
                    new ScanMetrics());
                    BatchWriter writer = format.openWriter(sink,
                            new WriteRequest(columns, Map.of("parquet.compression", codec)))) {
                for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    writer.write(batch);
                }
                writer.finish();
            }
            Files.write(path, sink.written().bytes());
        }
        bytes = BytesFile.of(path);
    }

    /** The file that {@link #makeFile} has made. */
    BytesFile bytes() {
        return bytes;
    }

    @TearDown(Level.Trial)
    public void deleteFile() throws IOException {
        Files.deleteIfExists(path);
    }

    @Benchmark
    public long allColumns() {
        return scan(Rows.columns(format.columns(bytes)));
    }

    @Benchmark
    public long numbers() {
        return scan(Rows.columns(format.columns(bytes)).subList(0, 8));
    }

    @Benchmark
    public long comments() {
        return scan(Rows.columns(format.columns(bytes)).subList(10, 11));
    }

    @Benchmark
    public long duckdbAllColumns() throws SQLException {
        return duckdb("max(orderkey), max(partkey), max(linenumber), max(quantity), max(extendedprice), max(discount),"
                + " max(factor), max(shipdate), max(returnflag), max(shipmode), max(length(comment))");
    }

    private long duckdb(String expressions) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads=1");
            try (ResultSet result = statement
                    .executeQuery("SELECT " + expressions + " FROM read_parquet('" + path + "')")) {
                return result.next() ? 1 : 0;
            }
        }
    }

    private long scan(List<ScanColumn> columns) {
        long count = 0;
        try (BatchReader reader = format.openReader(bytes, ScanRequest.of(columns), new ScanMetrics())) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                count += batch.selectedCount();
            }
        }
        return count;
    }

    /** Prints nanoseconds a row of each column and of all, best of several, for each kind of file. */
    public static void main(String[] arguments) throws IOException, SQLException {
        for (String file : List.of("duckdb-snappy", "skep-snappy", "duckdb-zstd", "skep-none")) {
            BenchmarkParquetScan benchmark = new BenchmarkParquetScan();
            benchmark.file = file;
            benchmark.rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
            benchmark.makeFile();
            try {
                benchmark.print();
            } finally {
                benchmark.deleteFile();
            }
        }
    }

    private void print() throws SQLException {
        System.out.printf(Locale.ROOT, "%s: %,d bytes%n", file, bytes.length());
        List<ScanColumn> columns = Rows.columns(format.columns(bytes));
        for (ScanColumn column : columns) {
            System.out.printf(Locale.ROOT, "  %-14s %6.2f ns/row   duckdb %6.2f%n", column.name(),
                    best(() -> scan(List.of(column))), best(() -> duckdb(column.name().equals("comment")
                            ? "max(length(comment))"
                            : "max(" + column.name() + ")")));
        }
        System.out.printf(Locale.ROOT, "  %-14s %6.2f ns/row   duckdb %6.2f%n", "all", best(this::allColumns),
                best(this::duckdbAllColumns));
    }

    private interface Scan {
        long run() throws SQLException;
    }

    private double best(Scan scan) throws SQLException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 12; i++) {
            long start = System.nanoTime();
            scan.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return (double) best / rows;
    }
}
