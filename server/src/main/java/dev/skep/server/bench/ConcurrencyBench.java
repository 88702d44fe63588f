package dev.skep.server.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import dev.skep.server.SkepServer;
import dev.skep.server.config.ServerSettings;
import dev.skep.server.config.Settings;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code skep bench concurrency}: clients that run the queries of TPC-H, each in an order of its own, beside one that asks something short again and again. Every
 * answer is compared with the one that the query had alone.
 */
@Command(name = "concurrency", description = "TPC-H by several clients at a time, beside short queries.", mixinStandardHelpOptions = true)
public final class ConcurrencyBench implements Callable<Integer> {
    @Mixin
    private QueryBenchOptions options = new QueryBenchOptions();

    @Option(names = "--clients", defaultValue = "8", description = "Clients that run TPC-H queries at the same time (default ${DEFAULT-VALUE}).")
    int clients;

    @Option(names = "--each", defaultValue = "11", description = "How many queries each of them runs (default ${DEFAULT-VALUE}).")
    int each;

    @Option(names = "--short", defaultValue = "SELECT o_orderpriority, count(*) FROM orders WHERE o_orderkey BETWEEN 1000 AND 2000 GROUP BY o_orderpriority ORDER BY 1", description = "The short query (default ${DEFAULT-VALUE}).")
    String shortQuery = "";

    @Option(names = "--pause", defaultValue = "100", description = "Milliseconds between one answer to the short query and the next question (default ${DEFAULT-VALUE}).")
    long pauseMillis;

    @Override
    public Integer call() throws Exception {
        QueryBench bench = new QueryBench(QuerySet.TPCH, options);
        bench.makeData(bench.files(), options.format);
        Path serverData = Files.createTempDirectory("skep-bench");
        try (SkepServer server = SkepServer
                .start(ServerSettings.of(Settings.read(null, Map.of(), bench.settings(serverData))))) {
            String url = server.endpoints().hiveServer2();
            Map<Integer, String> texts = new TreeMap<>();
            List<Integer> chosen = options.queries.isEmpty()
                    ? IntStream.rangeClosed(1, QuerySet.TPCH.queries()).boxed().toList()
                    : options.queries;
            chosen.forEach(query -> texts.put(query, QuerySet.TPCH.text(query)));
            try (Connection connection = DriverManager.getConnection(url)) {
                bench.createTables(connection, bench.files());
                return measure(url, texts, alone(connection, texts)) ? 0 : 1;
            }
        } finally {
            new LocalFileSystem().deleteRecursively(Location.of(serverData.toString()));
        }
    }

    /** Answers by query; 0 is the short one. */
    private Map<Integer, Answer> alone(Connection connection, Map<Integer, String> texts) throws SQLException {
        Map<Integer, Answer> answers = new TreeMap<>();
        for (int round = 0; round < Math.max(1, options.warmup / 6); round++) {
            for (Map.Entry<Integer, String> query : texts.entrySet()) {
                answers.put(query.getKey(), Answer.of(connection, query.getValue()));
            }
        }
        answers.put(0, Answer.of(connection, shortQuery));
        return answers;
    }

    private boolean measure(String url, Map<Integer, String> texts, Map<Integer, Answer> expected) throws Exception {
        ConcurrentLoad load = new ConcurrentLoad(url, texts, shortQuery, expected, pauseMillis);
        Latencies alone = load.shortAlone(200);
        System.out.printf(Locale.ROOT, "short query alone: %s%n", alone);
        MemoryWatch memory = new MemoryWatch();
        ProcessClock clock = ProcessClock.ofThisProcess();
        long cpu = clock.cpuNanos();
        long wall = System.nanoTime();
        Latencies beside = load.beside(clients, each);
        double seconds = (System.nanoTime() - wall) / 1e9;
        System.out.printf(Locale.ROOT, "short query beside %d clients: %s%n", clients, beside);
        System.out.printf(Locale.ROOT, "TPC-H queries beside each other: %s%n", load.queries());
        System.out.printf(Locale.ROOT,
                "%d queries in %.1f s: %.1f queries a minute, %.1f s of processor time%n", load.queries().count(),
                seconds, load.queries().count() * 60 / seconds, (clock.cpuNanos() - cpu) / 1e9);
        System.out.println(memory);
        System.out.printf(Locale.ROOT, "from cancel to free: %s%n", new CancelRun(url).measure());
        List<String> problems = new ArrayList<>(load.problems());
        System.out.printf("failures and wrong answers: %d%n", problems.size());
        problems.stream().limit(20).forEach(problem -> System.out.println("  " + problem));
        return problems.isEmpty();
    }
}
