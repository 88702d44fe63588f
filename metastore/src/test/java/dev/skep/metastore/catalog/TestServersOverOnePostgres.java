package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestServersOverOnePostgres extends ServersOverOneStoreContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }

    @Override
    String quoted(String name) {
        return "\"" + name + "\"";
    }
}
