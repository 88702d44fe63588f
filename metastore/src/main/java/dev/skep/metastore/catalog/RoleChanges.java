package dev.skep.metastore.catalog;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.catalog.Grants.Repeat;
import dev.skep.metastore.catalog.RuleChanges.Done;
import dev.skep.metastore.model.PrincipalType;

/** Roles and who has them. */
final class RoleChanges {
    private static final Comparator<Role.Member> ORDER = Comparator.comparing(Role.Member::role)
            .thenComparing(member -> member.member().type()).thenComparing(member -> member.member().name());

    private final RuleChanges changes;
    private final RuleRights rights;

    RoleChanges(RuleChanges changes) {
        this.changes = changes;
        this.rights = changes.rights();
    }

    void create(String name) {
        RuleChanges.checkRoleName(name);
        Role role = new Role(name, changes.caller().user(), changes.made().at().getEpochSecond());
        rights.checkManagesAll("create role " + role.name());
        changes.run("CREATE ROLE", "role " + role.name(), change -> {
            PolicySet rules = change.rules();
            if (isBuiltIn(role.name()) || rules.roles().stream().anyMatch(one -> one.name().equals(role.name()))) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot create role %s: it exists".formatted(role.name()));
            }
            change.store().insert(role);
            return new Done<>(role, List.of(), "role %s was made".formatted(role.name()));
        });
    }

    private static boolean isBuiltIn(String role) {
        return RuleChanges.BUILT_IN.stream().anyMatch(one -> one.name().equals(role));
    }

    void drop(String name) {
        changes.run("DROP ROLE", "role " + name, change -> {
            PolicySet rules = change.rules();
            Role role = change.role(name);
            if (isBuiltIn(role.name())) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot drop role %s: it always exists".formatted(role.name()));
            }
            if (!role.owner().equals(changes.caller().user())) {
                rights.checkManagesAll("drop role " + role.name());
            }
            Principal dropped = Principal.role(role.name());
            int grants = 0;
            for (AccessPolicy policy : rules.policies()) {
                if (policy instanceof Grant grant && grant.to().equals(dropped)) {
                    change.store().delete(grant);
                    grants++;
                } else {
                    checkNotNamed(policy, dropped);
                }
            }
            for (Role.Member member : rules.members()) {
                if (member.role().equals(role.name()) || member.member().equals(dropped)) {
                    change.store().delete(member);
                }
            }
            change.store().deleteRole(role.name());
            return new Done<>(role, List.of(),
                    "role %s was dropped, with %d grants and denials".formatted(role.name(), grants));
        });
    }

    /** Without the role a filter or mask for it would hold for nobody, and one with an exception would except whoever makes a role of that name. */
    private static void checkNotNamed(AccessPolicy policy, Principal role) {
        Audience audience = switch (policy) {
            case RowFilterPolicy filter -> filter.audience();
            case ColumnMaskPolicy mask -> mask.audience();
            case Grant _ -> Audience.EVERYONE;
        };
        if (audience.to().contains(role) || audience.except().contains(role)) {
            throw new CatalogException(Reason.INVALID_OPERATION, "Cannot drop %s: %s '%s' names it".formatted(role,
                    policy instanceof RowFilterPolicy ? "row filter" : "column mask", policy.name()));
        }
    }

    List<Role> all() {
        java.util.ArrayList<Role> roles = new java.util.ArrayList<>(changes.newest().roles());
        roles.addAll(RuleChanges.BUILT_IN);
        roles.sort(Comparator.comparing(Role::name));
        return List.copyOf(roles);
    }

    void grant(String name, Principal to, boolean adminOption) {
        grant(name, to, adminOption, Repeat.ACCEPT);
    }

    void grant(String name, Principal to, boolean adminOption, Repeat repeat) {
        changes.run("GRANT ROLE", "role " + name, change -> {
            PolicySet rules = change.rules();
            Role role = change.role(name);
            if (role.name().equals(Principal.PUBLIC.name())) {
                throw new CatalogException(Reason.INVALID_OPERATION, "Cannot grant role public: everyone has it");
            }
            checkMayGive("grant", role, rules);
            change.checkExists(to);
            RuleChanges.checkName(to.name(), to.type().name().toLowerCase(java.util.Locale.ROOT));
            if (to.type() == PrincipalType.ROLE && comesToHave(rules, role.name(), to.name())) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot grant role %s to %s: it would contain itself".formatted(role.name(), to));
            }
            Optional<Role.Member> before = find(rules, role.name(), to);
            if (before.isPresent() && repeat == Repeat.REFUSE) {
                throw new CatalogException(Reason.ALREADY_EXISTS,
                        "Cannot grant role %s to %s: it was given before".formatted(role.name(), to));
            }
            if (before.isPresent() && (before.get().adminOption() == adminOption || isBySetting(before.get()))) {
                return Done.nothing(role);
            }
            change.store().put(new Role.Member(role.name(), to, adminOption, changes.caller().user(),
                    change.made().at().getEpochSecond()));
            return new Done<>(role, List.of(), "%s was given role %s%s".formatted(to, role.name(),
                    adminOption ? " with admin option" : ""));
        });
    }

    private void checkMayGive(String verb, Role role, PolicySet rules) {
        if (!rights.mayGive(role, rules.members())) {
            throw rights.refused("%s role %s".formatted(verb, role.name()), "role " + role.name(),
                    "user '%s' may not give it to others".formatted(changes.caller().user()));
        }
    }

    /** True if {@code role} has {@code wanted}, is it, or has a role that has it. */
    private static boolean comesToHave(PolicySet rules, String role, String wanted) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(role));
        while (!open.isEmpty()) {
            String one = open.pop();
            if (one.equals(wanted)) {
                return true;
            }
            if (seen.add(one)) {
                for (Role.Member member : rules.members()) {
                    if (member.member().equals(Principal.role(one))) {
                        open.push(member.role());
                    }
                }
            }
        }
        return false;
    }

    private static Optional<Role.Member> find(PolicySet rules, String role, Principal member) {
        return rules.members().stream().filter(one -> one.role().equals(role) && one.member().equals(member))
                .findFirst();
    }

    private static boolean isBySetting(Role.Member member) {
        return member.grantor().equals(Policies.BY_SETTING) && member.grantTime() == 0;
    }

    void revoke(String name, Principal from, boolean adminOptionOnly) {
        changes.run("REVOKE ROLE", "role " + name, change -> {
            PolicySet rules = change.rules();
            Role role = change.role(name);
            checkMayGive("revoke", role, rules);
            Role.Member member = find(rules, role.name(), from)
                    .orElseThrow(() -> new CatalogException(Reason.NOT_FOUND,
                            "Cannot revoke role %s from %s: it was not given".formatted(role.name(), from)));
            if (isBySetting(member)) {
                throw new CatalogException(Reason.INVALID_OPERATION,
                        "Cannot revoke role %s from %s: the setting %s gives it"
                                .formatted(role.name(), from, Policies.BY_SETTING));
            }
            if (!adminOptionOnly) {
                change.store().delete(member);
            } else if (member.adminOption()) {
                change.store().put(
                        new Role.Member(role.name(), from, false, member.grantor(), member.grantTime()));
            } else {
                throw new CatalogException(Reason.NOT_FOUND,
                        "Cannot revoke the admin option for role %s from %s: it was not given".formatted(role.name(),
                                from));
            }
            return new Done<>(role, List.of(), "%s lost %s %s".formatted(from,
                    adminOptionOnly ? "the admin option for role" : "role", role.name()));
        });
    }

    List<Role.Member> membersOf(String name) {
        PolicySet rules = changes.newest();
        Role role = RuleChanges.role(rules, name);
        if (!rights.has(role.name()) && !rights.mayGive(role, rules.members())) {
            throw rights.refused("list the members of role " + role.name(), "role " + role.name(),
                    "user '%s' neither has it nor may give it".formatted(changes.caller().user()));
        }
        return rules.members().stream().filter(member -> member.role().equals(role.name())).sorted(ORDER).toList();
    }

    List<Role.Member> rolesOf(Principal principal) {
        if (!rights.isCaller(principal)) {
            rights.checkManagesAll("list the roles of " + principal);
        }
        PolicySet rules = changes.newest();
        if (principal.type() == PrincipalType.ROLE) {
            RuleChanges.role(rules, principal.name());
        }
        return rules.members().stream().filter(member -> member.member().equals(principal)).sorted(ORDER).toList();
    }
}
