package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestConstraintsOnMariaDb extends ConstraintContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(WAREHOUSE);
    }
}
