package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.GuardedCatalog.HR;
import static dev.skep.metastore.catalog.GuardedCatalog.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.metastore.transaction.CompactionType;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.LockAnswer;
import dev.skep.metastore.transaction.LockComponent;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockRequest;
import dev.skep.metastore.transaction.LockState;
import dev.skep.metastore.transaction.LockType;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.TransactionException.Kind;

/** Who may lock and write what, and who sees whose locks and transactions. */
class TestLockRights {
    private static final LockObject TABLE = LockObject.of(PEOPLE);
    private static final TableName ABSENT = HR.table("absent");
    private static final Compaction.Request MAJOR = new Compaction.Request(CompactionType.MAJOR, null, Map.of(), null,
            null, 0, null, 0);

    @TempDir
    Path folder;
    private GuardedCatalog guarded;

    @BeforeEach
    void open() {
        guarded = new GuardedCatalog(folder);
    }

    @AfterEach
    void close() {
        guarded.close();
    }

    private LockAnswer lock(String who, LockObject object, LockType type) {
        return guarded.client(who).locks().lock(LockRequest.of(who, LockComponent.of(object, type)));
    }

    private void assertRefused(String who, LockObject object, LockType type, String message) {
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, message, () -> lock(who, object, type));
    }

    @Test
    void readersLockForReadingAndWritersForWriting() {
        assertThat(lock("reader", TABLE, LockType.SHARED_READ).state()).isEqualTo(LockState.ACQUIRED);
        for (LockType type : List.of(LockType.SHARED_WRITE, LockType.EXCL_WRITE, LockType.EXCLUSIVE)) {
            assertRefused("reader", TABLE, type, "Cannot insert table hr.people");
            lock("olga", TABLE, type);
        }
        assertRefused("reader", LockObject.of(HR), LockType.EXCLUSIVE, "database hr");
        assertThat(lock("reader", LockObject.of(HR), LockType.SHARED_READ).state()).isEqualTo(LockState.ACQUIRED);
        lock("hides", LockObject.of(HR), LockType.EXCLUSIVE);
    }

    @Test
    void whatDoesNotExistOrIsNotSeenIsLockedByThoseWhoMayMakeIt() {
        for (LockType type : LockType.values()) {
            assertRefused("stranger", TABLE, type, "Cannot create table hr.people: not allowed");
            assertRefused("stranger", LockObject.of(ABSENT), type, "Cannot create table hr.absent: not allowed");
            assertRefused("reader", LockObject.of(ABSENT), type, "Cannot create table hr.absent: not allowed");
            lock("hides", LockObject.of(ABSENT), type);
        }
        assertRefused("stranger", LockObject.of(HR), LockType.SHARED_READ, "Cannot create database hr: not allowed");
    }

    @Test
    void locksAreShownToThoseWhoSeeWhatIsLocked() {
        long id = lock("olga", TABLE, LockType.EXCLUSIVE).id();
        lock("hides", LockObject.of(ABSENT), LockType.EXCLUSIVE);
        assertThat(guarded.client("root").locks().list(null)).hasSize(2);
        assertThat(guarded.client("reader").locks().list(null)).extracting(held -> held.id()).containsExactly(id);
        assertThat(guarded.client("reader").locks().list(TABLE)).hasSize(1);
        assertThat(guarded.client("stranger").locks().list(null)).isEmpty();
        assertThat(guarded.client("denied").locks().list(TABLE)).isEmpty();
    }

    @Test
    void othersLocksAndTransactionsAreAsAbsent() {
        long id = lock("olga", TABLE, LockType.EXCLUSIVE).id();
        long transaction = guarded.client("olga").transactions().open(OpenRequest.of(1, "olga")).getFirst();
        Locks locks = guarded.client("hides").locks();
        Transactions transactions = guarded.client("hides").transactions();
        for (long missing : List.of(id, 99L)) {
            TransactionContractTest.assertFails(Kind.NO_LOCK, () -> locks.check(missing));
            TransactionContractTest.assertFails(Kind.NO_LOCK, () -> locks.heartbeat(missing));
            TransactionContractTest.assertFails(Kind.NO_LOCK, () -> locks.unlock(missing));
        }
        for (long missing : List.of(transaction, 99L)) {
            TransactionContractTest.assertFails(Kind.NO_TRANSACTION, () -> transactions.commit(missing));
            TransactionContractTest.assertFails(Kind.NO_TRANSACTION, () -> transactions.abort(missing));
            TransactionContractTest.assertFails(Kind.NO_TRANSACTION, () -> transactions.heartbeat(missing));
            TransactionContractTest.assertFails(Kind.NO_TRANSACTION, () -> transactions.newestInConflict(missing));
            TransactionContractTest.assertFails(Kind.NO_TRANSACTION,
                    () -> transactions.allocateWriteIds(PEOPLE, List.of(missing)));
            TransactionContractTest.assertFails(Kind.NO_TRANSACTION, () -> transactions.reads(missing, Map.of()));
            TransactionContractTest.assertFails(Kind.NO_TRANSACTION, () -> locks.lock(
                    LockRequest.of("x", LockComponent.of(TABLE, LockType.SHARED_READ)).in(missing)));
        }
        transactions.abortAll(List.of(transaction));
        assertThat(transactions.heartbeat(transaction, transaction).missing()).containsExactly(transaction);
        assertThat(transactions.list()).isEmpty();
        assertThat(transactions.snapshot(Set.of()).open()).containsExactly(transaction);
        assertThat(guarded.client("olga").transactions().list()).hasSize(1);
        guarded.client("root").locks().unlock(id);
        guarded.client("root").transactions().abort(transaction);
    }

    @Test
    void writeIdsAreForThoseWhoMayWriteAndSeenWithTheirTable() {
        Transactions own = guarded.client("olga").transactions();
        own.allocateWriteIds(PEOPLE, own.open(OpenRequest.of(1, "olga")));
        assertThat(guarded.client("reader").transactions().newestWriteId(PEOPLE)).isEqualTo(1);
        assertThat(guarded.client("stranger").transactions().newestWriteId(PEOPLE)).isZero();
        assertThat(guarded.client("stranger").transactions().validWriteIds(List.of(PEOPLE), null).getFirst().newest())
                .isZero();
        TransactionContractTest.assertFails(Kind.NO_TRANSACTION,
                () -> guarded.client("stranger").transactions().validWriteIds(List.of(PEOPLE), 1));
        for (String who : List.of("reader", "stranger")) {
            Transactions transactions = guarded.client(who).transactions();
            long id = transactions.open(OpenRequest.of(1, who)).getFirst();
            String message = who.equals("reader") ? "insert table hr.people" : "create table hr.people";
            CatalogContractTest.assertFails(Reason.ACCESS_DENIED, message,
                    () -> transactions.allocateWriteIds(PEOPLE, List.of(id)));
            CatalogContractTest.assertFails(Reason.ACCESS_DENIED, message,
                    () -> transactions.addPartitions(id, PEOPLE, List.of("city=rome"), DataOperation.UPDATE));
            CatalogContractTest.assertFails(Reason.ACCESS_DENIED, message,
                    () -> transactions.seedWriteId(PEOPLE, 50));
        }
    }

    @Test
    void replicationAndWorkersNeedToManageTheCatalog() {
        Transactions transactions = guarded.client("olga").transactions();
        Compactions compactions = guarded.client("olga").compactions();
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive", () -> transactions.seed(5));
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive",
                () -> transactions.repeating("p", List.of(1L)));
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive",
                () -> transactions.repeatWriteIds(PEOPLE, "p", List.of()));
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive",
                () -> transactions.takeOverWriteIds(PEOPLE, 5, List.of(), "u", "h"));
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive",
                () -> compactions.next("w", null, null));
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive",
                () -> compactions.mark(1, CompactionState.FAILED, null));
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive", () -> compactions.setJob(1, "j"));
        LockObject rome = LockObject.of(PEOPLE, "city=rome");
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive",
                () -> compactions.submitForCleaning(rome, MAJOR, 1, 1));
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "catalog hive",
                () -> compactions.columnsWithStatistics(rome));
        assertThat(guarded.client("root").compactions().columnsWithStatistics(rome)).containsExactly("id");
    }

    @Test
    void compactionsAreAskedForByThoseWhoMayAlter() {
        LockObject rome = LockObject.of(PEOPLE, "city=rome");
        CatalogContractTest.assertFails(Reason.ACCESS_DENIED, "alter table hr.people",
                () -> guarded.client("reader").compactions().request(rome, null, MAJOR));
        CatalogContractTest.assertFails(Reason.NOT_FOUND, "it does not exist",
                () -> guarded.client("stranger").compactions().request(rome, null, MAJOR));
        long id = guarded.client("olga").compactions().request(rome, null, MAJOR).compaction().id();
        assertThat(guarded.client("reader").compactions().list(null)).hasSize(1);
        assertThat(guarded.client("stranger").compactions().list(null)).isEmpty();
        CatalogContractTest.assertFails(Reason.NOT_FOUND, "it does not exist",
                () -> guarded.client("stranger").compactions().newestDone(PEOPLE, null, 0));
        assertThat(guarded.client("reader").compactions().abort(List.of(id))).isEmpty();
        guarded.allow(Scope.OfTable.of(PEOPLE), "reader", Privilege.ALTER);
        assertThat(guarded.client("reader").compactions().abort(List.of(id))).containsExactly(id);
    }
}
