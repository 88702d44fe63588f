package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;

class TestMigrationsOnPostgres extends MigrationContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }

    @Override
    String migrations() {
        return "postgresql";
    }

    @Override
    String url(MetastoreSettings settings) {
        return String.valueOf(settings.storeUrl());
    }

    @Override
    String user(MetastoreSettings settings) {
        return String.valueOf(settings.storeUser());
    }

    @Override
    String password(MetastoreSettings settings) {
        return String.valueOf(settings.storePassword());
    }

    @Override
    String quoted(String name) {
        return '"' + name + '"';
    }

    @Override
    long progress(MetastoreSettings settings) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A step and its note in the history are one transaction: whoever is cut off between the two would leave a store that nobody can bring up to date. */
    @Test
    void aStepThatIsCutOffInItsCommitIsNotedOrUndone() throws Exception {
        MetastoreSettings settings = freshStore();
        migrateTo(settings, "4");
        try (Connection connection = connect(settings); Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION stand() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NULL; END'""");
            statement.execute("CREATE CONSTRAINT TRIGGER stands AFTER INSERT ON flyway_schema_history "
                    + "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stand()");
            statement.execute("SELECT pg_advisory_lock(7)");
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> open(settings));
            while (!cutsOff(statement)) {
                assertThat(server).isNotDone();
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(server).failsWithin(Duration.ofMinutes(2)).withThrowableThat()
                    .withMessageContaining("Cannot bring the catalog's store up to date");
            statement.execute("SELECT pg_advisory_unlock(7)");
            statement.execute("DROP TRIGGER stands ON flyway_schema_history");
        }
        open(settings);
        assertThat(layout(settings)).isEqualTo(layoutOfAFreshStore());
    }

    /** Ends the connection that waits in its commit; false while there is none. */
    private static boolean cutsOff(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE wait_event_type = 'Lock' AND wait_event = 'advisory' AND datname = CURRENT_DATABASE()")) {
            return row.next();
        }
    }
}
