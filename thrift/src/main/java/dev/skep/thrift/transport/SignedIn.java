package dev.skep.thrift.transport;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Who has proven who they are, and how.
 *
 * @param user the name under which they go from now on
 * @param groups the groups that the proof itself tells of, such as those of a directory or of a token's claim
 * @param mechanism how: a SASL mechanism's name, {@code CERTIFICATE}, {@code BEARER} or {@code BASIC}
 */
public record SignedIn(String user, Set<String> groups, String mechanism) {
    public SignedIn {
        requireNonNull(user, "user is null");
        groups = Set.copyOf(groups);
        requireNonNull(mechanism, "mechanism is null");
        if (user.isEmpty()) {
            throw new IllegalArgumentException("Invalid user: ''");
        }
    }

    /** A user of whom no groups are known. */
    public static SignedIn of(String user, String mechanism) {
        return new SignedIn(user, Set.of(), mechanism);
    }
}
