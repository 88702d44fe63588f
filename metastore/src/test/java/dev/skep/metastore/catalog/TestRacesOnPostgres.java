package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestRacesOnPostgres extends RowLockContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
