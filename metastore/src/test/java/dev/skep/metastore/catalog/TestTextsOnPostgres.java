package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestTextsOnPostgres extends TextContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
