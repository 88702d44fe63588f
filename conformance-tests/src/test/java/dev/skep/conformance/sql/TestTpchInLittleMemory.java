package dev.skep.conformance.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.skep.conformance.harness.ServerProcess;
import dev.skep.jdbc.SkepStatement;
import dev.skep.server.SkepServer;
import dev.skep.server.tpch.TpchData;
import dev.skep.server.tpch.TpchQueries;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The 22 queries of TPC-H where their tables, sorts and groups do not fit into memory; the answers are DuckDB's over the same files. System properties:
 * {@code skep.tpch.little.scale} (default 0.3), {@code skep.tpch.little.budget} (of a query, default 6MB), {@code skep.tpch.little.heap} (of the server, default 1g),
 * {@code skep.tpch.little.files} (a folder that has a folder of Parquet files for each table, default one that is made).
 */
final class TestTpchInLittleMemory {
    private static final double SCALE = Double.parseDouble(System.getProperty("skep.tpch.little.scale", "0.3"));
    private static final String BUDGET = System.getProperty("skep.tpch.little.budget", "6MB");
    private static final String HEAP = System.getProperty("skep.tpch.little.heap", "1g");
    private static final int CLIENTS = 50;

    @TempDir
    static Path folder;

    private static ServerProcess server;
    private static final Map<Integer, List<List<Object>>> EXPECTED = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException, SQLException {
        String given = System.getProperty("skep.tpch.little.files", "");
        Path files = given.isEmpty() ? makeFiles(folder.resolve("files")) : Path.of(given);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (String table : TpchData.tables()) {
                statement.execute("CREATE VIEW %s AS SELECT * FROM read_parquet('%s/%s/*.parquet')".formatted(table,
                        files, table));
            }
            for (int query = 1; query <= TpchQueries.COUNT; query++) {
                EXPECTED.put(query, Rows.of(duck, TpchQueries.text(query)));
            }
        }
        server = ServerProcess.start(folder.resolve("server"),
                Map.of("query.max-memory-per-query", BUDGET, "query.spill.dir", spill().toString()), HEAP);
        try (Connection skep = server.connect(); Statement statement = skep.createStatement()) {
            for (String table : TpchData.tables()) {
                String columns = TpchData.columns(table).stream()
                        .map(column -> column.name() + " " + column.type().hiveName())
                        .collect(Collectors.joining(", "));
                statement.execute("CREATE EXTERNAL TABLE %s (%s) STORED AS PARQUET LOCATION 'file:%s/%s'"
                        .formatted(table, columns, files, table));
            }
        }
    }

    private static Path makeFiles(Path files) {
        for (String table : TpchData.tables()) {
            TpchData.write(table, SCALE, table.equals("lineitem") ? 2 : 1, new LocalFileSystem(),
                    Location.of(files.resolve(table).toString()),
                    requireNonNull(SkepServer.fileFormats().get("parquet")), Map.of());
        }
        return files;
    }

    private static Path spill() {
        return folder.resolve("spill");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answersAllWithinTheBudgetOfAQuery() throws SQLException, IOException {
        List<String> wrong = new ArrayList<>();
        long spilled = 0;
        try (Connection skep = server.connect()) {
            for (int query = 1; query <= TpchQueries.COUNT; query++) {
                try (Statement statement = skep.createStatement();
                        ResultSet result = statement.executeQuery(TpchQueries.text(query))) {
                    Rows.assertSame("q" + query, Rows.of(result), requireNonNull(EXPECTED.get(query)));
                    long bytes = ((SkepStatement) statement).progress().spilledBytes().orElseThrow();
                    spilled += bytes;
                    System.out.printf("TPC-H scale %s in %s: q%d %s%n", SCALE, BUDGET, query,
                            ((SkepStatement) statement).progress());
                } catch (SQLException | AssertionError e) {
                    wrong.add("q" + query + ": " + e.getMessage());
                }
            }
        }
        System.out.printf(
                "TPC-H scale %s, heap %s, %s for a query: %d of %d answers equal DuckDB's, %,d bytes spilled%n",
                SCALE, HEAP, BUDGET, TpchQueries.COUNT - wrong.size(), TpchQueries.COUNT, spilled);
        assertThat(wrong).isEmpty();
        assertThat(spilled).isPositive();
        assertThat(spilledFiles()).isEmpty();
    }

    @Test
    void answersManyAtOnce() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("Seed of the queries that run at once: " + seed);
        Random random = new Random(seed);
        List<String> wrong = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int query = 1 + random.nextInt(TpchQueries.COUNT);
                running.add(clients.submit(() -> ask(query)));
            }
            for (Future<String> one : running) {
                String failure = one.get();
                if (!failure.isEmpty()) {
                    wrong.add(failure);
                }
            }
        }
        System.out.printf("TPC-H scale %s, heap %s: %d of %d queries at once answered as DuckDB does%n", SCALE, HEAP,
                CLIENTS - wrong.size(), CLIENTS);
        assertThat(wrong).isEmpty();
        assertThat(spilledFiles()).isEmpty();
    }

    private static String ask(int query) {
        try (Connection skep = server.connect()) {
            Rows.assertSame("q" + query, Rows.of(skep, TpchQueries.text(query)),
                    requireNonNull(EXPECTED.get(query)));
            return "";
        } catch (SQLException | AssertionError e) {
            return "q" + query + ": " + e.getMessage();
        }
    }

    private static List<Path> spilledFiles() throws IOException {
        try (Stream<Path> all = Files.walk(spill())) {
            return all.filter(file -> Files.isRegularFile(file) && !file.getFileName().toString().endsWith("lock"))
                    .toList();
        }
    }
}
