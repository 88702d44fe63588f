package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

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
import dev.skep.metastore.catalog.Grants.Gift;
import dev.skep.metastore.catalog.Grants.Loss;
import dev.skep.metastore.catalog.RuleChanges.Change;
import dev.skep.metastore.catalog.RuleChanges.Done;
import dev.skep.metastore.catalog.RuleChanges.Entry;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.store.StoreTransaction;

/** Grants and denials. Each statement makes a row of its own, so that it stays known who gave what. */
final class GrantChanges {
    private final RuleChanges changes;
    private final RuleRights rights;

    GrantChanges(RuleChanges changes) {
        this.changes = changes;
        this.rights = changes.rights();
    }

    Grant grant(Grant asked) {
        Grant wanted = prepared(asked);
        return changes.run(operation(wanted), ScopeText.of(wanted.scope()), change -> {
            checkRights(wanted, rights.object(change.objects(), wanted.scope()));
            return put(change, wanted);
        });
    }

    private static String operation(Grant wanted) {
        return wanted.effect() == Effect.ALLOW ? "GRANT" : "DENY";
    }

    /** Returns the grant as the caller gives it now, if it can be made at all. */
    private Grant prepared(Grant asked) {
        Grant wanted = new Grant(-1, asked.effect(), asked.privileges(), asked.scope(), asked.to(),
                asked.grantOption(), asked.conditions(), changes.made());
        check(wanted);
        return wanted;
    }

    private static Done<Grant> put(Change change, Grant wanted) {
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
    }

    /** Whose privileges on what are changed together: a row of the store is so touched once. */
    record Place(Scope scope, Principal principal) {}

    /** One grant for each grantee and option on a scope; what is given with the option is not given without it too. */
    List<Grant> merged(List<Grant> asked) {
        java.util.Map<Place, Set<Privilege>> plain = new java.util.LinkedHashMap<>();
        java.util.Map<Place, Set<Privilege>> withOption = new java.util.LinkedHashMap<>();
        for (Grant grant : asked) {
            checkPlain(grant);
            (grant.grantOption() ? withOption : plain)
                    .computeIfAbsent(new Place(grant.scope(), grant.to()), _ -> EnumSet.noneOf(Privilege.class))
                    .addAll(grant.privileges());
        }
        withOption.forEach((place, privileges) -> plain
                .getOrDefault(place, EnumSet.noneOf(Privilege.class)).removeAll(privileges));
        List<Grant> merged = new ArrayList<>();
        plain.forEach((place, privileges) -> add(merged, place, privileges, false));
        withOption.forEach((place, privileges) -> add(merged, place, privileges, true));
        return merged;
    }

    private static void checkPlain(Grant grant) {
        if (grant.effect() != Effect.ALLOW || !grant.conditions().isEmpty()) {
            throw RuleChanges.invalid("Invalid grant to %s: denials and conditions are not given this way"
                    .formatted(grant.to()));
        }
    }

    private void add(List<Grant> wanted, Place place, Set<Privilege> privileges, boolean option) {
        if (!privileges.isEmpty()) {
            wanted.add(new Grant(-1, Effect.ALLOW, privileges, place.scope(), place.principal(), option, List.of(),
                    changes.made()));
        }
    }

    /** Makes several grants. */
    void grantAll(List<Gift> gifts) {
        List<Grant> wanted = inOrder(merged(gifts.stream().map(Gift::grant).toList()).stream().map(this::prepared)
                .toList(), Grant::scope);
        changes.runAll(change -> {
            // Objects are locked before rules.
            wanted.forEach(one -> checkRights(one, rights.object(change.objects(), one.scope())));
            gifts.forEach(gift -> checkNew(change, gift));
            List<Entry> entries = new ArrayList<>();
            wanted.forEach(one -> entries
                    .add(new Entry(operation(one), ScopeText.of(one.scope()), put(change, one))));
            return entries;
        });
    }

