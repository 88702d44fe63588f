package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestConstraintsOnPostgres extends ConstraintContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
