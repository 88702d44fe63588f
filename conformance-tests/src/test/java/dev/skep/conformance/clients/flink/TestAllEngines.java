package dev.skep.conformance.clients.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import dev.skep.conformance.clients.PeerProgram;
import dev.skep.conformance.clients.Transcript;
import dev.skep.conformance.clients.trino.TrinoProcess;
import dev.skep.conformance.harness.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark 3.5, Spark 4.0, Trino 476 and Flink 1.20 work on one server at the same time; in the end each reads what the others wrote, and so does our SQL. */
@Tag("all-clients")
final class TestAllEngines {
    private static final int JAVA = 17;
    private static final int ROUNDS = 3;
    private static final List<String> ENGINES = List.of("spark35", "spark40", "trino", "flink");

    @TempDir
    Path folder;

    @Test
    void readWhatTheOthersWrite() throws Exception {
        Path data = folder.resolve("data");
        Path shared = Files.createDirectories(folder.resolve("shared"));
        try (ServerProcess server = ServerProcess.start(data, Map.of());
                Connection ours = server.connect();
                TrinoProcess trino = TrinoProcess.startLocal(Files.createDirectories(folder.resolve("trino")),
                        server.metastoreUri(), Map.of("hive.metastore.thrift.delete-files-on-drop", "true"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Transcript.rows(ours, "CREATE DATABASE meeting");
            CountDownLatch all = new CountDownLatch(1);
            Map<String, Future<List<String>>> runs = new LinkedHashMap<>();
            runs.put("spark35", threads.submit(peer(server, "spark-3.5", "meeting-spark", "SparkMeeting", "spark35")));
            runs.put("spark40", threads.submit(peer(server, "spark-4.0", "meeting-spark", "SparkMeeting", "spark40")));
            runs.put("flink",
                    threads.submit(peer(server, "flink-1.20", "flink,meeting-flink", "FlinkMeeting", "flink")));
            runs.put("trino", threads.submit(() -> trinoMeets(trino, shared, all)));
            awaitAll(shared, runs);
            Files.createFile(shared.resolve("all"));
            all.countDown();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                expected.add("round: [2|3]");
            }
            for (String engine : ENGINES) {
                String rows = "[1|%s|1.25|x, 2|null|-2.50|y]".formatted(engine);
                expected.add("by " + engine + ": " + rows);
                assertThat(Transcript.rows(ours,
                        "SELECT id, name, amount, ds FROM meeting.by_" + engine + " ORDER BY id").toString())
                        .isEqualTo(rows);
            }
            for (Map.Entry<String, Future<List<String>>> run : runs.entrySet()) {
                assertThat(run.getValue().get()).as(run.getKey()).isEqualTo(expected);
            }
            assertThat(Transcript.rows(ours, "SHOW TABLES IN meeting")).hasSize(ENGINES.size());
            System.out.printf("Four engines on one server: %d rounds each, and each reads all %d tables%n", ROUNDS,
                    ENGINES.size());
        }
    }

    private Callable<List<String>> peer(ServerProcess server, String peer, String sources, String mainClass,
            String name) {
        return () -> new PeerProgram(peer, List.of(sources.split(",")), mainClass, JAVA)
                .withOption("-Dlog4j2.level=OFF")
                .run(folder.resolve(name), server.metastoreUri(), folder.resolve("data/warehouse").toString(), name,
                        folder.resolve("shared").toString(), String.join(",", ENGINES), String.valueOf(ROUNDS));
    }

    private static List<String> trinoMeets(TrinoProcess trino, Path shared, CountDownLatch all) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Connection connection = trino.connect("ann", "meeting")) {
            Transcript.rows(connection, "CREATE SCHEMA trino");
            for (int i = 0; i < ROUNDS; i++) {
                Transcript.rows(connection, "CREATE TABLE trino.t" + i
                        + " (id INTEGER, name VARCHAR, ds VARCHAR) WITH (format = 'PARQUET', partitioned_by = ARRAY['ds'])");
                trino.awaitNode(connection, "SELECT count(*) FROM trino.t" + i);
                Transcript.rows(connection, "INSERT INTO trino.t" + i + " VALUES (1, 'a', 'x'), (2, 'b', 'y')");
                Transcript.rows(connection, "ALTER TABLE trino.t" + i + " ADD COLUMN note VARCHAR");
                Transcript.rows(connection, "ALTER TABLE trino.t" + i + " RENAME TO trino.r" + i);
                lines.add("round: " + Transcript.rows(connection, "SELECT count(*), sum(id) FROM trino.r" + i));
                Transcript.rows(connection, "DROP TABLE trino.r" + i);
            }
            Transcript.rows(connection,
                    "CREATE TABLE meeting.by_trino (id INTEGER, name VARCHAR, amount DECIMAL(10,2), ds VARCHAR) WITH (format = 'PARQUET', partitioned_by = ARRAY['ds'])");
            Transcript.rows(connection,
                    "INSERT INTO meeting.by_trino VALUES (1, 'trino', 1.25, 'x'), (2, NULL, -2.50, 'y')");
            Files.createFile(shared.resolve("trino"));
            all.await();
            for (String engine : ENGINES) {
                lines.add("by " + engine + ": " + Transcript.rows(connection,
                        "SELECT id, name, amount, ds FROM meeting.by_" + engine + " ORDER BY id"));
            }
        }
        return lines;
    }

    /** Returns when all engines have written their tables, or one has ended before. */
    private static void awaitAll(Path shared, Map<String, Future<List<String>>> runs) throws Exception {
        while (!ENGINES.stream().allMatch(engine -> Files.exists(shared.resolve(engine)))) {
            for (Future<List<String>> run : runs.values()) {
                if (run.isDone()) {
                    run.get();
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
