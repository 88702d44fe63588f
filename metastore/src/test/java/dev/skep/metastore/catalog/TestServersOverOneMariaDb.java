package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.NeedsMariaDb;

@NeedsMariaDb
class TestServersOverOneMariaDb extends ServersOverOneStoreContractTest {
    @Override
    MetastoreSettings freshStore() {
        return MariaDb.freshStore(CatalogContractTest.WAREHOUSE);
    }

    @Override
    String quoted(String name) {
        return "`" + name + "`";
    }
}
