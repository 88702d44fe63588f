package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.model.PrincipalType;

/** The policies of one moment, made ready to decide by; immutable and shared by all sessions that began with this version. */
public final class PolicyIndex {
    /** What is kept for identities: as many of them, and as many policies in them together. */
    private static final int MAX_IDENTITIES = 4096;
    private static final long MAX_POLICIES = 2_000_000;

    private final PolicySet policies;
    private final Map<Principal, List<Grant>> grants = new HashMap<>();
    private final Map<Principal, List<Principal>> rolesOf = new HashMap<>();
    private final List<RowFilterPolicy> filters = new ArrayList<>();
    private final List<ColumnMaskPolicy> masks = new ArrayList<>();
    private final TagTree tags;
    private final Map<Identity, Entitlements> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long recentPolicies;

    public PolicyIndex(PolicySet policies) {
        this.policies = requireNonNull(policies, "policies is null");
        for (AccessPolicy policy : policies.policies()) {
            switch (policy) {
                case Grant grant -> grants.computeIfAbsent(grant.to(), _ -> new ArrayList<>()).add(grant);
                case RowFilterPolicy filter -> filters.add(filter);
                case ColumnMaskPolicy mask -> masks.add(mask);
            }
        }
        for (Role.Member member : policies.members()) {
            rolesOf.computeIfAbsent(member.member(), _ -> new ArrayList<>()).add(Principal.role(member.role()));
        }
        this.tags = new TagTree(policies.tags());
    }

    public PolicySet policies() {
        return policies;
    }

    /** Returns what {@code identity} has, by itself, its groups and its roles; kept for the next who asks. */
    public Entitlements entitlementsOf(Identity identity) {
        synchronized (recent) {
            Entitlements known = recent.get(identity);
            if (known != null) {
                return known;
            }
        }
        Entitlements made = make(identity);
        synchronized (recent) {
            Entitlements known = recent.putIfAbsent(identity, made);
            if (known != null) {
                return known;
            }
            recentPolicies += made.size();
            Iterator<Entitlements> eldest = recent.values().iterator();
            while (recent.size() > 1 && (recent.size() > MAX_IDENTITIES || recentPolicies > MAX_POLICIES)) {
                recentPolicies -= eldest.next().size();
                eldest.remove();
            }
            return made;
        }
    }

    private Entitlements make(Identity identity) {
        Set<Principal> principals = principals(identity);
        List<Grant> allowed = new ArrayList<>();
        List<Grant> denied = new ArrayList<>();
        for (Principal principal : principals) {
            for (Grant grant : grants.getOrDefault(principal, List.of())) {
                (grant.effect() == Effect.ALLOW ? allowed : denied).add(grant);
            }
        }
        return new Entitlements(identity, principals, tags, allowed, denied,
                filters.stream().filter(filter -> isFor(filter.audience(), principals)).toList(),
                masks.stream().filter(mask -> isFor(mask.audience(), principals)).toList());
    }

    /** The user, its groups, and all roles that these have directly or by other roles; roles that contain each other do no harm. */
    private Set<Principal> principals(Identity identity) {
        Set<Principal> principals = new HashSet<>();
        Deque<Principal> open = new ArrayDeque<>();
        open.add(Principal.user(identity.user()));
        identity.groups().forEach(group -> open.add(Principal.group(group)));
        identity.roles().forEach(role -> open.add(Principal.role(role)));
        open.add(Principal.PUBLIC);
        while (!open.isEmpty()) {
            Principal next = open.remove();
            if (principals.add(next)) {
                open.addAll(rolesOf.getOrDefault(next, List.of()));
            }
        }
        return principals;
    }

    private static boolean isFor(Audience audience, Collection<Principal> principals) {
        return (audience.to().isEmpty() || audience.to().stream().anyMatch(principals::contains))
                && audience.except().stream().noneMatch(principals::contains);
    }

    /** Returns the identity with the roles among {@code principals}. */
    static Identity withRoles(Identity identity, Collection<Principal> principals) {
        Set<String> roles = new HashSet<>();
        for (Principal principal : principals) {
            if (principal.type() == PrincipalType.ROLE) {
                roles.add(principal.name());
            }
        }
        return new Identity(identity.user(), identity.groups(), roles);
    }
}
