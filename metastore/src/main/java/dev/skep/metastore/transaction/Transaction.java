package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A transaction of a client.
 *
 * @param caller who began it, as the server knows him
 * @param user as the client named itself
 * @param expires when it is aborted unless it is kept up
 * @param oldestOpen the oldest transaction that was open when this one began
 * @param source the transaction of another warehouse that this one repeats
 */
public record Transaction(long id, TransactionState state, TransactionType type, String caller, String user,
        String host, @Nullable String agent, Instant started, Instant heartbeat, int heartbeats, Instant expires,
        long oldestOpen, @Nullable Source source) {
    public Transaction {
        requireNonNull(state, "state is null");
        requireNonNull(type, "type is null");
        requireNonNull(caller, "caller is null");
        requireNonNull(user, "user is null");
        requireNonNull(host, "host is null");
        requireNonNull(started, "started is null");
        requireNonNull(heartbeat, "heartbeat is null");
        requireNonNull(expires, "expires is null");
    }

    /** A transaction of the warehouse that a replication policy copies from. */
    public record Source(String policy, long id) {
        public Source {
            requireNonNull(policy, "policy is null");
        }
    }
}
