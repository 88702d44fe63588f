package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.RuleChanges.Change;
import dev.skep.metastore.catalog.RuleChanges.Done;
import dev.skep.metastore.model.PrincipalType;

/** Grants and denials. Each statement makes a row of its own, so that it stays known who gave what. */
final class GrantChanges {
    private final RuleChanges changes;
    private final RuleRights rights;

    GrantChanges(RuleChanges changes) {
        this.changes = changes;
        this.rights = changes.rights();
    }

    Grant grant(Grant asked) {
        Scope scope = asked.scope();
        Grant wanted = new Grant(-1, asked.effect(), asked.privileges(), scope, asked.to(), asked.grantOption(),
                asked.conditions(), changes.made());
        check(wanted);
        String operation = wanted.effect() == Effect.ALLOW ? "GRANT" : "DENY";
        return changes.run(operation, ScopeText.of(scope), change -> {
            CatalogObject object = rights.object(change.objects(), scope);
            checkRights(wanted, object);
            List<Grant> same = alike(change, wanted);
            change.checkExists(wanted.to());
            Set<Privilege> missing = EnumSet.copyOf(wanted.privileges());
            for (Grant one : same) {
                if (one.grantOption() || !wanted.grantOption()) {
                    missing.removeAll(one.privileges());
                }
            }
            if (missing.isEmpty()) {
                return Done.nothing(same.getFirst());
            }
            if (wanted.grantOption()) {
                // They come again with the option, in the new row.
                same.stream().filter(one -> !one.grantOption()).forEach(one -> take(change, one, missing));
            }
            Grant stored = (Grant) change.store().insert(withPrivileges(wanted, missing));
            return new Done<>(stored, List.of(stored.name()), PolicyText.of(stored));
        });
    }

    private static void check(Grant wanted) {
        RuleChanges.checkName(wanted.to().name(), wanted.to().type().name().toLowerCase(java.util.Locale.ROOT));
        if (wanted.effect() == Effect.DENY && wanted.grantOption()) {
            throw RuleChanges.invalid("Invalid denial to %s: it cannot have a grant option".formatted(wanted.to()));
        }
        for (Condition condition : wanted.conditions()) {
            if (condition instanceof Condition.Unknown unknown) {
                throw RuleChanges.invalid("Invalid condition: '%s' is not known".formatted(unknown.text()));
            }
        }
    }

    private void checkRights(Grant wanted, @Nullable CatalogObject object) {
        boolean mayDo = wanted.effect() == Effect.ALLOW
                ? rights.mayGive(wanted.privileges(), wanted.scope(), object)
                : rights.manages(wanted.scope(), object);
        if (!mayDo) {
            throw rights.refused(
                    "%s %s on %s".formatted(wanted.effect() == Effect.ALLOW ? "grant" : "deny",
                            names(wanted.privileges()), ScopeText.of(wanted.scope())),
                    ScopeText.of(wanted.scope()),
                    "user '%s' has neither MANAGE%s".formatted(changes.caller().user(), wanted.effect() == Effect.ALLOW
                            ? " nor the grant option for all of it"
                            : " nor owns it"));
        }
    }

    /** Returns the grants for the same, made by statements: those of a resource policy go with it. */
    private static List<Grant> alike(Change change, Grant wanted) {
        List<Grant> alike = new ArrayList<>();
        Set<Long> imported = new HashSet<>(change.store().numbersOfResourcePolicy());
        for (AccessPolicy policy : change.rules().policies()) {
            if (policy instanceof Grant grant && grant.effect() == wanted.effect() && grant.to().equals(wanted.to())
                    && grant.scope().equals(wanted.scope())
                    && new HashSet<>(grant.conditions()).equals(new HashSet<>(wanted.conditions()))
                    && !imported.contains(grant.id())) {
                alike.add(grant);
            }
        }
        return alike;
    }

    private static Grant withPrivileges(Grant grant, Set<Privilege> privileges) {
        return new Grant(grant.id(), grant.effect(), privileges, grant.scope(), grant.to(), grant.grantOption(),
                grant.conditions(), grant.made());
    }

