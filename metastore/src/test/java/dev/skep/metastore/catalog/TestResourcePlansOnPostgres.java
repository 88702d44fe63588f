package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestResourcePlansOnPostgres extends ResourcePlanContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
