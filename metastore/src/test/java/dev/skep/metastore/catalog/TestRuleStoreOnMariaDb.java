package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestRuleStoreOnMariaDb extends RuleStoreContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
