package dev.skep.conformance.access;

import java.util.List;

import dev.skep.thrift.hms.AddForeignKeyRequest;
import dev.skep.thrift.hms.AddPrimaryKeyRequest;
import dev.skep.thrift.hms.AllocateTableWriteIdsRequest;
import dev.skep.thrift.hms.CheckLockRequest;
import dev.skep.thrift.hms.ForeignKeysRequest;
import dev.skep.thrift.hms.LockComponent;
import dev.skep.thrift.hms.LockLevel;
import dev.skep.thrift.hms.LockRequest;
import dev.skep.thrift.hms.LockType;
import dev.skep.thrift.hms.OpenTxnRequest;
import dev.skep.thrift.hms.SQLForeignKey;
import dev.skep.thrift.hms.SQLPrimaryKey;
import dev.skep.thrift.hms.SeedTxnIdRequest;
import dev.skep.thrift.hms.ShowLocksRequest;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** Locks, transactions and constraints over the metastore's wire: they name tables, and are not for everyone. */
final class LeakWireLocks {
    private final LeakServer server;
    private final LeakSuite suite;

    LeakWireLocks(LeakServer server, LeakSuite suite) {
        this.server = server;
        this.suite = suite;
    }

    private interface Call {
        Object make() throws TException;
    }

    void run() {
        try {
            locks(server.wire(LeakWorld.ADMIN), server.wire("oli"), server.wire("ann"));
            constraints(server.wire(LeakWorld.ADMIN), server.wire("lea"));
        } catch (TException e) {
            suite.check("the administrator may not lock or constrain: " + e);
        }
    }

    private static LockRequest lock(String user, LockType type, String database, String table) {
        LockComponent component = new LockComponent(type, LockLevel.TABLE, database);
        component.setTablename(table);
        return new LockRequest(List.of(component), user, "localhost");
    }

    private void locks(ThriftHiveMetastore.Client root, ThriftHiveMetastore.Client oli,
            ThriftHiveMetastore.Client ann) throws TException {
        long held = root.lock(lock(LeakWorld.ADMIN, LockType.EXCLUSIVE, "vault", "keyring")).getLockid();
        refused("oli locks vault.keyring", () -> oli.lock(lock("oli", LockType.SHARED_READ, "vault", "keyring")));
        refused("ann locks shop.customers to write",
                () -> ann.lock(lock("ann", LockType.EXCLUSIVE, "shop", "customers")));
        refused("ann looks at another's lock", () -> ann.check_lock(new CheckLockRequest(held)));
        String listed = String.valueOf(oli.show_locks(new ShowLocksRequest()));
        suite.check(listed.contains("keyring") ? "oli: show_locks tells " + listed : null);
        refused("ann numbers transactions", () -> {
            ann.seed_txn_id(new SeedTxnIdRequest(1_000_000));
            return "done";
        });
        long transaction = ann.open_txns(new OpenTxnRequest(1, "ann", "localhost")).getTxn_ids().getFirst();
        AllocateTableWriteIdsRequest ids = new AllocateTableWriteIdsRequest("shop", "customers");
        ids.setTxnIds(List.of(transaction));
        refused("ann takes a write id of shop.customers", () -> ann.allocate_table_write_ids(ids));
    }

    private void constraints(ThriftHiveMetastore.Client root, ThriftHiveMetastore.Client lea) throws TException {
        root.add_primary_key(new AddPrimaryKeyRequest(
                List.of(new SQLPrimaryKey("vault", "keyring", "id", 1, "pk_keyring", false, false, true))));
        root.add_foreign_key(new AddForeignKeyRequest(List.of(new SQLForeignKey("vault", "keyring", "id", "shop",
                "visits", "customer", 1, 0, 0, "fk_visits", "pk_keyring", false, false, true))));
        String told = String.valueOf(lea.get_foreign_keys(new ForeignKeysRequest(null, null, "shop", "visits")));
        suite.check(told.contains("keyring") ? "lea: get_foreign_keys tells " + told : null);
    }

    private void refused(String what, Call call) {
        try {
            suite.check(what + ": " + call.make());
        } catch (TException e) {
            suite.check(null);
        }
    }
}
