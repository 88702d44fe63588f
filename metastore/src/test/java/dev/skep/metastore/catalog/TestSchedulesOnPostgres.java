package dev.skep.metastore.catalog;

import dev.skep.metastore.MetastoreSettings;

class TestSchedulesOnPostgres extends ScheduleContractTest {
    @Override
    MetastoreSettings freshStore() {
        return PostgresServer.freshStore(WAREHOUSE);
    }
}
