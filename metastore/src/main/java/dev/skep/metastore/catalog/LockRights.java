package dev.skep.metastore.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfCatalog;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.CatalogObject.OfTable;
import dev.skep.metastore.access.EnforcementPoint;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Owned;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.Database;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.store.Stored;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockType;

/**
 * Who may lock and write what. Objects that do not exist, or may not be seen, are locked by those who may make them: clients lock a name before they make a table. A lock that
 * keeps others out needs a privilege to change the object, as one who may only read could else stop all who write.
 */
final class LockRights {
    private static final List<Privilege> TABLE_WRITES = List.of(Privilege.INSERT, Privilege.DELETE, Privilege.ALTER,
            Privilege.DROP);
    private static final List<Privilege> DATABASE_WRITES = List.of(Privilege.CREATE, Privilege.ALTER, Privilege.DROP);

    private final Guard guard;
    private final Seen seen;

    LockRights(Guard guard) {
        this.guard = guard;
        this.seen = new Seen(guard);
    }

    /** Who asks, as locks and transactions keep it. */
    String caller() {
        return guard.identity().user();
    }

    /** True if the caller may act on a lock or transaction of that caller. */
    @EnforcementPoint
    boolean isOwn(String caller) {
        return caller.equals(caller()) || managesAll();
    }

    boolean managesAll() {
        return guard.allows(Privilege.MANAGE, new OfCatalog(CatalogName.HIVE));
    }

    /** Fails with ACCESS_DENIED for one who may not do what workers and replication do. */
    @EnforcementPoint
    void checkManagesAll() {
        if (!managesAll()) {
            throw guard.refused("manage", new OfCatalog(CatalogName.HIVE));
        }
    }

    @EnforcementPoint
    void checkLock(StoreTransaction tx, LockObject object, LockType type) {
        TableName name = object.tableName();
        if (name != null) {
            checkTable(tx, name, type == LockType.SHARED_READ);
            return;
        }
        Optional<Database> database = seen.findDatabase(tx, object.database()).map(Stored::value);
        if (database.isEmpty()) {
            guard.check(Privilege.CREATE, new OfDatabase(object.database(), null));
        } else if (type != LockType.SHARED_READ) {
            checkAny(DATABASE_WRITES, Owned.of(database.get()));
        }
    }

    /** Fails if the caller may not write a table that exists, nor make it if it does not. */
    @EnforcementPoint
    void checkWrite(StoreTransaction tx, TableName name) {
        checkTable(tx, name, false);
    }

    private void checkTable(StoreTransaction tx, TableName name, boolean isRead) {
        Optional<Table> table = seen.findTable(tx, name);
        if (table.isEmpty()) {
            guard.check(Privilege.CREATE, toBeMade(tx, name));
        } else if (!isRead) {
            checkAny(TABLE_WRITES, Owned.of(table.get()));
        }
    }

    private OfTable toBeMade(StoreTransaction tx, TableName name) {
        return seen.findDatabase(tx, name.database()).map(database -> Owned.newIn(database.value(), name))
                .orElseGet(() -> new OfTable(name, null));
    }

    private void checkAny(List<Privilege> privileges, CatalogObject object) {
        for (Privilege privilege : privileges) {
            if (guard.allows(privilege, object)) {
                return;
            }
        }
        guard.check(privileges.getFirst(), object);
    }

    /** True if the caller sees the table; one that does not exist is seen by those who may make it. */
    @EnforcementPoint
    boolean sees(StoreTransaction tx, TableName name) {
        return tx.tables().find(name).map(table -> guard.sees(Owned.of(table)))
                .orElseGet(() -> guard.allows(Privilege.CREATE, toBeMade(tx, name)));
    }

    /** The look-ups of one list, in which names come again and again. */
    final class View {
        private final StoreTransaction tx;
        private final Map<TableName, Boolean> tables = new HashMap<>();
        private final Map<DatabaseName, Boolean> databases = new HashMap<>();

        View(StoreTransaction tx) {
            this.tx = tx;
        }

        boolean sees(LockObject object) {
            TableName table = object.tableName();
            return table != null
                    ? tables.computeIfAbsent(table, name -> LockRights.this.sees(tx, name))
                    : databases.computeIfAbsent(object.database(), name -> tx.databases().find(name).isPresent()
                            ? seen.findDatabase(tx, name).isPresent()
                            : guard.allows(Privilege.CREATE, new OfDatabase(name, null)));
        }
    }
}
