package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestManyTablesOnPostgres extends ManyTablesContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
