package dev.skep.server.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Statements over the tables of TPC-H that run for long, each cancelled at work; measured is how long the server then holds anything of them. Nothing else may run there. */
final class CancelRun {
    private static final String USER = "cancelled";
    private static final List<String> STATEMENTS = List.of(
            "SELECT sum(a.l_linenumber * b.l_linenumber) FROM lineitem a, lineitem b WHERE a.l_suppkey + b.l_suppkey > 0",
            "SELECT a.l_comment, b.n_comment FROM lineitem a, nation b ORDER BY a.l_comment || b.n_comment",
            "SELECT sum(s) FROM (SELECT sum(l_quantity) OVER (PARTITION BY l_returnflag ORDER BY l_orderkey, l_linenumber ROWS BETWEEN 100000 PRECEDING AND CURRENT ROW) AS s FROM lineitem, nation) w",
            "SELECT count(*) FROM (SELECT l_comment, n_nationkey, sum(l_quantity) AS q FROM lineitem, nation GROUP BY l_comment, n_nationkey) g",
            "SELECT count(*) FROM lineitem a JOIN lineitem b ON a.l_orderkey + 1 = b.l_orderkey - 1 JOIN lineitem c ON b.l_partkey = c.l_partkey WHERE a.l_comment < c.l_comment");
    private static final long[] AGES_MILLIS = {0, 300, 1_000, 2_500};

    private final String url;

    CancelRun(String url) {
        this.url = url;
    }

    /** Cancels each statement at several ages; the figures are from the call of cancel until threads, memory, disk and place are free. */
    Latencies measure() throws SQLException, InterruptedException {
        Latencies latencies = new Latencies();
        try (Connection watcher = DriverManager.getConnection(url)) {
            for (String sql : STATEMENTS) {
                for (long age : AGES_MILLIS) {
                    measure(watcher, sql, age, latencies);
                }
            }
        }
        return latencies;
    }

    private void measure(Connection watcher, String sql, long age, Latencies latencies)
            throws SQLException, InterruptedException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            CompletableFuture<Boolean> running = CompletableFuture.supplyAsync(() -> ends(statement, sql));
            while (!running.isDone() && !isAtWork(watcher, age)) {
                Thread.onSpinWait();
            }
            long begin = System.nanoTime();
            statement.cancel();
            while (!isFree(watcher)) {
                Thread.onSpinWait();
            }
            long took = System.nanoTime() - begin;
            if (!running.get()) {
                latencies.add(took);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot cancel: the client failed", e);
        }
    }

    /** True if the statement came to its end. */
    private static boolean ends(Statement statement, String sql) {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                continue;
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean isAtWork(Connection watcher, long age) throws SQLException {
        try (Statement statement = watcher.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT elapsed_ms FROM sys.queries WHERE state = 'RUNNING' AND user_name = '" + USER + "'")) {
            return rows.next() && rows.getLong(1) >= age;
        }
    }

    private static boolean isFree(Connection watcher) throws SQLException {
        Map<String, Long> held = new HashMap<>();
        try (Statement statement = watcher.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, value FROM sys.metrics")) {
            while (rows.next()) {
                held.put(rows.getString(1), rows.getLong(2));
            }
        }
        // The question itself is one of each.
        return held.getOrDefault("queries.places", 0L) <= 1 && held.getOrDefault("plans.running", 0L) <= 1
                && held.getOrDefault("plans.threads", 0L) <= 1 && held.getOrDefault("plans.memory", 0L) == 0
                && held.getOrDefault("plans.spilled", 0L) == 0;
    }
}
