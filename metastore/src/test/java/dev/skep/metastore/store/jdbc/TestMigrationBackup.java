package dev.skep.metastore.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.store.MetastoreStore;
import dev.skep.storage.file.Location;

class TestMigrationBackup {
    private static final CatalogName NAME = new CatalogName("kept");

    @TempDir
    Path folder;

    private MetastoreSettings settings() {
        return MetastoreSettings.embedded(folder, Location.of("memory://lake"));
    }

    private Path store() {
        return folder.resolve("store");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:hsqldb:file:" + store().resolve("catalog")
                        + ";hsqldb.tx=mvcc;hsqldb.write_delay=false;hsqldb.default_table_type=cached;hsqldb.lock_file=false",
                "SA", "");
    }

    private void fill() {
        try (MetastoreStore store = JdbcStore.open(settings())) {
            store.change(tx -> tx.catalogs().insert(new Catalog(NAME, "about it", "memory://lake/kept", 5)));
        }
    }

    private void assertIsAsBefore() throws SQLException {
        try (MetastoreStore store = JdbcStore.open(settings())) {
            assertThat(store.<Boolean>read(tx -> tx.catalogs().find(NAME).isPresent())).isTrue();
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'HALF_DONE'")) {
            row.next();
            assertThat(row.getInt(1)).as("tables of the migration that was cut off").isZero();
            statement.execute("SHUTDOWN");
        }
    }

    private void assertNothingIsLeft() {
        assertThat(store().resolve("before-migration")).doesNotExist();
        assertThat(store().resolve("before-migration.tmp")).doesNotExist();
    }

    @Test
    void putsTheStoreBackWhenAMigrationWasCutOff() throws Exception {
        fill();
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            new MigrationBackup(store()).take(connection, false);
            statement.execute("CREATE TABLE HALF_DONE (ID BIGINT)");
            statement.execute("DELETE FROM CATALOGS");
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
        assertIsAsBefore();
        assertNothingIsLeft();
    }

    @Test
    void putsTheStoreBackWhenPuttingItBackWasCutOff() throws Exception {
        fill();
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            new MigrationBackup(store()).take(connection, false);
            statement.execute("CREATE TABLE HALF_DONE (ID BIGINT)");
            statement.execute("SHUTDOWN");
        }
        Files.delete(store().resolve("catalog.script"));
        Files.writeString(store().resolve("catalog.properties"), "half of i");
        assertIsAsBefore();
        assertNothingIsLeft();
    }

    @Test
    void anUnfinishedBackupIsForgotten() throws Exception {
        fill();
        Files.createDirectories(store().resolve("before-migration.tmp"));
        Files.writeString(store().resolve("before-migration.tmp").resolve("catalog.script"), "half of i");
        assertIsAsBefore();
        assertNothingIsLeft();
    }

    @Test
    void aStoreThatWasNotYetMadeIsMadeAnew() throws Exception {
        Files.createDirectories(store());
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            new MigrationBackup(store()).take(connection, true);
            statement.execute("CREATE TABLE HALF_DONE (ID BIGINT)");
            statement.execute("CREATE TABLE CATALOGS (ID BIGINT)");
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
        fill();
        assertIsAsBefore();
        assertNothingIsLeft();
    }
}
