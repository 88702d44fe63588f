package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A component of a lock that is held or waits.
 *
 * @param number of the component in its lock, from 1
 * @param transaction 0 for none
 * @param caller who asked for it, as the server knows him
 * @param user as the client named itself
 * @param expires when it ends unless it is kept up; without meaning for a lock of a transaction
 * @param blockedBy the lock that it last waited for
 */
public record HeldLock(long id, int number, LockComponent component, LockState state, long transaction, String caller,
        String user, String host, @Nullable String agent, @Nullable Instant acquired, Instant heartbeat,
        int heartbeats, Instant expires, @Nullable Blocker blockedBy) {
    public HeldLock {
        requireNonNull(component, "component is null");
        requireNonNull(state, "state is null");
        requireNonNull(caller, "caller is null");
        requireNonNull(user, "user is null");
        requireNonNull(host, "host is null");
        requireNonNull(heartbeat, "heartbeat is null");
        requireNonNull(expires, "expires is null");
    }

    /** A component of another lock. */
    public record Blocker(long id, int number) {}

    /** True if this component has to wait for the other: it stands before it in the queue or holds what it wants. */
    public boolean waitsFor(HeldLock other) {
        boolean isOwn = id == other.id || transaction != 0 && transaction == other.transaction;
        return !isOwn && (other.id < id || other.state == LockState.ACQUIRED)
                && !component.isCompatibleWith(other.component);
    }
}
