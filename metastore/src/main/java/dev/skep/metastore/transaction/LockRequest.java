package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A wish for a lock.
 *
 * @param transaction the transaction that it ends with; 0 for none
 * @param user as the client names itself
 * @param agent what of the client asks, such as a query id
 * @param isReadImpatient if reading would have to wait, the lock is not taken
 * @param isCreationImpatient if an EXCL_WRITE, which CREATE TABLE AS SELECT takes, would have to wait, the lock is not taken
 */
public record LockRequest(List<LockComponent> components, long transaction, String user, String host,
        @Nullable String agent, boolean isReadImpatient, boolean isCreationImpatient) {
    /** More components are refused: a client that locks so many partitions locks the table. */
    private static final int MAX_COMPONENTS = 100_000;

    public LockRequest {
        components = List.copyOf(components);
        requireNonNull(user, "user is null");
        requireNonNull(host, "host is null");
        if (components.isEmpty() || components.size() > MAX_COMPONENTS) {
            throw new IllegalArgumentException("Invalid lock: it has %d components (expected 1 to %d)"
                    .formatted(components.size(), MAX_COMPONENTS));
        }
        if (transaction < 0) {
            throw new IllegalArgumentException("Invalid transaction: " + transaction);
        }
    }

    /** A lock that ends with its lease. */
    public static LockRequest of(String user, LockComponent... components) {
        return new LockRequest(List.of(components), 0, user, "localhost", null, false, false);
    }

    /** The same for a transaction. */
    public LockRequest in(long transactionId) {
        return new LockRequest(components, transactionId, user, host, agent, isReadImpatient, isCreationImpatient);
    }

    /** True if a component is not to wait. */
    public boolean isImpatient(LockComponent component) {
        return isReadImpatient && component.type() == LockType.SHARED_READ
                || isCreationImpatient && component.type() == LockType.EXCL_WRITE;
    }
}
