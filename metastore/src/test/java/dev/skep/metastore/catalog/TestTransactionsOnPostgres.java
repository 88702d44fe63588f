package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestTransactionsOnPostgres extends TransactionContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
