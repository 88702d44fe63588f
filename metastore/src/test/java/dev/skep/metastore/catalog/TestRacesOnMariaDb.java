package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestRacesOnMariaDb extends RowLockContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(CatalogContractTest.WAREHOUSE);
    }
}
