package dev.skep.metastore.catalog;

import java.util.List;

import dev.skep.metastore.transaction.HeldLock;
import dev.skep.metastore.transaction.LockAnswer;
import dev.skep.metastore.transaction.LockObject;
import dev.skep.metastore.transaction.LockRequest;
import org.jspecify.annotations.Nullable;

/**
 * Locks that clients agree by. A lock has a lease, which heartbeats and checks prolong, or ends with its transaction. Nothing waits here: who gets the answer WAITING
 * checks again. Locks are served in the order in which they were asked for. Another's lock is as absent to all but those who may MANAGE the catalog {@code hive}.
 */
public interface Locks {

    /**
     * Asks for a lock. Reading needs that the object is seen, writing a privilege to write; what does not exist may be locked by one who may CREATE it. Fails with
     * {@link dev.skep.metastore.transaction.TransactionException}s if the transaction is not open.
     */
    LockAnswer lock(LockRequest request);

    /** Looks whether a lock that waits can be had by now, and keeps it up. */
    LockAnswer check(long id);

    /** Keeps a lock up; a lock of a transaction lives as long as that. */
    void heartbeat(long id);

    /** Gives a lock back, or up. A lock that a transaction holds stays to its end: OPEN. */
    void unlock(long id);

    /** Returns the locks on what the object is, holds or is in, as far as the caller sees what is locked, and his own; null for all. */
    List<HeldLock> list(@Nullable LockObject object);
}
