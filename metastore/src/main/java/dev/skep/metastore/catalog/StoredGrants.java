package dev.skep.metastore.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.GrantChanges.Place;

final class StoredGrants implements Grants {
    private final Guard guard;
    private final RuleChanges changes;
    private final RuleRights rights;
    private final RoleChanges roles;
    private final GrantChanges grants;

    StoredGrants(Guard guard, RuleChanges changes) {
        this.guard = guard;
        this.changes = changes;
        this.rights = changes.rights();
        this.roles = new RoleChanges(changes);
        this.grants = new GrantChanges(changes);
    }

    @Override
    public void give(List<Gift> gifts) {
        grants.grantAll(gifts);
    }

    @Override
    public void take(List<Loss> losses, boolean optionOnly) {
        Map<Place, Set<Privilege>> taken = new LinkedHashMap<>();
        for (Loss loss : losses) {
            taken.computeIfAbsent(new Place(loss.scope(), loss.from()), _ -> EnumSet.noneOf(Privilege.class))
                    .addAll(loss.privileges());
        }
        List<Loss> merged = new ArrayList<>();
        taken.forEach((place, privileges) -> merged.add(new Loss(privileges, place.scope(), place.principal())));
        grants.revokeAll(losses, merged, optionOnly);
    }

    @Override
    public void replace(Scope scope, Set<Privilege> considered, List<Grant> wanted) {
        replace(scope, considered, wanted, scope::equals);
    }

    @Override
    public void replaceOnColumns(Scope.OfTable table, Set<Privilege> considered, List<Grant> wanted) {
        replace(table, considered, wanted, scope -> scope instanceof Scope.OfColumn of && of.table().equals(table));
    }

    private void replace(Scope scope, Set<Privilege> considered, List<Grant> wanted, Predicate<Scope> replaced) {
        List<Grant> merged = grants.merged(wanted);
        for (Grant grant : merged) {
            if (!replaced.test(grant.scope())) {
                throw RuleChanges.invalid("Invalid grant on %s: only grants on %s are replaced"
                        .formatted(ScopeText.of(grant.scope()), ScopeText.of(scope)));
            }
        }
        grants.replaceAll(scope, replaced, considered, merged);
    }

    @Override
    public List<Grant> visible(Predicate<Grant> wanted) {
        List<Grant> found = changes.newest().policies().stream().filter(Grant.class::isInstance)
                .map(Grant.class::cast).filter(grant -> grant.effect() == Effect.ALLOW && wanted.test(grant))
                .sorted(Comparator.comparingLong(Grant::id)).toList();
        if (found.isEmpty()) {
            return found;
        }
        return changes.read(objects -> {
            VisibleRules visible = new VisibleRules(rights, objects);
            return found.stream().filter(visible::shows).toList();
        });
    }

    @Override
    public void giveRole(String role, Principal to, boolean adminOption) {
        roles.grant(role, to, adminOption, Repeat.REFUSE);
    }

    @Override
    public Set<String> rolesOf(String user, Set<String> groups) {
        Identity self = guard.identity();
        if (user.equals(self.user()) && self.groups().containsAll(groups)) {
            return withPublic(self.roles());
        }
        if (!rights.managesAll()) {
            return Set.of(Principal.PUBLIC.name());
        }
        return withPublic(guard.policies().entitlementsOf(new Identity(user, groups, Set.of())).identity().roles());
    }

    private static Set<String> withPublic(Set<String> roles) {
        Set<String> all = new java.util.TreeSet<>(roles);
        all.add(Principal.PUBLIC.name());
        return all;
    }
}
