package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/**
 * Brings the store's tables up to date. Flyway is started only where there is something to do: asking for the version is one query. It lets one server at a time
 * migrate. A migration that is cut off leaves nothing on PostgreSQL, where it is a transaction together with its note in the history; on MariaDB its
 * statements can be run again; the embedded store is put back as it was.
 */
final class Migrations {
    /** The newest migration. */
    static final int NEWEST = 9;

    /**
     * With its usual lock on PostgreSQL, Flyway notes a step in its history by another connection than the one that takes the step: a server that is killed between
     * the two commits leaves a step taken that nobody knows of. With a lock of the session there is one connection, and a step and its note are one transaction.
     */
    private static final Map<String, String> ONE_TRANSACTION = Map.of("flyway.postgresql.transactional.lock", "false");

    private final DataSource connections;
    private final Dialect dialect;
    private final @Nullable MigrationBackup backup;

    /** @param backup of a store that can lose its power in the middle of a migration; null for those that can be migrated again from there */
    Migrations(DataSource connections, Dialect dialect, @Nullable MigrationBackup backup) {
        this.connections = connections;
        this.dialect = dialect;
        this.backup = backup;
    }

    void run() throws SQLException {
        int version = version();
        refuseNewer(version);
        if (version == NEWEST) {
            return;
        }
        forgetFailures();
        if (backup == null) {
            migrate();
            return;
        }
        try {
            try (Connection connection = connections.getConnection()) {
                backup.take(connection, version == 0);
            }
            migrate();
            backup.drop();
        } catch (IOException e) {
            throw new CatalogException(Reason.STORE,
                    "Cannot bring the catalog's store up to date: it cannot be kept as it was: " + e, e);
        }
    }

    private void migrate() throws SQLException {
        try {
            Flyway.configure(Migrations.class.getClassLoader()).dataSource(connections)
                    .locations("classpath:dev/skep/metastore/store/migration/" + dialect.migrations())
                    .baselineOnMigrate(false).validateMigrationNaming(true).target(Integer.toString(NEWEST))
                    .configuration(ONE_TRANSACTION).load().migrate();
        } catch (FlywayException e) {
            throw new CatalogException(Reason.STORE,
                    "Cannot bring the catalog's store up to date: " + e.getMessage(), e);
        }
        int migrated = version();
        refuseNewer(migrated);
        if (migrated != NEWEST) {
            throw new CatalogException(Reason.STORE,
                    "Cannot bring the catalog's store up to date: migration %d for %s is missing".formatted(NEWEST,
                            dialect.name()));
        }
    }

    private static void refuseNewer(int version) {
        if (version > NEWEST) {
            throw new CatalogException(Reason.STORE,
                    "Cannot open the catalog's store: its layout has version %d, made by a newer release; this one knows %d"
                            .formatted(version, NEWEST));
        }
    }

    /** MariaDB commits each statement that makes a table, so that Flyway notes a step that failed; its steps can be run again. */
    private void forgetFailures() throws SQLException {
        if (dialect != Dialect.MARIADB) {
            return;
        }
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM flyway_schema_history WHERE success = FALSE");
        } catch (SQLException e) {
            if (e.getErrorCode() != MariaDb.NO_SUCH_TABLE) {
                throw e;
            }
        }
    }

    private int version() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(dialect.historyQuery())) {
                String version = row.next() ? row.getString(1) : null;
                return version == null ? 0 : Integer.parseInt(version);
            } catch (SQLException e) {
                if (dialect.isConnectionLoss(e)) {
                    throw e;
                }
                return 0;
            }
        }
    }
}
