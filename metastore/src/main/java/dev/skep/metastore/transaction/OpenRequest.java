package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A wish for transactions.
 *
 * @param policy of replication; null for transactions of this warehouse's own
 * @param sources for each of the transactions the one that it repeats; empty without a policy
 */
public record OpenRequest(int count, TransactionType type, String user, String host, @Nullable String agent,
        @Nullable String policy, List<Long> sources) {
    private static final int MAX_COUNT = 100_000;

    public OpenRequest {
        requireNonNull(type, "type is null");
        requireNonNull(user, "user is null");
        requireNonNull(host, "host is null");
        sources = List.copyOf(sources);
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "Invalid number of transactions: %d (expected 1 to %d)".formatted(count, MAX_COUNT));
        }
        if (policy == null ? !sources.isEmpty() : sources.size() != count) {
            throw new IllegalArgumentException("Invalid replicated transactions: %d sources for %d transactions of %s"
                    .formatted(sources.size(), count, policy));
        }
    }

    public static OpenRequest of(int count, String user) {
        return new OpenRequest(count, TransactionType.DEFAULT, user, "localhost", null, null, List.of());
    }
}
