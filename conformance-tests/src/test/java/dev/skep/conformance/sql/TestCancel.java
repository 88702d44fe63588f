package dev.skep.conformance.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.skep.conformance.harness.ServerProcess;
import dev.skep.server.SkepServer;
import dev.skep.server.tpch.TpchData;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Statements that would run for long are ended, each in its own long step, and by every way there is to end one; then the server must hold nothing of them: no
 * thread, no memory, no file on disk, no place among the running. How long that took is printed, not asserted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestCancel {
    private static final double SCALE = 0.5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PLACES = 2;
    /** A question after these figures is counted by them itself. */
    private static final List<String> ONE_OF_ITSELF = List.of("queries.running", "queries.places", "statements.threads",
            "plans.running", "plans.threads");
    private static final List<String> NOTHING_OF_ITSELF = List.of("queries.queued", "plans.memory", "plans.spilled");

    @TempDir
    static Path folder;

    private ServerProcess server;
    private Connection watcher;
    /** Statements by the step that they are in for long. */
    enum Endless {
        CROSS_JOIN(
                "SELECT sum(a.l_linenumber * b.l_linenumber) FROM lineitem a, lineitem b WHERE a.l_suppkey + b.l_suppkey > 0"), JOIN_THAT_EXPLODES(
                        "SELECT count(*) FROM lineitem a JOIN lineitem b ON a.l_linenumber = b.l_linenumber WHERE a.l_comment < b.l_comment"), SORT(
                                "SELECT a.l_comment, b.n_comment, a.l_orderkey FROM lineitem a, nation b ORDER BY a.l_comment || b.n_comment, 3"), SORT_BY_NUMBER(
                                        "SELECT a.l_orderkey, b.n_nationkey, a.l_partkey FROM lineitem a, nation b, region c ORDER BY 3, 2, 1"), RANKS(
                                                "SELECT count(n) FROM (SELECT rank() OVER (PARTITION BY l_returnflag ORDER BY l_comment, n_comment) AS n FROM lineitem, nation) r WHERE n > 5"), WINDOW(
                                                        "SELECT sum(s) FROM (SELECT sum(l_quantity) OVER (PARTITION BY l_returnflag ORDER BY l_orderkey, l_linenumber ROWS BETWEEN 100000 PRECEDING AND 100000 FOLLOWING) AS s FROM lineitem, nation) w"), WINDOW_OF_EXTREMES(
                                                                "SELECT count(s) FROM (SELECT max(l_comment) OVER (PARTITION BY l_linestatus ORDER BY l_orderkey ROWS BETWEEN 50000 PRECEDING AND 50000 FOLLOWING) AS s FROM lineitem, nation) w"), GROUPS(
                                                                        "SELECT count(*) FROM (SELECT l_comment, n_nationkey, l_orderkey, sum(l_quantity) AS q FROM lineitem, nation GROUP BY l_comment, n_nationkey, l_orderkey) g"), DISTINCT(
                                                                                "SELECT count(DISTINCT l_comment || n_comment) FROM lineitem, nation"), LARGE_BUILD(
                                                                                        "SELECT count(*) FROM lineitem a JOIN (SELECT l_orderkey, l_linenumber, l_comment, n_comment FROM lineitem, nation) b ON a.l_orderkey = b.l_orderkey AND a.l_linenumber = b.l_linenumber AND a.l_comment < b.l_comment || b.n_comment"), PLANNING(
                                                                                                manyJoins(60)), WRITE(
                                                                                                        "INSERT INTO sink SELECT a.l_orderkey, b.l_comment FROM lineitem a, lineitem b");

        private final String sql;

        Endless(String sql) {
            this.sql = sql;
        }
    }

    /** Parts that each have as many joins as are put in order exactly. */
    private static String manyJoins(int parts) {
        return IntStream.range(0, parts).mapToObj(TestCancel::manyJoinsOnce).collect(Collectors.joining(" UNION ALL "));
    }

    private static String manyJoinsOnce(int part) {
        StringBuilder sql = new StringBuilder("SELECT count(*) FROM nation t0");
        for (int i = 1; i < 11; i++) {
            sql.append(" JOIN nation t%d ON t%d.n_nationkey = t%d.n_nationkey".formatted(i, i - 1, i));
        }
        return sql.append(" WHERE t0.n_regionkey <> ").append(part).toString();
    }

    @BeforeAll
    void start() throws SQLException {
        for (String table : List.of("lineitem", "nation", "region")) {
            TpchData.write(table, SCALE, 2, new LocalFileSystem(),
                    Location.of(folder.resolve("files").resolve(table).toString()),
                    requireNonNull(SkepServer.fileFormats().get("parquet")), Map.of());
        }
        server = ServerProcess.start(folder.resolve("server"),
                Map.of("query.max-concurrent", Integer.toString(PLACES), "query.spill.dir", spill().toString()));
        watcher = connect("watcher");
        try (Statement statement = watcher.createStatement()) {
            for (String table : List.of("lineitem", "nation", "region")) {
                statement.execute("CREATE EXTERNAL TABLE %s (%s) STORED AS PARQUET LOCATION 'file:%s/%s'".formatted(
                        table,
                        TpchData.columns(table).stream().map(column -> column.name() + " " + column.type().hiveName())
                                .collect(Collectors.joining(", ")),
                        folder.resolve("files"), table));
            }
            statement.execute("CREATE TABLE sink (k bigint, t string) STORED AS PARQUET");
        }
    }

    private static Path spill() {
        return folder.resolve("spill");
    }

    @AfterAll
    void stop() throws SQLException {
        if (watcher != null) {
            watcher.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (!watcher.isClosed()) {
            awaitFree();
        }
    }

    private Connection connect(String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        return DriverManager.getConnection(server.jdbcUrl(), properties);
    }

    /** The states of the statements of a user. */
    private List<String> states(String user) throws SQLException {
        List<String> states = new ArrayList<>();
        try (Statement statement = watcher.createStatement();
                ResultSet rows = statement
                        .executeQuery("SELECT state, elapsed_ms FROM sys.queries WHERE user_name = '" + user + "'")) {
            while (rows.next()) {
                states.add(rows.getString(1) + " " + rows.getLong(2));
            }
        }
        return states;
    }

    private static <T> T await(String what, Callable<T> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T found = condition.call();
            if (found != null) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.onSpinWait();
        }
    }

    private Map<String, Long> metrics() throws SQLException {
        Map<String, Long> metrics = new TreeMap<>();
        try (Statement statement = watcher.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, value FROM sys.metrics")) {
            while (rows.next()) {
                metrics.put(rows.getString(1), rows.getLong(2));
            }
        }
        return metrics;
    }

    private static long figure(Map<String, Long> metrics, String name) {
        return requireNonNull(metrics.get(name), name);
    }

    /** Nothing but the question itself is left in the server. */
    private void awaitFree() throws Exception {
        List<Map<String, Long>> last = new ArrayList<>(List.of(Map.of()));
        try {
            await("the server is free", () -> {
                Map<String, Long> now = metrics();
                last.set(0, now);
                boolean isFree = ONE_OF_ITSELF.stream().allMatch(name -> figure(now, name) <= 1)
                        && NOTHING_OF_ITSELF.stream().allMatch(name -> figure(now, name) == 0);
                return isFree ? now : null;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + last.getFirst(), e);
        }
        assertThat(spilledFiles()).isEmpty();
    }

    private static List<Path> spilledFiles() throws IOException {
        try (Stream<Path> all = Files.walk(spill())) {
            return all.filter(file -> Files.isRegularFile(file) && !file.getFileName().toString().endsWith("lock"))
                    .toList();
        }
    }

    /** A statement that another thread runs and reads to its end. */
    private static CompletableFuture<Long> run(Statement statement, String sql) {
        CompletableFuture<Long> rows = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                long count = 0;
                if (statement.execute(sql)) {
                    try (ResultSet result = statement.getResultSet()) {
                        while (result.next()) {
                            count++;
                        }
                    }
                }
                rows.complete(count);
            } catch (Throwable e) {
                rows.completeExceptionally(e);
            }
        });
        return rows;
    }

    /** Waits until the statement of a user has worked for so long; false if it ended before. */
    private boolean awaitWork(String user, long millis, CompletableFuture<Long> rows) throws Exception {
        return await("a statement of " + user + " runs", () -> {
            if (rows.isDone()) {
                return false;
            }
            for (String state : states(user)) {
                if (!state.startsWith("QUEUED") && Long.parseLong(state.substring(state.indexOf(' ') + 1)) >= millis) {
                    return true;
                }
            }
            return null;
        });
    }

    private interface End {
        void end(Connection connection, Statement statement) throws Exception;
    }

    /** Ends a statement that has worked for so long; false if it came to its own end before, as on a fast machine. */
    private boolean endAfter(String name, String sql, long millis, End end) throws Exception {
        Connection connection = connect("long");
        try (connection) {
            Statement statement = connection.createStatement();
            CompletableFuture<Long> rows = run(statement, sql);
            awaitWork("long", millis, rows);
            String state = states("long").toString();
            long begin = System.nanoTime();
            end.end(connection, statement);
            awaitFree();
            System.out.printf("%s ended at %s: all was free after %d ms%n", name, state,
                    (System.nanoTime() - begin) / 1_000_000);
            try {
                rows.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return false;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(SQLException.class);
                return true;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatementThatIsCancelledGivesAllBack(Endless endless) throws Exception {
        boolean isEnded = false;
        for (int i = 0; i < 5 && !isEnded; i++) {
            isEnded = endAfter(endless.name(), endless.sql, 0, (connection, statement) -> statement.cancel());
        }
        assertThat(isEnded).isTrue();
        for (long millis : List.of(400L, 1_500L, 4_000L)) {
            endAfter(endless.name(), endless.sql, millis, (connection, statement) -> statement.cancel());
        }
    }

    @Test
    void aStatementThatWaitsForItsFetchIsCancelled() throws Exception {
        String sql = "SELECT n_comment FROM nation UNION ALL SELECT cast(sum(a.l_linenumber * b.l_linenumber) AS varchar) FROM lineitem a, lineitem b";
        try (Connection connection = connect("long"); Statement statement = connection.createStatement()) {
            statement.setFetchSize(1);
            CompletableFuture<Long> rows = run(statement, sql);
            assertThat(awaitWork("long", 1_000, rows)).isTrue();
            statement.cancel();
            assertThatThrownBy(() -> rows.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SQLException.class).hasMessageContaining("cancelled");
        }
    }

    @Test
    void aClosedStatementAndAClosedConnectionEndWhatRuns() throws Exception {
        assertThat(endAfter("closed statement", Endless.CROSS_JOIN.sql, 100,
                (connection, statement) -> statement.close())).isTrue();
        assertThat(endAfter("closed connection", Endless.CROSS_JOIN.sql, 100,
                (connection, statement) -> connection.close())).isTrue();
        assertThat(endAfter("aborted connection", Endless.CROSS_JOIN.sql, 100,
                (connection, statement) -> connection.abort(Runnable::run))).isTrue();
    }

    @Test
    void aStatementWhoseTimeIsOverEnds() throws Exception {
        try (Connection connection = connect("long"); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            CompletableFuture<Long> rows = run(statement, Endless.SORT.sql);
            assertThatThrownBy(() -> rows.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SQLTimeoutException.class);
        }
    }

    @Test
    void aClientThatIsKilledLeavesNothing() throws Exception {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "dev.skep.server.SkepMain", "sql", "--url", server.jdbcUrl(),
                "-e", "SELECT count(*) FROM lineitem a, lineitem b WHERE a.l_comment < b.l_comment");
        Process client = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("client.log").toFile()).start();
        try {
            await("the client's statement runs", () -> figure(metrics(), "plans.running") > 1 ? true : null);
        } finally {
            client.destroyForcibly().waitFor();
        }
        long begin = System.nanoTime();
        awaitFree();
        System.out.printf("killed client: all was free after %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void statementsThatWaitForAPlaceAreCancelled() throws Exception {
        List<Statement> running = new ArrayList<>();
        List<CompletableFuture<Long>> results = new ArrayList<>();
        try (Connection ann = connect("ann");
                Connection connection = connect("long");
                Statement waiting = connection.createStatement()) {
            for (int i = 0; i < PLACES; i++) {
                Statement statement = ann.createStatement();
                running.add(statement);
                results.add(run(statement, Endless.CROSS_JOIN.sql));
            }
            await("the places are taken",
                    () -> states("ann").stream().filter(state -> state.startsWith("RUNNING")).count() == PLACES
                            ? true
                            : null);
            CompletableFuture<Long> rows = run(waiting, Endless.SORT.sql);
            await("one waits",
                    () -> states("long").stream().anyMatch(state -> state.startsWith("QUEUED")) ? true : null);
            waiting.cancel();
            assertThatThrownBy(() -> rows.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SQLException.class).hasMessageContaining("cancelled");
            assertThat(states("long")).isEmpty();
            assertThat(figure(metrics(), "queries.queued")).isZero();
            for (Statement statement : running) {
                statement.cancel();
            }
            for (CompletableFuture<Long> result : results) {
                assertThatThrownBy(() -> result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .hasCauseInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void aServerThatStopsEndsAll() throws Exception {
        try (ServerProcess other = ServerProcess.start(folder.resolve("other"), Map.of());
                Connection connection = DriverManager.getConnection(other.jdbcUrl());
                Statement statement = connection.createStatement()) {
            String columns = TpchData.columns("lineitem").stream()
                    .map(column -> column.name() + " " + column.type().hiveName()).collect(Collectors.joining(", "));
            statement.execute("CREATE EXTERNAL TABLE lineitem (%s) STORED AS PARQUET LOCATION 'file:%s'"
                    .formatted(columns, folder.resolve("files").resolve("lineitem")));
            CompletableFuture<Long> rows = run(statement, Endless.CROSS_JOIN.sql);
            try (Connection asking = DriverManager.getConnection(other.jdbcUrl());
                    Statement question = asking.createStatement()) {
                await("it runs", () -> {
                    try (ResultSet running = question
                            .executeQuery("SELECT 1 FROM sys.metrics WHERE name = 'plans.running' AND value > 1")) {
                        return running.next() ? true : null;
                    }
                });
            }
            long begin = System.nanoTime();
            other.close();
            System.out.printf("server that stops: gone after %d ms%n", (System.nanoTime() - begin) / 1_000_000);
            assertThatThrownBy(() -> rows.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SQLException.class);
        }
    }
}
