package dev.skep.server.bench;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.skep.server.SkepServer;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.scan.FileFormat;

/**
 * Runs the queries of a set on Skep, on DuckDB and, if one is named, on another engine, in one run, alternating. Skep runs in this process and is
 * asked through its JDBC driver over a socket, DuckDB runs in this process, so that each one's processor time is this process's while it works; another
 * engine's is its own process's. Each query is repeated until each engine is warm, then the medians of some more runs are printed.
 */
final class QueryBench {
    private static final int PLANNING_ROUNDS = 10;
    private static final Duration OTHER_ENGINE_LIMIT = Duration.ofMinutes(5);

    private final QuerySet set;
    private final QueryBenchOptions options;

    QueryBench(QuerySet set, QueryBenchOptions options) {
        this.set = set;
        this.options = options;
    }

    /** Where the data set is. */
    Path files() {
        return options.data.toAbsolutePath().resolve("%s-sf%s-%s".formatted(set.name().toLowerCase(Locale.ROOT),
                options.scale, options.compression));
    }

    /** Measures queries of the set. */
    void run() throws Exception {
        List<Integer> chosen = options.queries.isEmpty()
                ? IntStream.rangeClosed(1, set.queries()).boxed().toList()
                : options.queries;
        Map<String, String> texts = new LinkedHashMap<>();
        for (int query : chosen) {
            texts.put("q" + query, set.text(query));
        }
        run((skep, files) -> {}, (duckDb, files) -> {}, texts);
    }

