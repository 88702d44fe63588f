package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestDropsOnPostgres extends DropContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
