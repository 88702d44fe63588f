package dev.skep.conformance.clients.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
import dev.skep.storage.hadoop.S3ProxyServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark 3.5, Spark 4.0, Trino 476 and Flink 1.20 work on one server at the same time; in the end each reads what the others wrote, and our SQL reads all. Trino keeps its files on S3, since what
 * it reads local files with is not published; it sees the others' tables, and reads the rows that our SQL wrote to S3.
 */
@Tag("all-clients")
final class TestAllEngines {
    private static final int JAVA = 17;
    private static final int ROUNDS = 3;
    private static final List<String> ENGINES = List.of("spark35", "spark40", "trino", "flink");
    /** Those with files that all of them can read. */
    private static final List<String> LOCAL = List.of("spark35", "spark40", "flink");

    @TempDir
    Path folder;

    @Test
    void readWhatTheOthersWrite() throws Exception {
        Path data = folder.resolve("data");
        Path shared = Files.createDirectories(folder.resolve("shared"));
        try (S3ProxyServer s3 = TrinoProcess.startS3(folder)) {
            s3.createBucket("lake");
            meet(s3, data, shared);
        }
    }

    private void meet(S3ProxyServer s3, Path data, Path shared) throws Exception {
        try (ServerProcess server = ServerProcess.start(data, s3.settings());
                Connection ours = server.connect();
                TrinoProcess trino = TrinoProcess.start(Files.createDirectories(folder.resolve("trino")),
                        server.metastoreUri(), s3, Map.of("hive.metastore.thrift.delete-files-on-drop", "true"),
                        List.of());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Transcript.rows(ours, "CREATE DATABASE meeting");
            Transcript.rows(ours, "CREATE DATABASE lake LOCATION 's3://lake/lake.db'");
            Transcript.rows(ours,
                    "CREATE TABLE lake.by_skep (id INT, name STRING, amount DECIMAL(10,2)) PARTITIONED BY (ds STRING) STORED AS PARQUET");
            Transcript.rows(ours, "INSERT INTO lake.by_skep VALUES (1, 'skep', 1.25, 'x'), (2, NULL, -2.50, 'y')");
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
            for (String engine : ENGINES) {
                String database = LOCAL.contains(engine) ? "meeting" : "lake";
                assertThat(Transcript.rows(ours,
                        "SELECT id, name, amount, ds FROM %s.by_%s ORDER BY id".formatted(database, engine)))
                        .containsExactlyElementsOf(rowsBy(engine));
            }
            for (Map.Entry<String, Future<List<String>>> run : runs.entrySet()) {
                List<String> expected = new ArrayList<>(Collections.nCopies(ROUNDS, "round: [2|3]"));
                if (run.getKey().equals("trino")) {
                    LOCAL.forEach(engine -> expected.add("by " + engine
                            + ": [id|integer||, name|varchar||, amount|decimal(10,2)||, ds|varchar|partition key|]"));
                    expected.add("by skep: " + rowsBy("skep"));
                } else {
                    LOCAL.forEach(engine -> expected.add("by " + engine + ": " + rowsBy(engine)));
                }
                assertThat(run.getValue().get()).as(run.getKey()).isEqualTo(expected);
            }
            assertThat(Transcript.rows(ours, "SHOW TABLES IN meeting")).hasSize(LOCAL.size());
            System.out.printf("Four engines on one server: %d rounds each, and each reads all %d tables%n", ROUNDS,
                    ENGINES.size());
        }
    }

    private static List<String> rowsBy(String engine) {
        return List.of("1|" + engine + "|1.25|x", "2|null|-2.50|y");
    }

    private Callable<List<String>> peer(ServerProcess server, String peer, String sources, String mainClass,
            String name) {
        return () -> new PeerProgram(peer, List.of(sources.split(",")), mainClass, JAVA)
                .withOption("-Dlog4j2.level=OFF")
                .run(folder.resolve(name), server.metastoreUri(), folder.resolve("data/warehouse").toString(), name,
                        folder.resolve("shared").toString(), String.join(",", LOCAL), String.valueOf(ROUNDS));
    }

    private static List<String> trinoMeets(TrinoProcess trino, Path shared, CountDownLatch all) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Connection connection = trino.connect("ann", "lake")) {
            Transcript.rows(connection, "CREATE SCHEMA trino WITH (location = 's3://lake/trino.db')");
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
                    "CREATE TABLE lake.by_trino (id INTEGER, name VARCHAR, amount DECIMAL(10,2), ds VARCHAR) WITH (format = 'PARQUET', partitioned_by = ARRAY['ds'])");
            Transcript.rows(connection,
                    "INSERT INTO lake.by_trino VALUES (1, 'trino', 1.25, 'x'), (2, NULL, -2.50, 'y')");
            Files.createFile(shared.resolve("trino"));
            all.await();
            for (String engine : LOCAL) {
                lines.add(
                        "by " + engine + ": " + Transcript.rows(connection, "SHOW COLUMNS FROM meeting.by_" + engine));
            }
            lines.add("by skep: " + Transcript.rows(connection,
                    "SELECT id, name, amount, ds FROM lake.by_skep ORDER BY id"));
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