    /** Measures scans of the set's tables, and of one more that is made of them by month. */
    void runScans(Map<String, String> scans, Map<String, String> ofMonths) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(scans);
        all.putAll(ofMonths);
        if (!options.format.equals("parquet") && !options.withoutDuckDb) {
            throw new IllegalArgumentException(
                    "Invalid --format: '%s' (DuckDB reads the table by month too: parquet, or --no-duckdb)"
                            .formatted(options.format));
        }
        run((skep, files) -> {
            MonthlyTable monthly = new MonthlyTable(files.resolve(options.format));
            monthly.create(skep, options.format);
            System.out.printf("the partition of 1 of 84 has files of %.1f MB%n", monthly.bytes(199506) / 1e6);
        }, (duckDb, files) -> new MonthlyTable(files.resolve("parquet")).createView(duckDb), all);
    }

    /** Makes more tables at an engine. */
    @FunctionalInterface
    private interface Preparation {
        void prepare(Connection connection, Path files) throws SQLException;
    }

    private void run(Preparation atSkep, Preparation atDuckDb, Map<String, String> texts) throws Exception {
        Path files = files();
        makeData(files, "parquet");
        makeData(files, options.format);
        Path serverData = Files.createTempDirectory("skep-bench");
        try (SkepServer server = SkepServer
                .start(ServerSettings.of(Settings.read(null, Map.of(), settings(serverData))))) {
            List<BenchEngine> engines = new ArrayList<>();
            try {
                Connection skep = DriverManager.getConnection(server.endpoints().hiveServer2());
                engines.add(new BenchEngine("Skep", skep, ProcessClock.ofThisProcess()));
                createTables(skep, files);
                atSkep.prepare(skep, files);
                if (!options.withoutDuckDb) {
                    Connection duckDb = duckDb(files);
                    engines.add(new BenchEngine("DuckDB", duckDb, ProcessClock.ofThisProcess()));
                    atDuckDb.prepare(duckDb, files);
                }
                if (!options.url.isEmpty()) {
                    System.out.println("metastore of the tables: " + server.endpoints().metastore());
                    engines.add(other(files));
                }
                measure(engines, texts);
            } finally {
                for (BenchEngine engine : engines) {
                    engine.close();
                }
            }
        } finally {
            new LocalFileSystem().deleteRecursively(Location.of(serverData.toString()));
        }
    }

    /** The settings of the server that is measured. */
    Map<String, String> settings(Path serverData) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("data.dir", serverData.toString(),
                "metastore.port", "0", "hiveserver2.port", "0", "http.port", "0"));
        for (String setting : options.settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("Invalid setting: '%s' (expected key=value)".formatted(setting));
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }

    /** Writes what is missing of the data set. */
    void makeData(Path files, String wanted) throws IOException {
        FileFormat format = SkepServer.fileFormats().get(wanted);
        if (format == null || wanted.equals("textfile")) {
            throw new IllegalArgumentException("Invalid format: '%s' (expected parquet or orc)".formatted(wanted));
        }
        LocalFileSystem local = new LocalFileSystem();
        for (String table : set.tables()) {
            Path done = files.resolve(wanted).resolve("_" + table + ".done");
            if (Files.exists(done)) {
                continue;
            }
            Location location = Location.of(files.resolve(wanted).resolve(table).toString());
            local.deleteRecursively(location);
            long rows = set.write(table, options.scale, local, location, format,
                    Map.of("parquet.compression", options.compression, "orc.compress", options.compression));
            Files.createFile(done);
            System.out.printf("made %s %s: %,d rows%n", wanted, table, rows);
        }
    }

    void createTables(Connection skep, Path files) throws SQLException {
        try (Statement statement = skep.createStatement()) {
            for (String table : set.tables()) {
                String columns = set.columns(table).stream()
                        .map(column -> column.name() + " " + column.type().hiveName())
                        .collect(Collectors.joining(", "));
                statement.execute("CREATE EXTERNAL TABLE %s (%s) STORED AS %s LOCATION 'file:%s/%s/%s'".formatted(
                        table, columns, options.format, files, options.format, table));
                statement.execute("ANALYZE TABLE %s COMPUTE STATISTICS FOR COLUMNS".formatted(table));
            }
        }
    }

    private Connection duckDb(Path files) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + Runtime.getRuntime().availableProcessors());
            for (String table : set.tables()) {
                statement.execute("CREATE VIEW %s AS SELECT * FROM read_parquet('%s/parquet/%s/*.parquet')"
                        .formatted(table, files, table));
            }
        }
        return connection;
    }

    private BenchEngine other(Path files) throws IOException, SQLException, InterruptedException {
        if (options.pid <= 0) {
            throw new IllegalArgumentException("Invalid --pid: an engine with a --url needs the id of its process");
        }
        URLClassLoader loader = new URLClassLoader(new URL[]{options.jar.toUri().toURL()},
                ClassLoader.getPlatformClassLoader());
        Driver driver = ServiceLoader.load(Driver.class, loader).findFirst().orElseThrow(
                () -> new IllegalArgumentException(
                        "Invalid driver: '%s' names no java.sql.Driver".formatted(options.jar)));
        Properties properties = new Properties();
        properties.setProperty("user", options.user);
        long deadline = System.nanoTime() + OTHER_ENGINE_LIMIT.toNanos();
        String probe = options.withTrinoTables ? "SELECT 1" : "SELECT count(*) FROM " + set.tables().getFirst();
        while (true) {
            Connection connection = driver.connect(options.url, properties);
            if (connection == null) {
                throw new IllegalArgumentException(
                        "Invalid URL: '%s' (the driver does not take it)".formatted(options.url));
            }
            BenchEngine engine = new BenchEngine("Other", connection, ProcessClock.of(options.pid));
            try {
                engine.run(probe);
                if (options.withTrinoTables) {
                    createTrinoTables(connection, files);
                }
                return engine;
            } catch (SQLException e) {
                engine.close();
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(1_000);
            }
        }
    }

    /** Trino's connector reads files of its machine as {@code local:}, and knows no tables in another's metastore that lie at {@code file:}. */
    private void createTrinoTables(Connection trino, Path files) throws SQLException {
        try (Statement statement = trino.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + trino.getSchema());
            for (String table : set.tables()) {
                String columns = set.columns(table).stream().map(
                        column -> column.name() + " " + column.type().hiveName().replaceFirst("^string$", "varchar"))
                        .collect(Collectors.joining(", "));
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS %s (%s) WITH (format = '%s', external_location = 'local://%s/%s/%s')"
                                .formatted(table, columns, options.format, files, options.format, table));
                statement.execute("ANALYZE " + table);
            }
        }
    }

    private void measure(List<BenchEngine> engines, Map<String, String> texts) {
        System.out.printf(
                "%s scale %s, %s %s; medians of %d runs in ms, engines alternating; CPU is the engine's whole process; ~: not within 5 %% after %d runs%n",
                set, options.scale, options.compression, options.format, options.rounds, options.warmup);
        BenchTable table = new BenchTable(engines.stream().map(BenchEngine::name).toList());
        table.printHead();
        texts.forEach((name, sql) -> {
            List<QueryRuns> runs = new ArrayList<>();
            for (BenchEngine engine : engines) {
                runs.add(new QueryRuns(engine, sql));
            }
            for (int round = 0; round < options.warmup && runs.stream().anyMatch(run -> !run.isWarm()); round++) {
                runs.forEach(QueryRuns::warmUp);
            }
            for (int round = 0; round < options.rounds; round++) {
                runs.forEach(QueryRuns::measure);
            }
            table.print(name, runs);
        });
        table.printMeans();
        printPlanning(engines.getFirst(), texts);
    }

    /** EXPLAIN plans a statement anew each time, and does little else. */
    private static void printPlanning(BenchEngine skep, Map<String, String> texts) {
        Latencies medians = new Latencies();
        double worst = -1;
        String worstQuery = "";
        for (Map.Entry<String, String> query : texts.entrySet()) {
            Latencies runs = new Latencies();
            try {
                for (int round = 0; round < PLANNING_ROUNDS; round++) {
                    double millis = skep.run("EXPLAIN " + query.getValue()).wallMillis();
                    if (round >= PLANNING_ROUNDS / 2) {
                        runs.add((long) (millis * 1e6));
                    }
                }
            } catch (SQLException e) {
                // The table above tells that the query failed.
                continue;
            }
            medians.add((long) (runs.millis(0.5) * 1e6));
            if (runs.millis(0.5) > worst) {
                worst = runs.millis(0.5);
                worstQuery = query.getKey();
            }
        }
        System.out.printf(Locale.ROOT, "planning by %s (EXPLAIN, warm): p50 %.1f ms, worst %.1f ms (%s)%n",
                skep.name(),
                medians.millis(0.5), worst, worstQuery);
    }
}