    private static Grant withoutOption(Grant grant, Set<Privilege> privileges) {
        return new Grant(grant.id(), grant.effect(), privileges, grant.scope(), grant.to(), false,
                grant.conditions(), grant.made());
    }

    private static void take(Change change, Grant grant, Set<Privilege> privileges) {
        Set<Privilege> left = EnumSet.copyOf(grant.privileges());
        left.removeAll(privileges);
        if (left.isEmpty()) {
            change.store().delete(grant);
        } else if (left.size() < grant.privileges().size()) {
            change.store().update(withPrivileges(grant, left));
        }
    }

    private static void takeOption(Change change, Grant grant, Set<Privilege> privileges) {
        Set<Privilege> left = EnumSet.copyOf(grant.privileges());
        left.removeAll(privileges);
        if (left.isEmpty()) {
            change.store().update(withoutOption(grant, grant.privileges()));
            return;
        }
        Set<Privilege> taken = EnumSet.copyOf(grant.privileges());
        taken.retainAll(privileges);
        change.store().update(withPrivileges(grant, left));
        change.store().insert(withoutOption(grant, taken));
    }

    void revoke(Effect effect, Set<Privilege> privileges, Scope scope, Principal from, boolean optionOnly) {
        String what = "%s%s on %s from %s".formatted(optionOnly ? "the grant option for " : "", names(privileges),
                ScopeText.of(scope), from);
        String operation = effect == Effect.ALLOW ? "REVOKE" : "REVOKE DENY";
        changes.run(operation, ScopeText.of(scope), change -> {
            CatalogObject object = rights.objectIfAny(change.objects(), scope).orElse(null);
            boolean manages = rights.manages(scope, object);
            if (object == null && RuleObjects.named(scope) != null && !manages) {
                throw java.util.Objects.requireNonNull(RuleObjects.named(scope)).absent();
            }
            List<Grant> found = new ArrayList<>();
            for (AccessPolicy policy : change.rules().policies()) {
                if (policy instanceof Grant grant && grant.effect() == effect && grant.to().equals(from)
                        && grant.scope().equals(scope) && (grant.grantOption() || !optionOnly)
                        && grant.privileges().stream().anyMatch(privileges::contains)) {
                    found.add(grant);
                }
            }
            List<Grant> own = manages
                    ? found
                    : found.stream().filter(grant -> grant.made().by().equals(changes.caller().user())).toList();
            if (own.isEmpty() && !manages) {
                throw rights.refused("revoke " + what, ScopeText.of(scope),
                        "user '%s' has no MANAGE, and has not given it".formatted(changes.caller().user()));
            }
            if (own.isEmpty()) {
                throw new CatalogException(Reason.NOT_FOUND, "Cannot revoke %s: it was not %s".formatted(what,
                        effect == Effect.ALLOW ? "granted" : "denied"));
            }
            for (Grant grant : own) {
                if (optionOnly) {
                    takeOption(change, grant, privileges);
                } else {
                    take(change, grant, privileges);
                }
            }
            return new Done<>(true, own.stream().map(Grant::name).toList(), "revoked " + what);
        });
    }

    static String names(Set<Privilege> privileges) {
        return String.join(", ", new TreeSet<>(privileges).stream().map(Privilege::name).toList());
    }

    /** Replaces what came by the resource policy. Roles that it names must exist. */
    void replaceResourcePolicy(List<Grant> grants) {
        rights.checkManagesAll("change the resource policy");
        changes.run("RESOURCE POLICY", ScopeText.of(Scope.OfCatalog.ALL), change -> {
            change.rules();
            List<String> names = new ArrayList<>();
            int removed = change.store().deleteOfResourcePolicy();
            for (Grant grant : grants) {
                if (grant.to().type() == PrincipalType.ROLE) {
                    change.checkExists(grant.to());
                }
                check(grant);
                names.add(change.store()
                        .insertOfResourcePolicy(new Grant(-1, grant.effect(), grant.privileges(),
                                grant.scope(), grant.to(), grant.grantOption(),
                                grant.conditions(), change.made()))
                        .name());
            }
            return new Done<>(true, names,
                    "the resource policy has %d grants and denials; %d are gone".formatted(names.size(), removed));
        });
    }
}
