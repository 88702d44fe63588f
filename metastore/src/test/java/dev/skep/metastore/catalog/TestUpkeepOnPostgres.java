package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestUpkeepOnPostgres extends UpkeepContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
