package dev.skep.conformance.kills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL for servers that each have a role of their own, so that their connections can be told apart. */
final class SharedPostgres implements AutoCloseable {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final EmbeddedPostgres postgres;

    private SharedPostgres(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static SharedPostgres start(List<String> roles) {
        try {
            SharedPostgres started = new SharedPostgres(
                    EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start());
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

    /** Settings of a server of that role. */
    Map<String, String> settings(String role, Path warehouse) {
        return new HashMap<>(Map.of("store.url", "jdbc:postgresql://localhost:%d/postgres".formatted(port()),
                "store.user", role, "store.password", "", "warehouse.dir", warehouse.toString()));
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
