package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestOthersOnPostgres extends OtherContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
