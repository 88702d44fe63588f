package dev.skep.metastore.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A token by which a job signs in for its user. Times are kept to the millisecond.
 *
 * @param identifier finds it
 * @param token what the client must know, as text
 * @param renewer who may push {@code expires} back, up to {@code maxTime}; null for nobody
 */
public record DelegationToken(String identifier, String token, String owner, @Nullable String renewer, Instant issued,
        Instant maxTime, Instant expires) {
    public DelegationToken {
        requireNonNull(identifier, "identifier is null");
        requireNonNull(token, "token is null");
        requireNonNull(owner, "owner is null");
        requireNonNull(issued, "issued is null");
        requireNonNull(maxTime, "maxTime is null");
        requireNonNull(expires, "expires is null");
        if (identifier.isEmpty()) {
            throw new IllegalArgumentException("Invalid delegation token: its identifier is empty");
        }
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "DelegationToken[owner=%s, renewer=%s, issued=%s, maxTime=%s, expires=%s]".formatted(owner, renewer,
                issued, maxTime, expires);
    }
}
