package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/** Who asks: passed explicitly with every session, never taken from a thread. */
public record Identity(String user, Set<String> groups, Set<String> roles) {
    public Identity {
        requireNonNull(user, "user is null");
        groups = Set.copyOf(groups);
        roles = Set.copyOf(roles);
        if (user.isEmpty()) {
            throw new IllegalArgumentException("Invalid user: ''");
        }
    }

    public static Identity of(String user) {
        return new Identity(user, Set.of(), Set.of());
    }
}
