package dev.skep.metastore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.catalog.Tables.Cascade;
import dev.skep.metastore.catalog.Transactions.Heartbeats;
import dev.skep.metastore.model.TableName;
import dev.skep.metastore.RetentionSettings;
import dev.skep.metastore.transaction.Compaction;
import dev.skep.metastore.transaction.CompactionState;
import dev.skep.metastore.transaction.CompactionType;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.LockAnswer;
import dev.skep.metastore.transaction.LockComponent;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockRequest;
import dev.skep.metastore.transaction.LockState;
import dev.skep.metastore.transaction.LockType;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.metastore.transaction.TransactionException.Kind;
import dev.skep.metastore.transaction.TransactionSnapshot;
import dev.skep.metastore.transaction.TransactionType;
import dev.skep.metastore.transaction.ValidWriteIds;
import dev.skep.metastore.transaction.WriteId;

/** Locks, transactions, write ids and compactions. */
abstract class TransactionContractTest extends CatalogContractTest {
    private static final LockObject DATABASE = LockObject.of(SALES);
    private static final LockObject TABLE = LockObject.of(ORDERS);
    private static final LockObject ROME = LockObject.of(ORDERS, "city=rome");
    private static final LockObject BONN = LockObject.of(ORDERS, "city=bonn");
    private static final Duration LEASE = Duration.ofSeconds(300);

    private final SettableClock clock = new SettableClock();

    @Override
    @BeforeEach
    void open() {
        catalog = StoredCatalog.open(freshStore(), files, AccessSettings.OPEN, clock);
        session = catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
        session.databases().create(database("sales"));
    }

    private LockAnswer lock(LockObject object, LockType type) {
        return session.locks().lock(LockRequest.of("ann", LockComponent.of(object, type)));
    }

    private LockState outcome(LockObject held, LockType type, LockObject wanted, LockType wantedType) {
        LockAnswer first = lock(held, type);
        LockAnswer second = lock(wanted, wantedType);
        assertThat(first.state()).isEqualTo(LockState.ACQUIRED);
        session.locks().unlock(first.id());
        assertThat(session.locks().check(second.id()).state()).isEqualTo(LockState.ACQUIRED);
        session.locks().unlock(second.id());
        assertThat(session.locks().list(null)).isEmpty();
        return second.state();
    }

    static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TransactionException.class,
                failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @Test
    void sharesAndExcludesByTypeOnOneObject() {
        // Rows: what is held. Columns in the order of the enum: what is wanted. Writers that do not say what they write do not share.
        Map<LockType, String> expected = Map.of(LockType.SHARED_READ, "+++-", LockType.SHARED_WRITE, "+---",
                LockType.EXCL_WRITE, "+---", LockType.EXCLUSIVE, "----");
        for (LockObject object : List.of(DATABASE, TABLE, ROME)) {
            expected.forEach((held, row) -> {
                for (LockType wanted : LockType.values()) {
                    assertThat(outcome(object, held, object, wanted)).as("%s: %s, then %s", object, held, wanted)
                            .isEqualTo(row.charAt(wanted.ordinal()) == '+' ? LockState.ACQUIRED : LockState.WAITING);
                }
            });
        }
    }

    @Test
    void meetsAcrossLevels() {
        for (LockType held : LockType.values()) {
            for (LockType wanted : LockType.values()) {
                assertThat(outcome(ROME, held, BONN, wanted)).isEqualTo(LockState.ACQUIRED);
                assertThat(outcome(TABLE, held, LockObject.of(SALES.table("other")), wanted))
                        .isEqualTo(LockState.ACQUIRED);
            }
        }
        List<LockObject> levels = List.of(DATABASE, TABLE, ROME);
        for (int i = 0; i < levels.size(); i++) {
            for (int j = i + 1; j < levels.size(); j++) {
                LockObject outer = levels.get(i);
                LockObject inner = levels.get(j);
                assertThat(outcome(outer, LockType.EXCLUSIVE, inner, LockType.SHARED_READ))
                        .isEqualTo(LockState.WAITING);
                assertThat(outcome(inner, LockType.SHARED_READ, outer, LockType.EXCLUSIVE))
                        .isEqualTo(LockState.WAITING);
                assertThat(outcome(outer, LockType.SHARED_READ, inner, LockType.EXCLUSIVE))
                        .isEqualTo(LockState.ACQUIRED);
                assertThat(outcome(inner, LockType.EXCLUSIVE, outer, LockType.SHARED_READ))
                        .isEqualTo(LockState.ACQUIRED);
                assertThat(outcome(inner, LockType.EXCL_WRITE, outer, LockType.EXCL_WRITE))
                        .isEqualTo(LockState.WAITING);
            }
        }
    }

