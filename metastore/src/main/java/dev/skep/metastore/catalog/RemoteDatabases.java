package dev.skep.metastore.catalog;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.Database.RemoteDatabase;

/** Remote databases are kept with the data connector that they name. Their tables are another system's: Skep does not ask it for them, and says so rather than that there are none. */
final class RemoteDatabases {
    private RemoteDatabases() {}

    /** Fails with UNSUPPORTED for a remote database; {@code action} says what was wanted, such as {@code list tables of}. */
    static void checkLocal(Database database, String action) {
        RemoteDatabase remote = database.connector();
        if (remote != null) {
            throw new CatalogException(Reason.UNSUPPORTED,
                    "Cannot %s database %s: it is remote, database '%s' of data connector %s, and Skep keeps only its definition"
                            .formatted(action, database.name(), remote.name(), remote.connector()));
        }
    }
}
