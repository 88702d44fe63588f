package dev.skep.metastore.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.MetastoreSettings;

class TestMigrationsOnHsqldb extends MigrationContractTest {
    @TempDir
    Path folder;

    private int stores;

    @Override
    MetastoreSettings freshStore() {
        return MetastoreSettings.embedded(folder.resolve("it's " + ++stores), CatalogContractTest.WAREHOUSE);
    }

    @Override
    String migrations() {
        return "hsqldb";
    }

    @Override
    String url(MetastoreSettings settings) {
        return "jdbc:hsqldb:file:" + settings.dataDir().resolve("store").resolve("catalog")
                + ";hsqldb.tx=mvcc;hsqldb.write_delay=false;hsqldb.default_table_type=cached;hsqldb.lock_file=false;sql.pad_space=false";
    }

    @Override
    String user(MetastoreSettings settings) {
        return "SA";
    }

    @Override
    String password(MetastoreSettings settings) {
        return "";
    }

    @Override
    String quoted(String name) {
        return '"' + name + '"';
    }

    @Override
    void end(Connection connection) throws SQLException {
        try (connection; Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    @Override
    List<String> arguments(MetastoreSettings settings) {
        return List.of(settings.dataDir().toString());
    }

    /** What the log has of them. */
    @Override
    long progress(MetastoreSettings settings) throws IOException {
        Path store = settings.dataDir().resolve("store");
        Path log = store.resolve("catalog.log");
        Path script = store.resolve("catalog.script");
        return Files.exists(log) ? Files.size(log) : Files.exists(script) ? Files.size(script) : 0;
    }
}
