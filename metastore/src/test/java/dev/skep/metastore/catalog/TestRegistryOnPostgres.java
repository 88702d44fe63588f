package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestRegistryOnPostgres extends RegistryContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
