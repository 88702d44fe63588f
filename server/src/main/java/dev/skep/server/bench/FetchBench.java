package dev.skep.server.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.skep.server.SkepServer;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code skep bench fetch}: rows of lineitem through JDBC drivers, each in a process of its own with a small heap, by turns. The server is this process. A
 * client reads each cell by the getter of its column's type.
 */
@Command(name = "fetch", description = "All rows of TPC-H's lineitem through Skep's JDBC driver and others, each in a process of its own.", mixinStandardHelpOptions = true)
public final class FetchBench implements Callable<Integer> {
    private static final String TABLE = "lineitem";
    private static final Map<String, String> CASES = new LinkedHashMap<>();

    static {
        CASES.put("all columns", "SELECT * FROM lineitem");
        CASES.put("numbers", "SELECT l_orderkey, l_partkey, l_suppkey, l_linenumber FROM lineitem");
        CASES.put("decimals", "SELECT l_quantity, l_extendedprice, l_discount, l_tax FROM lineitem");
        CASES.put("dates", "SELECT l_shipdate, l_commitdate, l_receiptdate FROM lineitem");
        CASES.put("short texts", "SELECT l_returnflag, l_linestatus, l_shipinstruct, l_shipmode FROM lineitem");
        CASES.put("comments", "SELECT l_comment FROM lineitem");
        CASES.put("one order", "SELECT * FROM lineitem WHERE l_orderkey = 1");
    }

    @Option(names = "--scale", defaultValue = "1", description = "1 has some 6 million rows (default ${DEFAULT-VALUE}).")
    private double scale;

    @Option(names = "--format", defaultValue = "parquet", description = "parquet or orc (default ${DEFAULT-VALUE}).")
    private String format = "parquet";

    @Option(names = "--compression", defaultValue = "snappy", description = "Of the files: snappy, zstd or none (default ${DEFAULT-VALUE}).")
    private String compression = "snappy";

    @Option(names = "--data", defaultValue = "skep-bench", description = "Where the data set is made and kept (default ${DEFAULT-VALUE}).")
    private Path data = Path.of("skep-bench");

    @Option(names = "--warmup", defaultValue = "2", description = "Runs before those that count (default ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--rounds", defaultValue = "3", description = "Runs that count (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--cases", description = "Only cases whose names contain this text.")
    private String only = "";

    @Option(names = "--heap", defaultValue = "64m", description = "The clients' -Xmx (default ${DEFAULT-VALUE}).")
    private String heap = "64m";

    @Option(names = "--keys", paramLabel = "KEY=VALUE;...", description = "Keys of one more connection of Skep's driver to measure, such as compression=lz4.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--jar", paramLabel = "JAR[:JAR]", description = "Another HiveServer2 driver to measure, with the jars it needs: hive-jdbc standalone and Hadoop's client.")
    private List<String> jars = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the Skep server.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Path files = data.toAbsolutePath().resolve("tpch-sf%s-%s".formatted(scale, compression));
        Path table = files.resolve(format).resolve(TABLE);
        if (!Files.exists(table.resolveSibling("_" + TABLE + ".done"))) {
            throw new IllegalArgumentException(
                    "Cannot find lineitem in %s: make it by skep bench tpch --scale %s --format %s --compression %s --queries 1 --data %s"
                            .formatted(table, scale, format, compression, data));
        }
        Path serverData = Files.createTempDirectory("skep-bench");
        try (SkepServer server = SkepServer
                .start(ServerSettings.of(Settings.read(null, Map.of(), settings(serverData))))) {
            createTable(server.endpoints().hiveServer2(), table);
            List<FetchClient> clients = new ArrayList<>();
            try {
                startClients(server, clients);
                measure(clients);
            } finally {
                for (FetchClient client : clients) {
                    client.close();
                }
            }
        } finally {
            new LocalFileSystem().deleteRecursively(Location.of(serverData.toString()));
        }
        return 0;
    }

    private Map<String, String> settings(Path serverData) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("data.dir", serverData.toString(),
                "metastore.port", "0", "hiveserver2.port", "0", "http.port", "0"));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("Invalid setting: '%s' (expected key=value)".formatted(setting));
            }
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return all;
    }

    private void createTable(String url, Path files) throws SQLException {
        String columns = QuerySet.TPCH.columns(TABLE).stream()
                .map(column -> column.name() + " " + column.type().hiveName())
                .collect(Collectors.joining(", "));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTERNAL TABLE %s (%s) STORED AS %s LOCATION 'file:%s'"
                    .formatted(TABLE, columns, format, files));
        }
    }

    private void startClients(SkepServer server, List<FetchClient> clients) throws Exception {
        String own = System.getProperty("java.class.path");
        String url = server.endpoints().hiveServer2();
        clients.add(FetchClient.start("Skep", own, url, heap));
        for (String more : keys) {
            clients.add(FetchClient.start("Skep;" + more, own, url + ";" + more, heap));
        }
        String reader = Path.of(FetchBench.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
        for (String jar : jars) {
            String name = Path.of(jar.split(":", -1)[0]).getFileName().toString();
            clients.add(FetchClient.start(name, reader + ":" + jar, url.replace("jdbc:skep:", "jdbc:hive2:"), heap));
        }
    }

    private void measure(List<FetchClient> clients) throws Exception {
        ProcessClock server = ProcessClock.ofThisProcess();
        System.out.printf(Locale.ROOT,
                "lineitem of TPC-H scale %s, %s %s; clients with -Xmx%s, by turns; medians of %d runs after %d%n",
                scale, compression, format, heap, rounds, warmup);
        System.out.printf("%-14s%-30s%12s%10s%10s%12s%12s%12s%12s%12s%14s%n", "case", "driver", "rows", "wall s",
                "rows/s", "client s", "server s", "rows/CPU-s", "wire MB", "heap MB", "process MB");
        for (Map.Entry<String, String> chosen : CASES.entrySet()) {
            if (!chosen.getKey().contains(only)) {
                continue;
            }
            Map<FetchClient, List<FetchRun>> runs = new LinkedHashMap<>();
            for (int round = 0; round < warmup + rounds; round++) {
                for (FetchClient client : clients) {
                    FetchRun run = client.run(chosen.getValue(), server);
                    if (round >= warmup) {
                        runs.computeIfAbsent(client, its -> new ArrayList<>()).add(run);
                    }
                }
            }
            FetchRun first = runs.values().iterator().next().getFirst();
            runs.forEach((client, counted) -> print(chosen.getKey(), client.name(), FetchRun.median(counted), first));
        }
    }

    private static void print(String name, String client, FetchRun run, FetchRun first) {
        if (run.rows() != first.rows() || run.sum() != first.sum()) {
            throw new IllegalStateException("Cannot compare drivers: %s read %d rows of sum %d, another %d of %d"
                    .formatted(client, run.rows(), run.sum(), first.rows(), first.sum()));
        }
        double cpu = run.clientCpu() + run.serverCpu();
        System.out.printf(Locale.ROOT, "%-14s%-30s%12d%10.3f%10s%12.3f%12.3f%12s%12.1f%12.1f%14.1f%n", name, client,
                run.rows(), run.wall(), perSecond(run.rows() / run.wall()), run.clientCpu(), run.serverCpu(),
                perSecond(run.rows() / cpu), run.wireBytes() / 1e6, run.heapPeak() / 1e6, run.processPeak() / 1e6);
    }

    private static String perSecond(double rows) {
        return rows >= 1e6
                ? String.format(Locale.ROOT, "%.2f M", rows / 1e6)
                : String.format(Locale.ROOT, "%.0f", rows);
    }
}
