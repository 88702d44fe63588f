package dev.skep.metastore.store;

import java.time.Instant;
import java.util.List;

import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.HeldLock.Blocker;
import dev.skep.metastore.transaction.LockObject;

/** The locks of clients, held or waiting. Changes come after {@link TransactionStore#serialize}, but for heartbeats. */
public interface LockStore {

    /** Returns the number of a new lock: greater than all before it. */
    long next();

    /** Adds the components of a lock. */
    void insert(List<HeldLock> components);

    /** Returns the components of a lock, in order; empty if there is none. */
    List<HeldLock> find(long id);

    /** Returns all locks on what the object holds, is or is in, in the order of the queue. */
    List<HeldLock> around(LockObject object);

    /** Returns all, in the order of the queue. */
    List<HeldLock> all();

    /** Gives a lock what it waited for. */
    void acquire(long id, Instant time);

    /** Notes what a component waits for. */
    void block(long id, int number, Blocker blocker);

    /** Keeps up a lock that belongs to no transaction and whose lease has not run out. Returns false if there is none. */
    boolean heartbeat(long id, Instant time, Instant expires);

    /** Returns false if there was none. */
    boolean delete(long id);

    void deleteOfTransaction(long transaction);

    /** True if a lease had run out at {@code time}. */
    boolean hasExpired(Instant time);

    /** Removes the locks whose lease had run out at {@code time}. */
    void deleteExpired(Instant time);
}
