package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestLocksOverOnePostgres extends LocksOverOneStoreContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
