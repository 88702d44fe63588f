package dev.skep.metastore.catalog;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;

/** The failures for what is not there, and the look-ups that end in them. */
final class Missing {
    private Missing() {}

    static CatalogException database(DatabaseName name) {
        return new CatalogException(Reason.DATABASE_NOT_FOUND,
                "Cannot find database %s: it does not exist".formatted(name));
    }

    static CatalogException table(TableName name) {
        return new CatalogException(Reason.NOT_FOUND, "Cannot find table %s: it does not exist".formatted(name));
    }

    static Table find(StoreTransaction transaction, TableName name) {
        return transaction.tables().find(name).orElseThrow(() -> table(name));
    }

    static Table lock(StoreTransaction transaction, TableName name) {
        return transaction.tables().lock(name).orElseThrow(() -> table(name));
    }
}
