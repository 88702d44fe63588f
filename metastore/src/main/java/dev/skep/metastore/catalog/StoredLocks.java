package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.skep.metastore.store.StoreTransaction;
import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.HeldLock.Blocker;
import dev.skep.metastore.transaction.LockAnswer;
import dev.skep.metastore.transaction.LockComponent;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockRequest;
import dev.skep.metastore.transaction.LockState;
import dev.skep.metastore.transaction.TransactionException;
import dev.skep.metastore.transaction.TransactionWrite;
import org.jspecify.annotations.Nullable;

/** Locks in the store: no server knows of any by itself, so that all servers over it see the same queue. */
final class StoredLocks implements Locks {
    private final Rooms rooms;
    private final Leases leases;
    private final LockRights rights;
    private final OpenTransactions open;

    StoredLocks(Rooms rooms, LockRights rights) {
        this.rooms = rooms;
        this.leases = rooms.leases();
        this.rights = rights;
        this.open = new OpenTransactions(rooms, rights);
    }

    @Override
    public LockAnswer lock(LockRequest request) {
        return rooms.store().inTransaction(tx -> {
            for (LockComponent component : request.components()) {
                rights.checkLock(tx, component.object(), component.type());
            }
            tx.transactions().serialize();
            Instant now = leases.now(tx);
            leases.expire(tx, now);
            if (request.transaction() > 0) {
                open.keepUp(tx, request.transaction(), now);
            }
            return enqueue(tx, request, now);
        });
    }

    private LockAnswer enqueue(StoreTransaction tx, LockRequest request, Instant now) {
        List<HeldLock> wanted = wanted(request, tx.locks().next(), now);
        long id = wanted.getFirst().id();
        Map<Integer, HeldLock> inTheWay = blockers(tx, wanted);
        for (HeldLock component : wanted) {
            HeldLock blocker = inTheWay.get(component.number());
            if (blocker != null && request.isImpatient(component.component())) {
                return new LockAnswer(id, LockState.NOT_ACQUIRED,
                        "Cannot lock %s: lock %d of %s is in the way".formatted(component.component().object(),
                                blocker.id(), blocker.component().type()));
            }
        }
        LockState state = inTheWay.isEmpty() ? LockState.ACQUIRED : LockState.WAITING;
        List<HeldLock> rows = new ArrayList<>(wanted.size());
        for (HeldLock one : wanted) {
            HeldLock blocker = inTheWay.get(one.number());
            rows.add(new HeldLock(id, one.number(), one.component(), state, one.transaction(), one.caller(),
                    one.user(), one.host(), one.agent(), state == LockState.ACQUIRED ? now : null, now, 0,
                    one.expires(), blocker == null ? null : new Blocker(blocker.id(), blocker.number())));
        }
        tx.locks().insert(rows);
        if (request.transaction() > 0) {
            tx.transactions().write(writes(request));
        }
        return new LockAnswer(id, state, null);
    }

    private List<HeldLock> wanted(LockRequest request, long id, Instant now) {
        List<HeldLock> wanted = new ArrayList<>();
        for (LockComponent component : request.components()) {
            wanted.add(new HeldLock(id, wanted.size() + 1, component, LockState.WAITING, request.transaction(),
                    rights.caller(), request.user(), request.host(), request.agent(), null, now, 0,
                    leases.endAfter(now), null));
        }
        return wanted;
    }

    /** What the components of a transaction's lock say that it writes; partitions that are found while writing are told later. */
    private static List<TransactionWrite> writes(LockRequest request) {
        List<TransactionWrite> writes = new ArrayList<>();
        for (LockComponent component : request.components()) {
            if (component.isTransactional() && component.operation().isWrite() && !component.isDynamic()
                    && component.object().table() != null) {
                writes.add(new TransactionWrite(request.transaction(), component.object(), component.operation()));
            }
        }
        return writes;
    }

    /** Returns for each component that has to wait the first that it waits for, by the component's number. */
    private static Map<Integer, HeldLock> blockers(StoreTransaction tx, List<HeldLock> wanted) {
        Map<LockObject, List<HeldLock>> around = new HashMap<>();
        Map<Integer, HeldLock> blockers = new HashMap<>();
        for (HeldLock component : wanted) {
            LockObject object = component.component().object();
            LockObject place = new LockObject(object.database(), object.table(), null);
            for (HeldLock other : around.computeIfAbsent(place, key -> tx.locks().around(key))) {
                if (component.waitsFor(other)) {
                    blockers.put(component.number(), other);
                    break;
                }
            }
        }
        return blockers;
    }

    @Override
    public LockAnswer check(long id) {
        return rooms.store().inTransaction(tx -> {
            tx.transactions().serialize();
            Instant now = leases.now(tx);
            leases.expire(tx, now);
            List<HeldLock> lock = own(tx, id);
            HeldLock first = lock.getFirst();
            if (first.transaction() > 0) {
                open.keepUp(tx, first.transaction(), now);
            } else {
                tx.locks().heartbeat(id, now, leases.endAfter(now));
            }
            if (first.state() == LockState.ACQUIRED) {
                return new LockAnswer(id, LockState.ACQUIRED, null);
            }
            Map<Integer, HeldLock> blockers = blockers(tx, lock);
            if (blockers.isEmpty()) {
                tx.locks().acquire(id, now);
                return new LockAnswer(id, LockState.ACQUIRED, null);
            }
            blockers.forEach((number, blocker) -> {
                Blocker next = new Blocker(blocker.id(), blocker.number());
                if (!next.equals(lock.get(number - 1).blockedBy())) {
                    tx.locks().block(id, number, next);
                }
            });
            return new LockAnswer(id, LockState.WAITING, null);
        });
    }

    /** Returns the components of a lock of the caller's. */
    private List<HeldLock> own(StoreTransaction tx, long id) {
        List<HeldLock> lock = tx.locks().find(id);
        if (lock.isEmpty() || !rights.isOwn(lock.getFirst().caller())) {
            throw TransactionException.noLock(id);
        }
        return lock;
    }

    @Override
    public void heartbeat(long id) {
        rooms.store().change(tx -> {
            HeldLock first = own(tx, id).getFirst();
            Instant now = leases.now(tx);
            if (first.transaction() > 0) {
                open.keepUp(tx, first.transaction(), now);
            } else if (!tx.locks().heartbeat(id, now, leases.endAfter(now))) {
                throw TransactionException.noLock(id);
            }
        });
    }

    @Override
    public void unlock(long id) {
        rooms.store().change(tx -> {
            // What has expired was not the caller's any more.
            tx.transactions().serialize();
            leases.expire(tx, leases.now(tx));
            HeldLock first = own(tx, id).getFirst();
            if (first.transaction() > 0 && first.state() == LockState.ACQUIRED) {
                throw new TransactionException(TransactionException.Kind.OPEN,
                        "Cannot release lock %d: it is held to the end of transaction %d".formatted(id,
                                first.transaction()));
            }
            tx.locks().delete(id);
        });
    }

    @Override
    public List<HeldLock> list(@Nullable LockObject object) {
        open.expireIfDue();
        return rooms.store().read(tx -> {
            List<HeldLock> locks = object == null ? tx.locks().all() : tx.locks().around(object);
            LockRights.View view = rights.new View(tx);
            return locks.stream().filter(lock -> lock.caller().equals(rights.caller())
                    || view.sees(lock.component().object()))
                    .filter(lock -> Optional.ofNullable(object).map(lock.component().object()::overlaps).orElse(true))
                    .toList();
        });
    }
}
