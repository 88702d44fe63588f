package dev.skep.metastore.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/** Brings the store's tables up to date. Flyway is started only where there is something to do: asking for the version is one query. */
final class Migrations {
    /** The newest migration. */
    static final int NEWEST = 7;

    private final DataSource connections;
    private final Dialect dialect;

    Migrations(DataSource connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
    }

    void run() throws SQLException {
        int version = version();
        if (version > NEWEST) {
            throw new CatalogException(Reason.STORE,
                    "Cannot open the catalog's store: its layout has version %d, made by a newer release; this one knows %d"
                            .formatted(version, NEWEST));
        }
        if (version == NEWEST) {
            return;
        }
        try {
            Flyway.configure(Migrations.class.getClassLoader()).dataSource(connections)
                    .locations("classpath:dev/skep/metastore/store/migration/" + dialect.migrations())
                    .baselineOnMigrate(false).validateMigrationNaming(true).load().migrate();
        } catch (FlywayException e) {
            throw new CatalogException(Reason.STORE,
                    "Cannot bring the catalog's store up to date: " + e.getMessage(), e);
        }
        if (version() != NEWEST) {
            throw new CatalogException(Reason.STORE,
                    "Cannot bring the catalog's store up to date: migration %d for %s is missing".formatted(NEWEST,
                            dialect.name()));
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
