package dev.skep.metastore.transaction;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** What has come of a request. @param problem says who is in the way, where the lock was not taken */
public record LockAnswer(long id, LockState state, @Nullable String problem) {
    public LockAnswer {
        requireNonNull(state, "state is null");
    }
}
