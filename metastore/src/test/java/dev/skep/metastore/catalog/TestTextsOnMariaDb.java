package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestTextsOnMariaDb extends TextContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(WAREHOUSE);
    }
}