    @Test
    void writersOfTransactionsShareWhatTheCommitDecides() {
        List<Long> ids = session.transactions().open(OpenRequest.of(2, "ann"));
        assertThat(writeLock(ids.get(0), TABLE, DataOperation.UPDATE).state()).isEqualTo(LockState.ACQUIRED);
        assertThat(writeLock(ids.get(1), TABLE, DataOperation.DELETE).state()).isEqualTo(LockState.ACQUIRED);
        assertThat(lock(TABLE, LockType.EXCL_WRITE).state()).isEqualTo(LockState.WAITING);
    }

    private LockAnswer writeLock(long transaction, LockObject object, DataOperation operation) {
        return session.locks().lock(LockRequest
                .of("ann", new LockComponent(object, LockType.SHARED_WRITE, operation, true, false)).in(transaction));
    }

    @Test
    void aLockOfSeveralComponentsIsHeldAsAWholeOrNotAtAll() {
        LockAnswer held = lock(ROME, LockType.EXCLUSIVE);
        LockAnswer both = session.locks().lock(LockRequest.of("ann", LockComponent.of(BONN, LockType.EXCLUSIVE),
                LockComponent.of(ROME, LockType.EXCLUSIVE)));
        assertThat(both.state()).isEqualTo(LockState.WAITING);
        assertThat(session.locks().list(BONN)).extracting(HeldLock::state).containsExactly(LockState.WAITING);
        assertThat(session.locks().list(null)).filteredOn(lock -> lock.id() == both.id())
                .extracting(HeldLock::blockedBy)
                .containsExactly(null, new HeldLock.Blocker(held.id(), 1));
        session.locks().unlock(held.id());
        assertThat(session.locks().check(both.id()).state()).isEqualTo(LockState.ACQUIRED);
        assertThat(session.locks().list(ROME)).singleElement().satisfies(lock -> {
            assertThat(lock.state()).isEqualTo(LockState.ACQUIRED);
            assertThat(lock.blockedBy()).isNull();
            assertThat(lock.acquired()).isEqualTo(clock.instant());
        });
    }

    @Test
    void servesLocksInTheOrderOfTheirRequests() {
        LockAnswer reader = lock(TABLE, LockType.SHARED_READ);
        LockAnswer writer = lock(TABLE, LockType.EXCLUSIVE);
        LockAnswer late = lock(TABLE, LockType.SHARED_READ);
        assertThat(late.state()).as("a reader does not overtake a writer that waits").isEqualTo(LockState.WAITING);
        session.locks().unlock(reader.id());
        assertThat(session.locks().check(late.id()).state()).isEqualTo(LockState.WAITING);
        assertThat(session.locks().check(writer.id()).state()).isEqualTo(LockState.ACQUIRED);
        session.locks().unlock(writer.id());
        assertThat(session.locks().check(late.id()).state()).isEqualTo(LockState.ACQUIRED);
        assertFails(Kind.NO_LOCK, () -> session.locks().check(writer.id()));
        assertFails(Kind.NO_LOCK, () -> session.locks().unlock(writer.id()));
    }

    @Test
    void anImpatientReaderDoesNotStandInTheQueue() {
        lock(TABLE, LockType.EXCLUSIVE);
        LockRequest patient = LockRequest.of("ann", LockComponent.of(TABLE, LockType.SHARED_READ));
        LockAnswer answer = session.locks().lock(
                new LockRequest(patient.components(), 0, "ann", "localhost", null, true, false));
        assertThat(answer.state()).isEqualTo(LockState.NOT_ACQUIRED);
        assertThat(answer.problem()).contains("sales.orders");
        assertThat(session.locks().list(null)).hasSize(1);
    }

