package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestManyTablesOnMariaDb extends ManyTablesContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
