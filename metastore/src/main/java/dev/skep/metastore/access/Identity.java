package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Who asks: passed explicitly with every session, never taken from a thread.
 *
 * @param groups what the sign-in says, or on a server without sign-in the client
 * @param roles what the server itself gives besides the roles of the catalog; a door gives none
 */
public record Identity(String user, Set<String> groups, Set<String> roles) {
    /** The server's own work. */
    public static final Identity SERVER = new Identity("skep", Set.of(), Set.of("admin"));

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