    @Test
    void aLockEndsWithItsLeaseWhoeverAsksNext() {
        LockAnswer killed = lock(TABLE, LockType.EXCLUSIVE);
        LockAnswer next = lock(TABLE, LockType.EXCLUSIVE);
        clock.advance(LEASE.minusMillis(1));
        assertThat(session.locks().check(next.id()).state()).isEqualTo(LockState.WAITING);
        clock.advance(Duration.ofMillis(1));
        assertThat(session.locks().check(next.id()).state()).isEqualTo(LockState.ACQUIRED);
        assertFails(Kind.NO_LOCK, () -> session.locks().heartbeat(killed.id()));
        assertFails(Kind.NO_LOCK, () -> session.locks().unlock(killed.id()));
        clock.advance(LEASE);
        assertThat(session.locks().list(null)).isEmpty();
    }

    @Test
    void heartbeatsProlongTheLease() {
        LockAnswer held = lock(TABLE, LockType.EXCLUSIVE);
        for (int i = 0; i < 4; i++) {
            clock.advance(LEASE.dividedBy(2));
            session.locks().heartbeat(held.id());
        }
        assertThat(lock(TABLE, LockType.SHARED_READ).state()).isEqualTo(LockState.WAITING);
        assertThat(session.locks().list(TABLE).getFirst()).satisfies(lock -> {
            assertThat(lock.heartbeats()).isEqualTo(4);
            assertThat(lock.heartbeat()).isEqualTo(clock.instant());
        });
    }

    @Test
    void locksOfATransactionLiveAsLongAsIt() {
        long id = begin();
        LockAnswer held = session.locks()
                .lock(LockRequest.of("ann", LockComponent.of(TABLE, LockType.EXCLUSIVE)).in(id));
        clock.advance(LEASE.dividedBy(2));
        session.transactions().heartbeat(id);
        clock.advance(LEASE.dividedBy(2));
        LockAnswer next = lock(TABLE, LockType.SHARED_READ);
        assertThat(next.state()).isEqualTo(LockState.WAITING);
        assertFails(Kind.OPEN, () -> session.locks().unlock(held.id()));
        session.transactions().commit(id);
        assertThat(session.locks().check(next.id()).state()).isEqualTo(LockState.ACQUIRED);
        assertFails(Kind.NO_LOCK, () -> session.locks().check(held.id()));
    }

    @Test
    void aTransactionIsAbortedWhenItsLeaseRunsOut() {
        long id = begin();
        session.locks().lock(LockRequest.of("ann", LockComponent.of(TABLE, LockType.EXCLUSIVE)).in(id));
        session.transactions().allocateWriteIds(ORDERS, List.of(id));
        clock.advance(LEASE);
        assertThat(lock(TABLE, LockType.EXCLUSIVE).state()).isEqualTo(LockState.ACQUIRED);
        assertFails(Kind.ABORTED, () -> session.transactions().heartbeat(id));
        assertFails(Kind.ABORTED, () -> session.transactions().commit(id));
        assertFails(Kind.ABORTED, () -> session.locks()
                .lock(LockRequest.of("ann", LockComponent.of(TABLE, LockType.SHARED_READ)).in(id)));
        assertThat(session.transactions().snapshot(Set.of()))
                .isEqualTo(new TransactionSnapshot(id, Set.of(), Set.of(id)));
        assertThat(session.transactions().validWriteIds(List.of(ORDERS), null).getFirst().aborted())
                .containsExactly(1L);
    }

    private long begin() {
        return session.transactions().open(OpenRequest.of(1, "ann")).getFirst();
    }

