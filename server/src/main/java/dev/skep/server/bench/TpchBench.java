package dev.skep.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.skep.server.SkepServer;
import dev.skep.server.bench.ProcessClock.Measurement;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.server.tpch.TpchData;
import dev.skep.server.tpch.TpchQueries;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.scan.FileFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code skep bench tpch}: the 22 queries of TPC-H on Skep and on DuckDB, in one process, alternating. Skep is asked through its JDBC driver
 * over a socket, DuckDB in process. After the warm-up rounds each query runs several times on each; medians are printed. Processor time is that of
 * the whole process, compilers and collectors included.
 */
@Command(name = "tpch", description = "The 22 queries of TPC-H on Skep and DuckDB.", mixinStandardHelpOptions = true)
public final class TpchBench implements Callable<Integer> {
    @Option(names = "--scale", defaultValue = "1", description = "1 is 6 million rows of lineitem (default ${DEFAULT-VALUE}).")
    private double scale;

    @Option(names = "--format", defaultValue = "parquet", description = "parquet or orc; DuckDB always reads the Parquet files (default ${DEFAULT-VALUE}).")
    private String format = "parquet";

    @Option(names = "--compression", defaultValue = "snappy", description = "snappy, zstd or none (default ${DEFAULT-VALUE}).")
    private String compression = "snappy";

    @Option(names = "--warmup", defaultValue = "3", description = "Rounds before anything counts (default ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds that count (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--queries", split = ",", description = "Only these queries (default all).")
    private List<Integer> queries = new ArrayList<>();

    @Option(names = "--data", defaultValue = "skep-bench", description = "Where the data set is made and kept (default ${DEFAULT-VALUE}).")
    private Path data = Path.of("skep-bench");

    @Override
    public Integer call() throws Exception {
        Path files = data.toAbsolutePath().resolve("tpch-sf%s-%s".formatted(scale, compression));
        makeData(files, "parquet");
        makeData(files, format);
        Path serverData = Files.createTempDirectory("skep-bench");
        Map<String, String> settings = Map.of("data.dir", serverData.toString(), "metastore.port", "0",
                "hiveserver2.port", "0", "http.port", "0");
        try (SkepServer server = SkepServer.start(ServerSettings.of(Settings.read(null, Map.of(), settings)));
                Connection skep = DriverManager.getConnection(server.endpoints().hiveServer2());
                Connection duck = duckDb(files)) {
            createTables(skep, files);
            measure(skep, duck);
        } finally {
            new LocalFileSystem().deleteRecursively(Location.of(serverData.toString()));
        }
        return 0;
    }

    private void makeData(Path files, String wanted) throws IOException {
        FileFormat fileFormat = SkepServer.fileFormats().get(wanted);
        if (fileFormat == null || wanted.equals("textfile")) {
            throw new IllegalArgumentException("Invalid format: '%s' (expected parquet or orc)".formatted(wanted));
        }
        for (String table : TpchData.tables()) {
            Path folder = files.resolve(wanted).resolve(table);
            Path done = files.resolve(wanted).resolve("_" + table + ".done");
            if (Files.exists(done)) {
                continue;
            }
            LocalFileSystem local = new LocalFileSystem();
            Location location = Location.of(folder.toString());
            local.deleteRecursively(location);
            int parts = table.equals("lineitem") || table.equals("orders")
                    ? Math.max(1, (int) Math.min(16, 4 * scale))
                    : 1;
            long rows = TpchData.write(table, scale, parts, local, location, fileFormat,
                    Map.of("parquet.compression", compression, "orc.compress", compression));
            Files.createFile(done);
            System.out.printf("made %s %s: %,d rows%n", wanted, table, rows);
        }
    }

    private static Connection duckDb(Path files) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + Runtime.getRuntime().availableProcessors());
            for (String table : TpchData.tables()) {
                statement.execute("CREATE VIEW %s AS SELECT * FROM read_parquet('%s/parquet/%s/*.parquet')"
                        .formatted(table, files, table));
            }
        }
        return connection;
    }

    private void createTables(Connection skep, Path files) throws SQLException {
        try (Statement statement = skep.createStatement()) {
            for (String table : TpchData.tables()) {
                String columns = TpchData.columns(table).stream()
                        .map(column -> column.name() + " " + column.type().hiveName())
                        .collect(Collectors.joining(", "));
                statement.execute("CREATE EXTERNAL TABLE %s (%s) STORED AS %s LOCATION 'file:%s/%s/%s'".formatted(table,
                        columns, format, files,
                        format, table));
                statement.execute("ANALYZE TABLE %s COMPUTE STATISTICS FOR COLUMNS".formatted(table));
            }
        }
    }

    private void measure(Connection skep, Connection duck) throws SQLException {
        List<Integer> chosen = queries.isEmpty() ? allQueries() : queries;
        System.out.printf(
                "TPC-H scale %s, %s %s; Skep by JDBC over a socket, DuckDB in process; medians of %d runs after %d%n",
                scale, compression,
                format, rounds, warmup);
        System.out.printf("%5s %12s %12s %12s %12s %10s %10s%n", "query", "Skep wall ms", "Skep CPU ms", "Duck wall ms",
                "Duck CPU ms", "wall ratio",
                "CPU ratio");
        List<double[]> figures = new ArrayList<>();
        for (int query : chosen) {
            figures.add(measure(query, skep, duck));
        }
        double[] totals = new double[4];
        double wallRatio = 0;
        double cpuRatio = 0;
        for (double[] figure : figures) {
            for (int i = 0; i < 4; i++) {
                totals[i] += figure[i];
            }
            wallRatio += Math.log(figure[0] / figure[2]);
            cpuRatio += Math.log(figure[1] / figure[3]);
        }
        row("sum", totals);
        System.out.printf(Locale.ROOT, "geometric mean of Skep / DuckDB: wall %.2f, CPU %.2f%n",
                Math.exp(wallRatio / figures.size()),
                Math.exp(cpuRatio / figures.size()));
    }

    private static List<Integer> allQueries() {
        List<Integer> all = new ArrayList<>();
        for (int query = 1; query <= TpchQueries.COUNT; query++) {
            all.add(query);
        }
        return all;
    }

    private double[] measure(int query, Connection skep, Connection duck) throws SQLException {
        String sql = TpchQueries.text(query);
        List<Measurement> ours = new ArrayList<>();
        List<Measurement> theirs = new ArrayList<>();
        for (int round = 0; round < warmup + rounds; round++) {
            Measurement our = run(skep, sql);
            Measurement their = run(duck, sql);
            if (round >= warmup) {
                ours.add(our);
                theirs.add(their);
            }
        }
        double[] figure = {median(ours.stream().mapToDouble(Measurement::wallMillis).toArray()),
                median(ours.stream().mapToDouble(Measurement::cpuMillis).toArray()),
                median(theirs.stream().mapToDouble(Measurement::wallMillis).toArray()),
                median(theirs.stream().mapToDouble(Measurement::cpuMillis).toArray())};
        row("q" + query, figure);
        return figure;
    }

    private static void row(String name, double[] figure) {
        System.out.printf(Locale.ROOT, "%5s %12.1f %12.1f %12.1f %12.1f %10.2f %10.2f%n", name, figure[0], figure[1],
                figure[2], figure[3],
                figure[0] / figure[2], figure[1] / figure[3]);
    }

    private static Measurement run(Connection connection, String sql) throws SQLException {
        ProcessClock clock = new ProcessClock();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    @Nullable
                    Object ignored = rows.getObject(i);
                }
            }
        }
        return clock.stop();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
