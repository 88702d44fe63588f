package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestPartitionsOnMariaDb extends PartitionContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(WAREHOUSE);
    }
}
