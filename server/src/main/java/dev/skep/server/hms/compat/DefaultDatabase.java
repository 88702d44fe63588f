package dev.skep.server.hms.compat;

import java.util.Map;

import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.server.hms.mapping.DatabaseMapping;
import dev.skep.thrift.hms.Database;

/**
 * The database {@code default} for one who may not see it. Spark (3.5.7, 4.0.1) asks for it when a session starts, makes it where there is none, and ends
 * where it may not. That it exists is no secret; its name is all that is told.
 */
public final class DefaultDatabase {
    /** No place: Spark takes it for a URI. */
    private static final String UNTOLD = "untold:/";

    private DefaultDatabase() {}

    /** Returns a database. Fails with a CatalogException where it is not there to be seen. */
    public static Database get(CatalogSession session, DatabaseName name) {
        if (!name.catalog().equals(CatalogName.HIVE)
                || !name.name().equals(dev.skep.metastore.model.Database.DEFAULT)) {
            return DatabaseMapping.toThrift(session.databases().database(name));
        }
        return session.databases().find(name).map(DatabaseMapping::toThrift)
                .orElseGet(() -> new Database(name.name(), "", UNTOLD, Map.of()));
    }
}