    @Test
    void countsTransactionsAndTellsWhichAreCommitted() {
        assertThat(session.transactions().open(OpenRequest.of(3, "ann"))).containsExactly(1L, 2L, 3L);
        session.transactions().commit(2);
        session.transactions().abort(3);
        session.transactions().abort(3);
        session.transactions().commit(2);
        assertFails(Kind.NO_TRANSACTION, () -> session.transactions().abort(2));
        assertFails(Kind.ABORTED, () -> session.transactions().commit(3));
        assertFails(Kind.NO_TRANSACTION, () -> session.transactions().commit(4));
        assertFails(Kind.NO_TRANSACTION, () -> session.transactions().heartbeat(4));
        assertThat(session.transactions().snapshot(Set.of()))
                .isEqualTo(new TransactionSnapshot(3, Set.of(1L), Set.of(3L)));
        long reader = session.transactions().open(
                new OpenRequest(1, TransactionType.READ_ONLY, "ann", "host", "agent", null, List.of())).getFirst();
        assertThat(session.transactions().snapshot(Set.of(TransactionType.READ_ONLY)).open()).containsExactly(1L);
        assertThat(session.transactions().snapshot(Set.of()).open()).containsExactlyInAnyOrder(1L, reader);
        assertThat(session.transactions().heartbeat(1, 6)).isEqualTo(new Heartbeats(Set.of(3L), Set.of(2L, 5L, 6L)));
        session.transactions().abortAll(List.of(1L, 2L, 99L));
        assertThat(session.transactions().list()).extracting(transaction -> transaction.id())
                .containsExactly(1L, 3L, 4L);
        assertFails(Reason.INVALID_INPUT, "Invalid range", () -> session.transactions().heartbeat(1, 1_000_000));
        session.transactions().seed(100);
        assertThat(begin()).isEqualTo(101);
        assertFails(Reason.CONFLICT, "101", () -> session.transactions().seed(101));
    }

    @Test
    void theFirstToCommitWinsWhereBothChangeRows() {
        List<Long> ids = session.transactions().open(OpenRequest.of(4, "ann"));
        writeLock(ids.get(0), ROME, DataOperation.UPDATE);
        writeLock(ids.get(1), ROME, DataOperation.DELETE);
        writeLock(ids.get(2), BONN, DataOperation.UPDATE);
        writeLock(ids.get(3), TABLE, DataOperation.INSERT);
        session.transactions().commit(ids.get(0));
        assertThat(session.transactions().newestInConflict(ids.get(1))).isEqualTo(ids.get(0));
        assertThat(session.transactions().newestInConflict(ids.get(2))).isZero();
        assertFails(Kind.ABORTED, () -> session.transactions().commit(ids.get(1)));
        assertThat(session.transactions().snapshot(Set.of()).aborted()).containsExactly(ids.get(1));
        session.transactions().commit(ids.get(2));
        session.transactions().commit(ids.get(3));
        long later = begin();
        writeLock(later, ROME, DataOperation.UPDATE);
        session.transactions().commit(later);
    }

    @Test
    void partitionsThatAreToldLateCountAsWritten() {
        List<Long> ids = session.transactions().open(OpenRequest.of(3, "ann"));
        for (long id : ids) {
            session.locks().lock(LockRequest.of("ann",
                    new LockComponent(TABLE, LockType.SHARED_WRITE, DataOperation.UPDATE, true, true)).in(id));
        }
        session.transactions().addPartitions(ids.get(0), ORDERS, List.of("city=rome"), DataOperation.UPDATE);
        session.transactions().addPartitions(ids.get(1), ORDERS, List.of("city=rome", "city=bonn"),
                DataOperation.UNSET);
        session.transactions().addPartitions(ids.get(2), ORDERS, List.of("city=bonn"), DataOperation.INSERT);
        session.transactions().commit(ids.get(0));
        session.transactions().commit(ids.get(2));
        assertFails(Kind.ABORTED, () -> session.transactions().commit(ids.get(1)));
        assertFails(Kind.ABORTED, () -> session.transactions().addPartitions(ids.get(1), ORDERS, List.of("city=x"),
                DataOperation.INSERT));
    }

