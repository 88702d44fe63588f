package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestPredicatesOnPostgres extends PredicateContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
