package dev.skep.metastore.catalog;

import java.nio.file.Path;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.harness.MariaDbServer;
import dev.skep.storage.file.Location;

/** Stores on the MariaDB of this JVM's tests. */
final class MariaDb {
    private MariaDb() {}

    static MetastoreSettings freshStore(Location warehouse) {
        return freshStore(MariaDbServer.shared(), warehouse);
    }

    static MetastoreSettings freshStore(MariaDbServer server, Location warehouse) {
        return new MetastoreSettings(server.url(server.freshDatabase()), MariaDbServer.USER, MariaDbServer.PASSWORD,
                Path.of("unused"), warehouse, 10);
    }
}