    @Test
    void countsWriteIdsForEachTable() {
        session.tables().create(table(ORDERS));
        TableName other = SALES.table("other");
        List<Long> ids = session.transactions().open(OpenRequest.of(4, "ann"));
        assertThat(session.transactions().allocateWriteIds(ORDERS, List.of(ids.get(1), ids.get(0))))
                .containsExactly(new WriteId(1, 1), new WriteId(2, 2));
        assertThat(session.transactions().allocateWriteIds(other, List.of(ids.get(2))))
                .containsExactly(new WriteId(3, 1));
        assertThat(session.transactions().allocateWriteIds(ORDERS, List.of(ids.get(2), ids.get(1))))
                .containsExactly(new WriteId(2, 2), new WriteId(3, 3));
        session.transactions().commit(2);
        session.transactions().abort(3);
        assertThat(session.transactions().validWriteIds(List.of(ORDERS, other), null)).containsExactly(
                new ValidWriteIds(ORDERS, 3, List.of(1L, 3L), Set.of(3L), 1L),
                new ValidWriteIds(other, 1, List.of(1L), Set.of(1L), null));
        TransactionSnapshot before = TransactionSnapshot.parse("1:1:1:");
        assertThat(session.transactions().validWriteIds(List.of(ORDERS), before))
                .containsExactly(new ValidWriteIds(ORDERS, 1, List.of(1L), Set.of(), 1L));
        assertThat(session.transactions().validWriteIds(List.of(ORDERS), 2).getFirst().invalid()).containsExactly(1L);
        assertFails(Kind.NO_TRANSACTION, () -> session.transactions().validWriteIds(List.of(ORDERS), 77));
        assertThat(session.transactions().newestWriteId(ORDERS)).isEqualTo(3);
        assertFails(Kind.NO_TRANSACTION, () -> session.transactions().allocateWriteIds(ORDERS, List.of(2L)));
        assertFails(Kind.ABORTED, () -> session.transactions().allocateWriteIds(ORDERS, List.of(4L, 3L)));
        session.transactions().seedWriteId(ORDERS, 10);
        assertThat(session.transactions().allocateWriteIds(ORDERS, List.of(4L)))
                .containsExactly(new WriteId(4, 11));
        assertFails(Reason.CONFLICT, "11 exists", () -> session.transactions().seedWriteId(ORDERS, 5));
        session.transactions().reads(4, Map.of(ORDERS, 1L, other, 1L));
        session.transactions().reads(4, Map.of(ORDERS, 2L));
    }

    @Test
    void writeIdsFollowTheirTable() {
        session.tables().create(table(ORDERS));
        long id = begin();
        session.transactions().allocateWriteIds(ORDERS, List.of(id));
        TableName renamed = SALES.table("renamed");
        session.tables().alter(ORDERS, session.tables().table(ORDERS).visible().withName(renamed), Cascade.TABLE_ONLY,
                Map.of());
        assertThat(session.transactions().newestWriteId(renamed)).isEqualTo(1);
        assertThat(session.transactions().newestWriteId(ORDERS)).isZero();
        session.tables().drop(renamed, DataRemoval.DELETE);
        assertThat(session.transactions().newestWriteId(renamed)).isZero();
        session.tables().create(table(renamed));
        assertThat(session.transactions().allocateWriteIds(renamed, List.of(id)))
                .containsExactly(new WriteId(id, 1));
        session.databases().dropCascade(SALES, DataRemoval.DELETE);
        session.databases().create(database("sales"));
        assertThat(session.transactions().newestWriteId(renamed)).isZero();
    }

    @Test
    void forgetsWhatDecidesNothingAnyMore() {
        session.tables().create(table(ORDERS));
        long reader = begin();
        for (int i = 0; i < 130; i++) {
            long id = begin();
            session.transactions().allocateWriteIds(ORDERS, List.of(id));
            if (i % 10 == 0) {
                session.transactions().abort(id);
            } else {
                session.transactions().commit(id);
            }
        }
        TransactionSnapshot old = new TransactionSnapshot(reader, Set.of(reader), Set.of());
        assertThat(session.transactions().validWriteIds(List.of(ORDERS), old).getFirst().newest()).isZero();
        session.transactions().commit(reader);
        for (int i = 0; i < 64; i++) {
            session.transactions().commit(begin());
        }
        ValidWriteIds valid = session.transactions().validWriteIds(List.of(ORDERS), null).getFirst();
        assertThat(valid.newest()).isEqualTo(130);
        assertThat(valid.invalid()).hasSize(13).first().isEqualTo(1L);
        assertThat(valid.aborted()).hasSize(13);
    }

    /** Its client may have been cut off before it heard, and asks again. */
    @Test
    void aCommitIsKnownForALease() {
        for (int i = 0; i < 130; i++) {
            long id = begin();
            session.transactions().commit(id);
            session.transactions().commit(id);
        }
        clock.advance(LEASE.minusMillis(1));
        catalog.endTransactions();
        for (long id = 1; id <= 130; id++) {
            session.transactions().commit(id);
        }
        clock.advance(Duration.ofMillis(1));
        catalog.endTransactions();
        for (long id = 1; id <= 130; id++) {
            long forgotten = id;
            assertFails(Kind.NO_TRANSACTION, () -> session.transactions().commit(forgotten));
        }
    }

