package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestRacesOnPostgres extends RaceContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
