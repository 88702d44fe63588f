package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestAccessOnPostgres extends AccessContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