    /** Makes grants on a table that the transaction has just made. Returns what is to be logged after it. */
    List<Entry> grantOnNew(StoreTransaction tx, Table table, List<Grant> given) {
        List<Entry> entries = new ArrayList<>();
        if (given.isEmpty()) {
            return entries;
        }
        Scope scope = Scope.OfTable.of(table.name());
        Change change = changes.within(tx);
        for (Grant one : merged(given)) {
            Grant wanted = prepared(one);
            if (!wanted.scope().equals(scope)) {
                throw RuleChanges.invalid("Invalid grant on %s: it is not on the new table %s"
                        .formatted(ScopeText.of(wanted.scope()), table.name()));
            }
            checkRights(wanted, RuleObjects.object(table));
            entries.add(new Entry(operation(wanted), ScopeText.of(scope), put(change, wanted)));
        }
        return entries;
    }

    void log(List<Entry> entries) {
        entries.forEach(changes::log);
    }

    /** Those who change several things lock them in the same order. */
    private static <T> List<T> inOrder(List<T> all, java.util.function.Function<T, Scope> scope) {
        return all.stream().sorted(java.util.Comparator.comparing(one -> ScopeText.of(scope.apply(one)))).toList();
    }

    private void checkNew(Change change, Gift gift) {
        Grant wanted = gift.grant();
        Set<Privilege> missing = EnumSet.copyOf(wanted.privileges());
        for (Grant one : alike(change, wanted)) {
            if (one.made().by().equals(changes.caller().user()) && (one.grantOption() || !wanted.grantOption())) {
                missing.removeAll(one.privileges());
            }
        }
        if (missing.isEmpty() && gift.repeat() == Grants.Repeat.REFUSE) {
            throw new CatalogException(Reason.ALREADY_EXISTS,
                    "Cannot grant %s on %s to %s: user '%s' has granted it before".formatted(
                            names(wanted.privileges()), ScopeText.of(wanted.scope()), wanted.to(),
                            changes.caller().user()));
        }
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
        changes.run(revocation(effect), ScopeText.of(scope), change -> {
            checkSeen(change, scope);
            return takeFrom(change, effect, new Loss(privileges, scope, from), optionOnly);
        });
    }

    private static String revocation(Effect effect) {
        return effect == Effect.ALLOW ? "REVOKE" : "REVOKE DENY";
    }

    /** Locks the object, which may be gone before its rules; who does not see it may know of its rules only if he manages it. */
    private void checkSeen(Change change, Scope scope) {
        CatalogObject named = RuleObjects.named(scope);
        if (named != null && rights.objectIfAny(change.objects(), scope).isEmpty() && !rights.manages(scope, null)) {
            throw named.absent();
        }
    }

    /** Takes several. {@code losses} say what must have been given, {@code merged} the same with one for each grantee on a scope. */
    void revokeAll(List<Loss> losses, List<Loss> merged, boolean optionOnly) {
        List<Loss> ordered = inOrder(merged, Loss::scope);
        changes.runAll(change -> {
            ordered.forEach(one -> checkSeen(change, one.scope()));
            losses.forEach(loss -> mayTake(change, Effect.ALLOW, loss, optionOnly));
            List<Entry> entries = new ArrayList<>();
            ordered.forEach(one -> entries.add(new Entry(revocation(Effect.ALLOW), ScopeText.of(one.scope()),
                    takeFrom(change, Effect.ALLOW, one, optionOnly))));
            return entries;
        });
    }

    private Done<Boolean> takeFrom(Change change, Effect effect, Loss loss, boolean optionOnly) {
        List<Grant> own = mayTake(change, effect, loss, optionOnly);
        for (Grant grant : own) {
            if (optionOnly) {
                takeOption(change, grant, loss.privileges());
            } else {
                take(change, grant, loss.privileges());
            }
        }
        return new Done<>(true, own.stream().map(Grant::name).toList(), "revoked " + what(loss, optionOnly));
    }

    private static String what(Loss loss, boolean optionOnly) {
        return "%s%s on %s from %s".formatted(optionOnly ? "the grant option for " : "", names(loss.privileges()),
                ScopeText.of(loss.scope()), loss.from());
    }

