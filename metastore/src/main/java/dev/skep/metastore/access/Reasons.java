package dev.skep.metastore.access;

import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.access.AccessPolicy.Grant;

/**
 * Says why a decision came out as it did. What is said goes to the one who asked, so it names policies and whom they are for, but never another object.
 *
 * @param owner of the object, null where there is none
 */
record Reasons(Privilege privilege, Set<Principal> principals, boolean isAdmin, @Nullable Principal owner) {
    /** Each of them would have been enough, so that more of them tell nothing more. */
    private static final int MAX_NAMED = 20;

    Decision decision(boolean isAllowed, Tally grants, Tally denials) {
        return isAllowed ? allowed(grants) : refused(grants, denials);
    }

    private Decision allowed(Tally grants) {
        List<Grant> gave = naming(grants.taken(), privilege == Privilege.DESCRIBE ? -1 : Privileges.bit(privilege));
        if (privilege != Privilege.TRUST && owner != null && principals.contains(owner)) {
            return new Decision(true, names(gave), "ALLOWED to the owner, " + owner);
        }
        if (gave.isEmpty() || isAdmin && privilege == Privilege.MANAGE) {
            return new Decision(true, names(gave), "ALLOWED to " + Principal.ADMIN);
        }
        return new Decision(true, names(gave), "ALLOWED by " + list(gave));
    }

    private Decision refused(Tally grants, Tally denials) {
        List<Grant> denied = naming(denials.taken(), Privileges.bit(privilege) | Privileges.DESCRIBE);
        if (denied.isEmpty() && privilege == Privilege.DESCRIBE) {
            denied = naming(denials.taken(), -1);
        }
        if (!denied.isEmpty()) {
            return new Decision(false, names(denied), "DENIED by " + list(denied));
        }
        String lacks = privilege + " is not granted";
        List<Grant> idle = naming(grants.idle(),
                privilege == Privilege.DESCRIBE ? -1 : Privileges.bit(privilege));
        return new Decision(false, names(idle), idle.isEmpty()
                ? lacks
                : "%s: the conditions of %s are not met".formatted(lacks, list(idle)));
    }

    /** The first grants that have one of these privileges, in the order of their numbers. */
    private static List<Grant> naming(List<GrantRule> rules, int bits) {
        Set<Grant> named = Collections.newSetFromMap(new IdentityHashMap<>());
        for (GrantRule rule : rules) {
            for (Grant grant : rule.grants()) {
                if ((Privileges.bits(grant.privileges()) & bits) != 0 && named.size() < MAX_NAMED) {
                    named.add(grant);
                }
            }
        }
        return named.stream().sorted(Comparator.comparingLong(Grant::id)).toList();
    }

    private static List<String> names(List<Grant> grants) {
        return grants.stream().map(Grant::name).toList();
    }

    static String list(List<Grant> grants) {
        return grants.stream().map(grant -> grant.name() + " for " + grant.to()).collect(Collectors.joining(", "));
    }
}
