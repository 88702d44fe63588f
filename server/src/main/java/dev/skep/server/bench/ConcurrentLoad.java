package dev.skep.server.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients, each a thread with a connection and a user of its own. */
final class ConcurrentLoad {
    private final String url;
    private final Map<Integer, String> texts;
    private final String shortQuery;
    private final Map<Integer, Answer> expected;
    private final long pauseMillis;
    private final Latencies queries = new Latencies();
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();

    /** @param expected answers by the queries' numbers; 0 is the short one */
    ConcurrentLoad(String url, Map<Integer, String> texts, String shortQuery, Map<Integer, Answer> expected,
            long pauseMillis) {
        this.url = url;
        this.texts = texts;
        this.shortQuery = shortQuery;
        this.expected = expected;
        this.pauseMillis = pauseMillis;
    }

    /** How long the queries of {@link #beside} took. */
    Latencies queries() {
        return queries;
    }

    /** What failed, and what gave another answer than alone. */
    List<String> problems() {
        return new ArrayList<>(problems);
    }

    Latencies shortAlone(int times) throws Exception {
        Latencies latencies = new Latencies();
        try (Connection connection = connect("short")) {
            for (int i = 0; i < times; i++) {
                ask(connection, 0, shortQuery, latencies);
            }
        }
        return latencies;
    }

    /** Runs {@code each} queries by each client, and the short one until they are done; returns what that took. */
    Latencies beside(int clients, int each) throws Exception {
        Latencies latencies = new Latencies();
        AtomicBoolean done = new AtomicBoolean();
        Thread asker = Thread.ofPlatform().name("bench-short").start(() -> askShort(done, latencies));
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int number = client;
            threads.add(Thread.ofPlatform().name("bench-client-" + client).start(() -> run(number, each)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        done.set(true);
        asker.join();
        return latencies;
    }

    private Connection connect(String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        return DriverManager.getConnection(url, properties);
    }

    private void askShort(AtomicBoolean done, Latencies latencies) {
        try (Connection connection = connect("short")) {
            while (!done.get()) {
                Thread.sleep(pauseMillis);
                ask(connection, 0, shortQuery, latencies);
            }
        } catch (SQLException e) {
            problems.add("short query: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(int client, int each) {
        List<Integer> order = new ArrayList<>(texts.keySet());
        Collections.shuffle(order, new Random(client));
        try (Connection connection = connect("client" + client)) {
            for (int i = 0; i < each; i++) {
                int query = order.get(i % order.size());
                ask(connection, query, texts.getOrDefault(query, ""), queries);
            }
        } catch (SQLException e) {
            problems.add("client " + client + ": " + e.getMessage());
        }
    }

    private void ask(Connection connection, int query, String sql, Latencies latencies) {
        long begin = System.nanoTime();
        try {
            Answer answer = Answer.of(connection, sql);
            latencies.add(System.nanoTime() - begin);
            if (!answer.isLike(expected.getOrDefault(query, answer))) {
                problems.add("query %d has another answer than alone".formatted(query));
            }
        } catch (SQLException e) {
            problems.add("query %d: %s".formatted(query, e.getMessage()));
        }
    }
}
