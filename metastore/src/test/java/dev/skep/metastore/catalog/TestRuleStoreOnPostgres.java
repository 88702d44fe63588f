package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestRuleStoreOnPostgres extends RuleStoreContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
