package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestPartitionsOnPostgres extends PartitionContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