    /** Returns the grants that hold what is to be taken and that the caller may take. Fails if there are none. */
    private List<Grant> mayTake(Change change, Effect effect, Loss loss, boolean optionOnly) {
        Scope scope = loss.scope();
        boolean manages = rights.manages(scope, rights.objectIfAny(change.objects(), scope).orElse(null));
        List<Grant> found = new ArrayList<>();
        for (AccessPolicy policy : change.rules().policies()) {
            if (policy instanceof Grant grant && grant.effect() == effect && grant.to().equals(loss.from())
                    && grant.scope().equals(scope) && (grant.grantOption() || !optionOnly)
                    && grant.privileges().stream().anyMatch(loss.privileges()::contains)) {
                found.add(grant);
            }
        }
        List<Grant> own = manages
                ? found
                : found.stream().filter(grant -> grant.made().by().equals(changes.caller().user())).toList();
        if (own.isEmpty() && !manages) {
            throw rights.refused("revoke " + what(loss, optionOnly), ScopeText.of(scope),
                    "user '%s' has no MANAGE, and has not given it".formatted(changes.caller().user()));
        }
        if (own.isEmpty()) {
            throw new CatalogException(Reason.NOT_FOUND, "Cannot revoke %s: it was not %s".formatted(
                    what(loss, optionOnly), effect == Effect.ALLOW ? "granted" : "denied"));
        }
        return own;
    }

    /** Makes the unconditional grants of {@code considered} privileges on what is {@code replaced}, which belongs to {@code scope}, those that are asked for. */
    void replaceAll(Scope scope, Predicate<Scope> replaced, Set<Privilege> considered, List<Grant> asked) {
        changes.runAll(change -> {
            CatalogObject object = rights.object(change.objects(), scope);
            asked.forEach(one -> rights.object(change.objects(), one.scope()));
            rights.checkManages("replace the grants on " + ScopeText.of(scope), scope, object);
            List<Wish> wishes = wishes(change, asked);
            Set<Long> imported = new HashSet<>(change.store().numbersOfResourcePolicy());
            List<Entry> entries = new ArrayList<>();
            for (AccessPolicy policy : change.rules().policies()) {
                if (policy instanceof Grant grant && grant.effect() == Effect.ALLOW && grant.conditions().isEmpty()
                        && replaced.test(grant.scope()) && !imported.contains(grant.id())) {
                    Set<Privilege> unwished = EnumSet.copyOf(grant.privileges());
                    unwished.retainAll(considered);
                    wishes.stream().filter(wish -> wish.isFor(grant)).forEach(wish -> wish.meet(grant, unwished));
                    if (!unwished.isEmpty()) {
                        take(change, grant, unwished);
                        entries.add(new Entry(revocation(Effect.ALLOW), ScopeText.of(grant.scope()),
                                new Done<>(true, List.of(grant.name()), "revoked "
                                        + what(new Loss(unwished, grant.scope(), grant.to()), false))));
                    }
                }
            }
            for (Wish wish : wishes) {
                if (!wish.missing.isEmpty()) {
                    Grant stored = (Grant) change.store().insert(withPrivileges(wish.grant, wish.missing));
                    entries.add(new Entry(operation(stored), ScopeText.of(stored.scope()),
                            new Done<>(stored, List.of(stored.name()), PolicyText.of(stored))));
                }
            }
            return entries;
        });
    }

    private List<Wish> wishes(Change change, List<Grant> asked) {
        List<Wish> wishes = new ArrayList<>();
        for (Grant one : asked) {
            Grant wanted = prepared(one);
            change.checkExists(wanted.to());
            wishes.add(new Wish(wanted));
        }
        return wishes;
    }

    /** A grant that there shall be, and what of it is not there yet. */
    private static final class Wish {
        private final Grant grant;
        private final Set<Privilege> missing;

        Wish(Grant grant) {
            this.grant = grant;
            this.missing = EnumSet.copyOf(grant.privileges());
        }

        boolean isFor(Grant there) {
            return there.to().equals(grant.to()) && there.scope().equals(grant.scope())
                    && there.grantOption() == grant.grantOption();
        }

        /** Keeps what is there and wished for; what a second row has of it as well goes. */
        void meet(Grant there, Set<Privilege> unwished) {
            Set<Privilege> kept = EnumSet.copyOf(missing);
            kept.retainAll(there.privileges());
            missing.removeAll(kept);
            unwished.removeAll(kept);
        }
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
