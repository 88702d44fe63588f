package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestTablesOnPostgres extends TableContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
