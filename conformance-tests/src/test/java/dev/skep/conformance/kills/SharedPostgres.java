package dev.skep.conformance.kills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL for servers that each have a role of their own, so that their connections can be told apart. It can go away and come back. */
final class SharedPostgres implements AutoCloseable {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Path data;
    private final EmbeddedPostgres postgres;
    private List<String> command = List.of();

    private SharedPostgres(Path data, EmbeddedPostgres postgres) {
        this.data = data;
        this.postgres = postgres;
    }

    static SharedPostgres start(Path data, List<String> roles) {
        try {
            SharedPostgres started = new SharedPostgres(data, EmbeddedPostgres.builder().setDataDirectory(data)
                    .setServerConfig("synchronous_commit", "on").start());
            for (String role : roles) {
                started.execute("CREATE ROLE " + role + " SUPERUSER LOGIN");
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return postgres.getPort();
    }

    private long pid() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String name, Stream<Long> pids) {
        pids.forEach(pid -> {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Ends it without a word to its clients, as a crash does. */
    void crash() {
        long pid = pid();
        ProcessHandle.Info info = ProcessHandle.of(pid).orElseThrow().info();
        List<String> started = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL does not run as root; in a user namespace of its own it does not see that it is.
            started.addAll(List.of("unshare", "-U"));
        }
        started.add(info.command().orElseThrow());
        started.addAll(List.of(info.arguments().orElseThrow()));
        command = started;
        signal("QUIT", Stream.of(pid));
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("PostgreSQL did not stop");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Starts it again on the same port, and returns when it answers. */
    void comeBack() {
        try {
            new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("PostgreSQL did not come back");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private boolean answers() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private Stream<Long> processes() {
        ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
        return Stream.concat(Stream.of(server.pid()), server.descendants().map(ProcessHandle::pid));
    }

    /** It stands still: connections are open, but nothing answers. */
    void freeze() {
        signal("STOP", processes());
    }

    void thaw() {
        signal("CONT", processes());
    }

    void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql, e);
        }
    }

    long count(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql, e);
        }
    }

    /** Who is in a transaction, since when, what it waits for and whose fault that is: for messages. */
    String activity() {
        String sql = """
                SELECT usename || ' ' || pid || ' ' || state || ', since ' || (now() - state_change) || ', waits for '
                    || COALESCE(wait_event, 'nothing') || ', blocked by ' || pg_blocking_pids(pid)::text || ', keeps '
                    || COALESCE((SELECT string_agg(DISTINCT relation::regclass::text || ':' || mode, ' ')
                        FROM pg_locks WHERE pg_locks.pid = a.pid AND granted AND mode LIKE 'Row%'), 'no rows')
                    || ': ' || query
                FROM pg_stat_activity a WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() ORDER BY state_change""";
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
            return text.toString();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot look at what is going on", e);
        }
    }

    long connectionsOf(String role) {
        return count("SELECT COUNT(*) FROM pg_stat_activity WHERE usename = '" + role + "'");
    }

    /** Waits until PostgreSQL has ended what a server that died was doing. */
    void awaitEndOf(String role) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (connectionsOf(role) > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("PostgreSQL still serves " + role);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Settings of a server of that role. @param parameters of the URL, {@code ?a=b} */
    Map<String, String> settings(String role, String parameters) {
        return new HashMap<>(Map.of("store.url", "jdbc:postgresql://localhost:%d/postgres%s".formatted(port(),
                parameters), "store.user", role, "store.password", ""));
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
