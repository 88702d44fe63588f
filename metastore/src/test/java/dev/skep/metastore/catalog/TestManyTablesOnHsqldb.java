package dev.skep.metastore.catalog;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.MetastoreSettings;

class TestManyTablesOnHsqldb extends ManyTablesContractTest {
    @TempDir
    Path folder;

    @Override
    MetastoreSettings freshStore() {
        return MetastoreSettings.embedded(folder, CatalogContractTest.WAREHOUSE);
    }
}
