package dev.skep.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code skep bench start}: servers that are started by the script on a data folder that exists, each asked one query of TPC-H, at once or after a while. What a
 * client waits for is measured: opening a connection, the query, taking its rows; the client's own code is warm. The same on a warm server is what the first query
 * is compared with.
 */
@Command(name = "start", description = "How soon a server is ready, and what the first query of a fresh one takes beside later ones.", mixinStandardHelpOptions = true)
public final class StartBench implements Callable<Integer> {
    private static final List<Integer> QUERIES = List.of(1, 3, 6);

    @Mixin
    private QueryBenchOptions options = new QueryBenchOptions();

    @Option(names = "--pause", defaultValue = "5", description = "Seconds from the ready line to the question, where it is not asked at once (default ${DEFAULT-VALUE}).")
    private int pauseSeconds;

    @Option(names = "--cache", split = ",", defaultValue = "on,off", description = "With the JVM's ahead-of-time cache, without it (default ${DEFAULT-VALUE}).")
    private List<String> caches = new ArrayList<>();

    private Path log = Path.of("");
    private Path script = Path.of("");

    @Override
    public Integer call() throws Exception {
        script = Path.of(System.getProperty("skep.script", "skep")).toAbsolutePath();
        Path work = Files.createTempDirectory("skep-bench");
        log = work.resolve("log");
        try {
            Path dataFolder = work.resolve("data");
            QueryBench bench = new QueryBench(QuerySet.TPCH, options);
            bench.makeData(bench.files(), options.format);
            if (caches.contains("on")) {
                train();
            }
            Map<Integer, Double> warm = prepare(bench, dataFolder);
            for (String cache : caches) {
                measure(dataFolder, cache, warm);
            }
            return 0;
        } finally {
            new LocalFileSystem().deleteRecursively(Location.of(work.toString()));
        }
    }

    private void train() throws IOException, InterruptedException {
        Process training = new ProcessBuilder(script.toString(), "train").inheritIO().start();
        if (training.waitFor() != 0) {
            throw new IOException("Cannot make the ahead-of-time cache: '%s train' failed".formatted(script));
        }
    }

    private List<Integer> queries() {
        return options.queries.isEmpty() ? QUERIES : options.queries;
    }

    private ServerProcess start(Path dataFolder, String cache) throws IOException {
        List<String> settings = new ArrayList<>(List.of("metastore.port=0", "hiveserver2.port=0", "http.port=0"));
        settings.addAll(options.settings);
        return ServerProcess.start(script, dataFolder, settings, Map.of("SKEP_AOT", cache), log);
    }

    /** Makes the data folder, warms the client's side, and returns the wall time of warm queries in milliseconds. */
    private Map<Integer, Double> prepare(QueryBench bench, Path dataFolder) throws Exception {
        Map<Integer, Double> warm = new LinkedHashMap<>();
        System.out.printf(
                "TPC-H scale %s, %s %s; a query is opening a connection, the statement, and its rows; medians in ms%n",
                options.scale, options.compression, options.format);
        System.out.printf("%-24s%12s%12s%n", "warm (after " + options.warmup + " runs)", "wall", "CPU");
        try (ServerProcess server = start(dataFolder, "on")) {
            try (Connection connection = DriverManager.getConnection(server.url())) {
                bench.createTables(connection, bench.files());
            }
            for (int query : queries()) {
                Latencies wall = new Latencies();
                Latencies cpu = new Latencies();
                for (int round = 0; round < options.warmup + options.rounds; round++) {
                    Asked asked = ask(server, query);
                    if (round >= options.warmup) {
                        wall.add((long) (asked.wallMillis() * 1e6));
                        cpu.add((long) (asked.cpuMillis() * 1e6));
                    }
                }
                warm.put(query, wall.millis(0.5));
                System.out.printf(Locale.ROOT, "%-24s%12.0f%12.0f%n", "q" + query, wall.millis(0.5), cpu.millis(0.5));
            }
        }
        return warm;
    }

    private void measure(Path dataFolder, String cache, Map<Integer, Double> warm) throws Exception {
        Latencies ready = new Latencies();
        Latencies resident = new Latencies();
        System.out.printf("%nahead-of-time cache %s%n%-24s%12s%12s%12s%14s%n", cache, "first query of a server",
                "wall", "CPU", "longest", "wall : warm");
        for (int pause : new int[]{0, pauseSeconds}) {
            for (int query : queries()) {
                Latencies wall = new Latencies();
                Latencies cpu = new Latencies();
                for (int round = 0; round < options.rounds; round++) {
                    try (ServerProcess server = start(dataFolder, cache)) {
                        ready.add((long) (server.readyMillis() * 1e6));
                        if (pause > 0) {
                            Thread.sleep(pause * 1_000L);
                            resident.add(server.residentBytes());
                        }
                        Asked asked = ask(server, query);
                        wall.add((long) (asked.wallMillis() * 1e6));
                        cpu.add((long) (asked.cpuMillis() * 1e6));
                    }
                }
                System.out.printf(Locale.ROOT, "%-24s%12.0f%12.0f%12.0f%14.2f%n",
                        "q" + query + (pause == 0 ? ", at once" : ", after " + pause + " s"), wall.millis(0.5),
                        cpu.millis(0.5), wall.millis(1), wall.millis(0.5) / warm.getOrDefault(query, Double.NaN));
            }
        }
        System.out.printf(Locale.ROOT,
                "ready after %.0f ms (median of %d starts, longest %.0f); VmRSS %.0f MB %d s later%n",
                ready.millis(0.5), ready.count(), ready.millis(1), resident.millis(0.5), pauseSeconds);
    }

    private static Asked ask(ServerProcess server, int query) throws SQLException {
        ProcessClock clock = server.clock();
        long cpu = clock.cpuNanos();
        long wall = System.nanoTime();
        try (BenchEngine engine = new BenchEngine("Skep", DriverManager.getConnection(server.url()), clock)) {
            engine.run(QuerySet.TPCH.text(query));
        }
        return new Asked((System.nanoTime() - wall) / 1e6, (clock.cpuNanos() - cpu) / 1e6);
    }

    /** What a connection with one query cost: at the client, and all threads of the server. */
    private record Asked(double wallMillis, double cpuMillis) {}
}
