package dev.skep.metastore.catalog;

import static java.util.Objects.requireNonNull;

import java.util.Set;

import dev.skep.metastore.access.AccessLog;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.model.PrincipalType;

/**
 * How access to the catalog begins.
 *
 * @param administrators users and groups that always have the role {@code admin}, and may change every rule whatever is denied to them
 * @param openWhenNew whether a store that is new begins with grants of everything to everyone: for a server without sign-in
 * @param log is told of refusals and changes
 */
public record AccessSettings(Set<Principal> administrators, boolean openWhenNew, AccessLog log) {
    /** Everything is allowed in a new store, and nothing logged. */
    public static final AccessSettings OPEN = new AccessSettings(Set.of(), true, AccessLog.NONE);

    public AccessSettings {
        administrators = Set.copyOf(administrators);
        requireNonNull(log, "log is null");
        for (Principal administrator : administrators) {
            if (administrator.type() == PrincipalType.ROLE) {
                throw new IllegalArgumentException(
                        "Invalid administrator: %s (expected users and groups)".formatted(administrator));
            }
        }
    }

    /** True for those that may repair the rules. */
    boolean areRepairedBy(Identity identity) {
        if (identity.equals(Identity.SERVER)
                || administrators.contains(Principal.user(identity.user()))) {
            return true;
        }
        for (String group : identity.groups()) {
            if (!group.isEmpty() && administrators.contains(Principal.group(group))) {
                return true;
            }
        }
        return false;
    }
}