    @Test
    void repeatsTransactionsOfAnotherWarehouse() {
        session.tables().create(table(ORDERS));
        OpenRequest request = new OpenRequest(2, TransactionType.DEFAULT, "repl", "host", null, "sales.*",
                List.of(71L, 72L));
        List<Long> ids = session.transactions().open(request);
        assertThat(session.transactions().open(request)).isEqualTo(ids);
        assertThat(session.transactions().repeating("sales.*", List.of(72L, 73L))).containsExactly(ids.get(1));
        List<WriteId> sources = List.of(new WriteId(72, 6), new WriteId(71, 5));
        List<WriteId> copies = List.of(new WriteId(ids.get(0), 5), new WriteId(ids.get(1), 6));
        assertThat(session.transactions().repeatWriteIds(ORDERS, "sales.*", sources)).isEqualTo(copies);
        assertThat(session.transactions().repeatWriteIds(ORDERS, "sales.*", sources)).isEqualTo(copies);
        clock.advance(Duration.ofDays(10));
        ids.forEach(session.transactions()::commit);
        TableName copy = SALES.table("copy");
        session.transactions().takeOverWriteIds(copy, 9, List.of(3L, 7L), "repl", "host");
        session.transactions().takeOverWriteIds(copy, 20, List.of(), "repl", "host");
        assertThat(session.transactions().validWriteIds(List.of(copy), null))
                .containsExactly(new ValidWriteIds(copy, 9, List.of(3L, 7L), Set.of(3L, 7L), null));
    }

    @Test
    void queuesCompactionsForWorkers() {
        session.tables().create(table(ORDERS));
        Compaction.Request major = new Compaction.Request(CompactionType.MAJOR, null, Map.of("k", "v"), null, null, 0,
                null, 0);
        Compactions compactions = session.compactions();
        Compaction first = compactions.request(TABLE, null, major).compaction();
        assertThat(compactions.request(TABLE, null, major).isAccepted()).isFalse();
        assertThat(compactions.next("w1", "4", "pool")).isEmpty();
        assertThat(compactions.next("w1", "4", null).orElseThrow()).satisfies(taken -> {
            assertThat(taken.id()).isEqualTo(first.id());
            assertThat(taken.request().properties()).containsEntry("k", "v");
            assertThat(taken.state()).isEqualTo(CompactionState.WORKING);
        });
        assertThat(compactions.next("w2", "4", null)).isEmpty();
        assertFails(Reason.CONFLICT, "working", () -> compactions.mark(first.id(), CompactionState.SUCCEEDED, null));
        long lost = begin();
        session.transactions().allocateWriteIds(ORDERS, List.of(lost));
        session.transactions().abort(lost);
        compactions.setJob(first.id(), "job_1");
        compactions.update(first.id(), "hive", 1, 0);
        compactions.mark(first.id(), CompactionState.READY_FOR_CLEANING, null);
        assertThat(compactions.newestDone(ORDERS, null, 0)).extracting(Compaction::id).containsExactly(first.id());
        compactions.mark(first.id(), CompactionState.SUCCEEDED, null);
        assertThat(session.transactions().validWriteIds(List.of(ORDERS), null).getFirst().invalid()).isEmpty();
        Compaction second = compactions.request(TABLE, "pool", major).compaction();
        assertThat(compactions.abort(List.of(first.id(), second.id(), 99L))).containsExactly(second.id());
        assertThat(compactions.list(ORDERS)).extracting(Compaction::state).containsExactly(CompactionState.ABORTED,
                CompactionState.SUCCEEDED);
        assertThat(compactions.list(null).getLast().work().jobId()).isEqualTo("job_1");
        assertFails(Reason.NOT_FOUND, "city=rome", () -> compactions.request(ROME, null, major));
        assertFails(Reason.NOT_FOUND, "nope",
                () -> compactions.request(LockObject.of(SALES.table("nope")), null, major));
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        assertThat(compactions.list(null)).isEmpty();
    }

