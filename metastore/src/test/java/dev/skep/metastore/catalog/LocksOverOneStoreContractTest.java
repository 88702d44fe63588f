package dev.skep.metastore.catalog;

import static dev.skep.metastore.catalog.CatalogContractTest.ORDERS;
import static dev.skep.metastore.catalog.CatalogContractTest.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.skep.metastore.MetastoreSettings;
import dev.skep.metastore.access.Caller;
import dev.skep.metastore.access.FileReader;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.transaction.DataOperation;
import dev.skep.metastore.transaction.LockAnswer;
import dev.skep.metastore.transaction.LockComponent;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockRequest;
import dev.skep.metastore.transaction.LockState;
import dev.skep.metastore.transaction.LockType;
import dev.skep.metastore.transaction.OpenRequest;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.storage.memory.MemoryFileSystem;

/** Two servers over one store, whose clients want the same locks and write the same tables. */
abstract class LocksOverOneStoreContractTest {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 15;

    /** Returns the settings of a store that holds nothing. */
    abstract MetastoreSettings freshStore();

    private interface Fight {
        void of(CatalogSession session, Random random) throws Exception;
    }

    /** Lets clients of two servers fight, and returns what came of it. */
    private Outcomes fight(Fight fight) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed of the fight: " + seed);
        MetastoreSettings settings = freshStore();
        MemoryFileSystem files = new MemoryFileSystem();
        try (StoredCatalog one = StoredCatalog.open(settings, files);
                StoredCatalog other = StoredCatalog.open(settings, files)) {
            session(one).databases().create(CatalogContractTest.database("sales"));
            session(one).tables().create(CatalogContractTest.table(ORDERS));
            Outcomes outcomes = Outcomes.ofConcurrent(CLIENTS, client -> fight
                    .of(session(client % 2 == 0 ? one : other), new Random(seed + client)));
            assertThat(session(other).locks().list(null)).isEmpty();
            assertThat(session(one).transactions().snapshot(Set.of()).open()).isEmpty();
            return outcomes;
        }
    }

    private static CatalogSession session(StoredCatalog catalog) {
        return catalog.sessionFor(Caller.internal(Identity.of("ann")), FileReader.ENGINE);
    }

    @Test
    void anExclusiveLockHasOneHolderAndEachClientItsTurn() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        Outcomes outcomes = fight((session, random) -> {
            for (int i = 0; i < ROUNDS; i++) {
                LockObject object = List.of(LockObject.of(SALES), LockObject.of(ORDERS)).get(random.nextInt(2));
                LockType type = random.nextBoolean() ? LockType.EXCLUSIVE : LockType.EXCL_WRITE;
                LockAnswer lock = session.locks().lock(LockRequest.of("client", LockComponent.of(object, type)));
                while (session.locks().check(lock.id()).state() != LockState.ACQUIRED) {
                    Thread.onSpinWait();
                }
                assertThat(holders.incrementAndGet()).as("holders").isEqualTo(1);
                if (random.nextBoolean()) {
                    session.locks().heartbeat(lock.id());
                }
                holders.decrementAndGet();
                session.locks().unlock(lock.id());
            }
        });
        assertThat(outcomes.failures()).isEmpty();
    }

    @Test
    void ofTransactionsThatChangeTheSamePartitionOneIsCommitted() throws Exception {
        AtomicInteger committed = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        // Commits as the clients saw them: the newest transaction before it began, and the newest after it ended.
        Queue<Span> spans = new ConcurrentLinkedQueue<>();
        Outcomes outcomes = fight((session, random) -> {
            for (int i = 0; i < ROUNDS; i++) {
                long id = session.transactions().open(OpenRequest.of(1, "client")).getFirst();
                session.transactions().allocateWriteIds(ORDERS, List.of(id));
                int partition = random.nextInt(2);
                session.transactions().addPartitions(id, ORDERS, List.of("ds=" + partition), DataOperation.UPDATE);
                long newest = session.transactions().snapshot(Set.of()).newest();
                try {
                    session.transactions().commit(id);
                    committed.incrementAndGet();
                    spans.add(new Span(partition, id, newest));
                } catch (TransactionException e) {
                    assertThat(e.kind()).isEqualTo(TransactionException.Kind.ABORTED);
                    lost.incrementAndGet();
                }
            }
        });
        assertThat(outcomes.failures()).isEmpty();
        System.out.printf("%d transactions committed, %d lost%n", committed.get(), lost.get());
        assertThat(committed.get() + lost.get()).isEqualTo(CLIENTS * ROUNDS);
        assertThat(committed.get()).isPositive();
        for (Span one : spans) {
            assertThat(spans).as("committed although %s was at the same time", one)
                    .noneMatch(other -> other.partition() == one.partition() && other.id() > one.id()
                            && other.id() <= one.newest());
        }
    }

    /** A committed transaction, and the newest one that had begun before it was committed. */
    private record Span(int partition, long id, long newest) {}
}
