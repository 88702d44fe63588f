package dev.skep.query.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Scopes;
import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.parser.PrivilegeName;

/** Which privileges there are, and on what. */
final class Privileges {
    private static final String ALL = "all";

    private Privileges() {}

    /** Returns the privileges that make sense on {@code scope}. */
    static Set<Privilege> applicable(Scope scope) {
        return Scopes.privileges(scope);
    }

    /** Returns what ALL gives: everything but TRUST, which is a promise that an engine has to make for itself. */
    static Set<Privilege> allGranted(Scope scope) {
        Set<Privilege> all = applicable(scope);
        all.remove(Privilege.TRUST);
        return all;
    }

    /** Returns what a name means in a GRANT or DENY on {@code scope}. Fails with ANALYSIS, naming what is known. */
    static Set<Privilege> given(PrivilegeName name, Effect effect, Scope scope) {
        if (name.name().equalsIgnoreCase(ALL)) {
            return effect == Effect.ALLOW ? allGranted(scope) : applicable(scope);
        }
        Privilege privilege = one(name);
        if (!applicable(scope).contains(privilege)) {
            throw at(name, "Cannot %s %s on %s: it takes %s".formatted(effect == Effect.ALLOW ? "grant" : "deny",
                    privilege, kind(scope), names(applicable(scope))));
        }
        return EnumSet.of(privilege);
    }

    /** Returns what a name means in a REVOKE: ALL is whatever is there. */
    static Set<Privilege> taken(PrivilegeName name) {
        return name.name().equalsIgnoreCase(ALL) ? EnumSet.allOf(Privilege.class) : EnumSet.of(one(name));
    }

    static Privilege one(PrivilegeName name) {
        for (Privilege privilege : Privilege.values()) {
            if (privilege.name().equalsIgnoreCase(name.name())) {
                return privilege;
            }
        }
        throw at(name, "Unknown privilege %s (expected ALL, %s)".formatted(name.name().toUpperCase(Locale.ROOT),
                names(EnumSet.allOf(Privilege.class))));
    }

    static QueryException at(PrivilegeName name, String message) {
        return new QueryException(Reason.ANALYSIS, "line %d:%d: %s".formatted(name.line(), name.column(), message),
                name.line(), name.column(), null);
    }

    /** The privileges as a statement would list them; those that mean nothing on {@code scope} are left out where others are there. */
    static String text(Set<Privilege> privileges, Effect effect, Scope scope) {
        Set<Privilege> all = effect == Effect.ALLOW ? allGranted(scope) : applicable(scope);
        if (all.size() > 1 && privileges.containsAll(all)) {
            return !all.contains(Privilege.TRUST) && privileges.contains(Privilege.TRUST)
                    && applicable(scope).contains(Privilege.TRUST) ? "ALL, TRUST" : "ALL";
        }
        return names(privileges);
    }

    private static String names(Set<Privilege> privileges) {
        return Stream.of(Privilege.values()).filter(privileges::contains).map(Privilege::name)
                .collect(Collectors.joining(", "));
    }

    static String kind(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog ignored -> "a catalog";
            case Scope.OfDatabase ignored -> "a database";
            case Scope.OfTable ignored -> "a table";
            case Scope.OfColumn ignored -> "a column";
            case Scope.OfFunction ignored -> "a function";
            case Scope.OfLocation ignored -> "a location";
            case Scope.Tagged ignored -> "a tag";
        };
    }
}
