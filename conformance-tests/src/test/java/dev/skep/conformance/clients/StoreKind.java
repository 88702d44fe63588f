package dev.skep.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Assumptions;

import dev.skep.metastore.harness.MariaDbServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Where the server under test keeps its catalog. */
public enum StoreKind {
    EMBEDDED {
        @Override
        public Map<String, String> settings() {
            return Map.of();
        }
    },
    POSTGRESQL {
        @Override
        public Map<String, String> settings() {
            String database = "skep_" + DATABASES.incrementAndGet();
            try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + database);
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot create database " + database, e);
            }
            return Map.of("store.url",
                    "jdbc:postgresql://localhost:%d/%s".formatted(Postgres.SERVER.getPort(), database), "store.user",
                    "postgres",
                    "store.password", "postgres");
        }
    },
    /** Aborts the test, as an assumption that does not hold, where MariaDB's server is not installed. */
    MARIADB {
        @Override
        public Map<String, String> settings() {
            Assumptions.assumeTrue(MariaDbServer.isInstalled(), "MariaDB's server is not installed");
            MariaDbServer server = MariaDbServer.shared();
            return Map.of("store.url", server.url(server.freshDatabase()), "store.user", MariaDbServer.USER,
                    "store.password", MariaDbServer.PASSWORD);
        }
    };

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** Settings of a server over an empty store of this kind. */
    public abstract Map<String, String> settings();

    /** One PostgreSQL for all tests of this JVM; it ends with it. */
    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
