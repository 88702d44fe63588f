package dev.skep.metastore.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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
}
