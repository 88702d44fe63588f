package dev.skep.metastore.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.model.Catalog;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.DatabaseStore;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;

/** The look-ups of a session: what its caller may not see is not found, and fails in the same way. What may be done with what is found is to be asked for after. */
final class Seen {
    private final Guard guard;

    Seen(Guard guard) {
        this.guard = guard;
    }

    Stored<Catalog> catalog(StoreTransaction tx, CatalogName name) {
        return tx.catalogs().find(name).filter(stored -> guard.reveals(new OfCatalog(name)))
                .orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                        "Cannot find catalog %s: it does not exist".formatted(name)));
    }

    Optional<Stored<Database>> findDatabase(StoreTransaction tx, DatabaseName name) {
        return tx.databases().find(name).filter(stored -> isSeen(tx, stored.value()));
    }

    /** A database is seen by its owner, by grants, and by who owns something in it, unless that is denied. */
    private boolean isSeen(StoreTransaction tx, Database database) {
        return guard.sees(Owned.of(database))
                || tx.databases().ownersInside(database.name().catalog()).stream()
                        .anyMatch(inside -> inside.name().equals(database.name()) && isOwnInside(inside))
                || guard.reveals(Owned.of(database));
    }

    private boolean isOwnInside(DatabaseStore.Listed inside) {
        Principal owner = Owned.owner(inside.owner(), inside.ownerType());
        return owner != null && guard.isSelf(owner) && guard.sees(new OfDatabase(inside.name(), owner));
    }

    /** Returns those of a catalog's databases that are seen. */
    List<DatabaseStore.Listed> databases(StoreTransaction tx, CatalogName catalog) {
        List<DatabaseStore.Listed> all = tx.databases().list(catalog);
        List<DatabaseStore.Listed> granted = guard.visible(all, Seen::object);
        if (granted.size() == all.size()) {
            return granted;
        }
        Set<DatabaseName> seen = new HashSet<>();
        granted.forEach(database -> seen.add(database.name()));
        tx.databases().ownersInside(catalog).stream().filter(this::isOwnInside)
                .forEach(inside -> seen.add(inside.name()));
        return all.stream().filter(database -> seen.contains(database.name())).toList();
    }

    static CatalogObject object(DatabaseStore.Listed database) {
        return new OfDatabase(database.name(), Owned.owner(database.owner(), database.ownerType()));
    }

    Stored<Database> database(StoreTransaction tx, DatabaseName name) {
        return findDatabase(tx, name).orElseThrow(() -> Missing.database(name));
    }

    Optional<Stored<Database>> findAndLockDatabase(StoreTransaction tx, DatabaseName name) {
        return tx.databases().lock(name).filter(stored -> isSeen(tx, stored.value()));
    }

    Stored<Database> lockDatabase(StoreTransaction tx, DatabaseName name) {
        return findAndLockDatabase(tx, name).orElseThrow(() -> Missing.database(name));
    }

    /** Fails with UNSUPPORTED for a table of a remote database that the caller sees. */
    Optional<Table> findTable(StoreTransaction tx, TableName name) {
        Optional<Table> found = tx.tables().find(name);
        if (found.isEmpty()) {
            checkLocal(tx, name);
        }
        return found.filter(table -> guard.reveals(Owned.of(table)));
    }

    private void checkLocal(StoreTransaction tx, TableName name) {
        tx.databases().find(name.database())
                .filter(stored -> stored.value().connector() != null && isSeen(tx, stored.value()))
                .ifPresent(stored -> RemoteDatabases.checkLocal(stored.value(), "use table " + name.name() + " of"));
    }

    Table table(StoreTransaction tx, TableName name) {
        return findTable(tx, name).orElseThrow(() -> Missing.table(name));
    }

    Table lockTable(StoreTransaction tx, TableName name) {
        Optional<Table> found = tx.tables().lock(name);
        if (found.isEmpty()) {
            checkLocal(tx, name);
        }
        return found.filter(table -> guard.reveals(Owned.of(table))).orElseThrow(() -> Missing.table(name));
    }

    /** As {@link #lockTable}, for one who only adds partitions. */
    Table lockTableForAddition(StoreTransaction tx, TableName name) {
        return tx.tables().lockForAddition(name).filter(table -> guard.reveals(Owned.of(table)))
                .orElseThrow(() -> Missing.table(name));
    }

    Optional<Stored<Function>> findFunction(StoreTransaction tx, FunctionName name) {
        return tx.functions().find(name).filter(stored -> guard.reveals(Owned.of(stored.value())));
    }

    Stored<Function> function(StoreTransaction tx, FunctionName name) {
        return findFunction(tx, name).orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                "Cannot find function %s: it does not exist".formatted(name)));
    }
}
