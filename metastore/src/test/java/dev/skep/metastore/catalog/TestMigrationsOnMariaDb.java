package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestMigrationsOnMariaDb extends MigrationContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(CatalogContractTest.WAREHOUSE);
    }

    @Override
    String migrations() {
        return "mariadb";
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
        return "`" + name + "`";
    }

    @Override
    long progress(MetastoreSettings settings) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery(
                                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Each statement is committed by itself, and Flyway notes what failed. */
    @Test
    void aMigrationThatWasCutOffAfterAnyStatementIsFinished() throws Exception {
        Random random = random();
        MetastoreSettings finished = freshStore();
        open(finished);
        Set<String> wanted = layout(finished);
        String database;
        try (Connection connection = connect(finished)) {
            database = connection.getCatalog();
        }
        String before = null;
        for (Script script : scripts()) {
            List<String> statements = statements(script);
            for (int done : Set.of(random.nextInt(statements.size()), statements.size())) {
                MetastoreSettings settings = freshStore();
                if (before != null) {
                    migrateTo(settings, before);
                }
                try (Connection connection = connect(settings); Statement statement = connection.createStatement()) {
                    statement.execute(
                            "CREATE TABLE IF NOT EXISTS flyway_schema_history LIKE " + database
                                    + ".flyway_schema_history");
                    for (String sql : statements.subList(0, done)) {
                        statement.execute(sql);
                    }
                    if (before != null && random.nextBoolean()) {
                        statement.execute("INSERT INTO flyway_schema_history SELECT 1000, '" + script.version()
                                + "', description, type, script, checksum, installed_by, installed_on, 1, FALSE FROM flyway_schema_history LIMIT 1");
                    }
                }
                open(settings);
                assertThat(layout(settings)).as("%d statements of %s", done, script.path()).isEqualTo(wanted);
            }
            before = script.version();
        }
    }
}