    private Compaction compacted(Compaction.Request request, CompactionState state) {
        Compactions compactions = session.compactions();
        long id = compactions.request(TABLE, null, request).compaction().id();
        compactions.next("w", "4", null);
        if (state == CompactionState.SUCCEEDED) {
            compactions.mark(id, CompactionState.READY_FOR_CLEANING, null);
        }
        compactions.mark(id, state, null);
        return compactions.list(ORDERS).getFirst();
    }

    @Test
    void freesWhatWorkersLeftAndForgetsWhatIsOld() {
        session.tables().create(table(ORDERS));
        Compaction.Request major = new Compaction.Request(CompactionType.MAJOR, null, Map.of(), null, null, 0, null, 0);
        Compactions compactions = session.compactions();
        long stuck = compactions.request(TABLE, null, major).compaction().id();
        compactions.next("w1", "4", null);
        catalog.tidy(RetentionSettings.DEFAULT);
        assertThat(compactions.next("w2", "4", null)).isEmpty();
        clock.advance(Duration.ofDays(2));
        catalog.tidy(RetentionSettings.DEFAULT);
        assertThat(compactions.next("w2", "4", null).orElseThrow().id()).isEqualTo(stuck);
        compactions.mark(stuck, CompactionState.FAILED, "no memory");
        clock.advance(Duration.ofDays(8));
        catalog.tidy(RetentionSettings.DEFAULT);
        assertThat(compactions.list(null)).hasSize(1);
        Compaction good = compacted(major, CompactionState.SUCCEEDED);
        catalog.tidy(RetentionSettings.DEFAULT);
        assertThat(compactions.list(null)).containsExactly(good);
        for (int i = 0; i < 5; i++) {
            compacted(major, CompactionState.FAILED);
        }
        catalog.tidy(RetentionSettings.DEFAULT);
        assertThat(compactions.list(null)).hasSize(4).contains(good);
    }

    @Test
    void endsTransactionsThatNobodyAsksForAnyMore() {
        session.tables().create(table(ORDERS));
        long empty = begin();
        long writing = begin();
        session.transactions().allocateWriteIds(ORDERS, List.of(writing));
        lock(TABLE, LockType.EXCLUSIVE);
        clock.advance(LEASE.plusSeconds(1));
        catalog.endTransactions();
        assertThat(session.locks().list(null)).isEmpty();
        assertThat(session.transactions().list()).extracting(dev.skep.metastore.transaction.Transaction::id)
                .containsExactly(writing).doesNotContain(empty);
        assertThat(session.transactions().validWriteIds(List.of(ORDERS), null).getFirst().invalid()).hasSize(1);
    }

    @Test
    void forgetsEventsAfterTheirLifetime() {
        session.tables().create(table(ORDERS));
        long before = session.events().newestId();
        clock.advance(Duration.ofDays(8));
        session.tables().drop(ORDERS, DataRemoval.DELETE);
        catalog.tidy(RetentionSettings.DEFAULT);
        assertThat(session.events().after(0, -1)).extracting(dev.skep.metastore.event.NotificationEvent::id)
                .containsExactly(before + 1);
    }

    @Test
    void manyAtOnceGetNumbersOfTheirOwn() throws Exception {
        session.tables().create(table(ORDERS));
        List<Long> opened = Collections.synchronizedList(new ArrayList<>());
        List<Long> written = Collections.synchronizedList(new ArrayList<>());
        Outcomes outcomes = Outcomes.ofConcurrent(8, worker -> {
            for (int i = 0; i < 10; i++) {
                List<Long> ids = session.transactions().open(OpenRequest.of(2, "ann"));
                opened.addAll(ids);
                session.transactions().allocateWriteIds(ORDERS, ids).forEach(id -> written.add(id.number()));
                ids.forEach(session.transactions()::commit);
            }
        });
        assertThat(outcomes.failures()).isEmpty();
        assertThat(new HashSet<>(opened)).hasSize(160);
        assertThat(written.stream().sorted().toList()).isEqualTo(
                java.util.stream.LongStream.rangeClosed(1, 160).boxed().toList());
        assertThat(session.transactions().snapshot(Set.of()))
                .isEqualTo(new TransactionSnapshot(160, Set.of(), Set.of()));
    }
}
