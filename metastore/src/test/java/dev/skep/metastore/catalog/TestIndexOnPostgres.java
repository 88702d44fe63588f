package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestIndexOnPostgres extends IndexContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
