package dev.skep.metastore.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessExplanation;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.Entitlements;
import dev.skep.metastore.access.GlueResourcePolicy;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Origin;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/** Rules of access in the store. What they are is asked of the store anew; who may see and change them is decided by the rules of the session. */
final class StoredAccess implements Access {
    private static final String COLUMN = "COLUMN ";

    private final Rooms rooms;
    private final Guard guard;
    private final AccessSettings settings;
    private final Policies policies;
    private final RuleChanges changes;
    private final RuleRights rights;
    private final RoleChanges roles;
    private final GrantChanges grants;
    private final PolicyChanges definitions;

    StoredAccess(Rooms rooms, Guard guard, AccessSettings settings, Policies policies, RuleChanges changes) {
        this.rooms = rooms;
        this.guard = guard;
        this.settings = settings;
        this.policies = policies;
        this.changes = changes;
        this.rights = changes.rights();
        this.roles = new RoleChanges(changes);
        this.grants = new GrantChanges(changes);
        this.definitions = new PolicyChanges(changes);
    }

    @Override
    public void createRole(String name) {
        roles.create(name);
    }

    @Override
    public void dropRole(String name) {
        roles.drop(name);
    }

    @Override
    public List<Role> roles() {
        return roles.all();
    }

    @Override
    public void grantRole(String role, Principal to, boolean adminOption) {
        roles.grant(role, to, adminOption);
    }

    @Override
    public void revokeRole(String role, Principal from, boolean adminOptionOnly) {
        roles.revoke(role, from, adminOptionOnly);
    }

    @Override
    public List<Role.Member> membersOf(String role) {
        return roles.membersOf(role);
    }

    @Override
    public List<Role.Member> rolesOf(Principal principal) {
        return roles.rolesOf(principal);
    }

    @Override
    public Identity self() {
        return guard.identity();
    }

    @Override
    public Grant grant(Grant grant) {
        return grants.grant(grant);
    }

    @Override
    public void revoke(Effect effect, Set<Privilege> privileges, Scope scope, Principal from, boolean optionOnly) {
        grants.revoke(effect, privileges, scope, from, optionOnly);
    }

    @Override
    public List<AccessPolicy> policies() {
        List<AccessPolicy> all = new ArrayList<>(changes.newest().policies());
        all.sort(Comparator.comparingLong(AccessPolicy::id));
        if (rights.managesAll() && rights.manages(Scope.OfLocation.ALL)) {
            return List.copyOf(all);
        }
        return changes.read(objects -> {
            VisibleRules visible = new VisibleRules(rights, objects);
            return all.stream().filter(visible::shows).toList();
        });
    }

    @Override
    public void checkMayDefine(Scope scope) {
        definitions.checkMayDefine(scope);
    }

    @Override
    public AccessPolicy define(AccessPolicy policy, Replace replace) {
        return definitions.define(policy, replace);
    }

    @Override
    public void dropRowFilter(String name) {
        definitions.dropRowFilter(name);
    }

    @Override
    public void dropColumnMask(String name) {
        definitions.dropColumnMask(name);
    }

    @Override
    public void tag(Tag tag) {
        definitions.tag(tag);
    }

    @Override
    public void untag(String tag, Scope object) {
        definitions.untag(tag, object);
    }

    @Override
    public List<Tag> tags() {
        List<Tag> all = new ArrayList<>(changes.newest().tags());
        all.sort(Comparator.<Tag, String>comparing(tag -> ScopeText.of(tag.object())).thenComparing(Tag::name));
        return changes.read(objects -> {
            VisibleRules visible = new VisibleRules(rights, objects);
            return all.stream().filter(tag -> visible.sees(tag.object())).toList();
        });
    }

    @Override
    public void define(PolicyTest test, Replace replace) {
        definitions.define(test, replace);
    }

    @Override
    public void dropPolicyTest(String name) {
        definitions.dropTest(name);
    }

    @Override
    public List<PolicyTest> policyTests() {
        rights.checkManagesAll("list policy tests");
        return changes.newest().tests().stream().sorted(Comparator.comparing(PolicyTest::name)).toList();
    }

    @Override
    public void resourcePolicy(@Nullable String json) {
        if (json == null) {
            grants.replaceResourcePolicy(List.of());
            return;
        }
        try {
            grants.replaceResourcePolicy(GlueResourcePolicy.read(json, changes.made()));
        } catch (IllegalArgumentException e) {
            throw new CatalogException(Reason.INVALID_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Optional<String> resourcePolicy() {
        rights.checkManagesAll("read the resource policy");
        List<Grant> sayable = changes.newest().policies().stream().filter(Grant.class::isInstance)
                .map(Grant.class::cast).filter(GlueResourcePolicy::canWrite).toList();
        return sayable.isEmpty() ? Optional.empty() : Optional.of(GlueResourcePolicy.write(sayable));
    }

    @Override
    public Explanation explain(Identity who, Origin origin, TableName name) {
        Table table = rooms.store().read(tx -> tx.tables().find(name)).orElseThrow(() -> Missing.table(name));
        CatalogObject object = RuleObjects.object(table);
        if (!rights.sees(object)) {
            throw Missing.table(name);
        }
        boolean manages = rights.manages(Scope.OfTable.of(name), object);
        if (!manages && !isSelf(who)) {
            throw rights.refused("explain the access of user '%s' to table %s".formatted(who.user(), name),
                    object.toString(), "user '%s' has no MANAGE on it".formatted(guard.caller().user()));
        }
        Instant now = rooms.clock().instant();
        Entitlements entitlements = guard.policies().entitlementsOf(who);
        List<Line> lines = new ArrayList<>();
        for (AccessExplanation.Line line : AccessExplanation.of(entitlements, table, origin, now)) {
            String column = line.subject().startsWith(COLUMN) ? line.subject().substring(COLUMN.length()) : null;
            if (manages || column == null || rights.seesColumn(table, column)) {
                lines.add(new Line(line.subject(), line.decision(), line.policies(), line.reason()));
            }
        }
        return new Explanation(entitlements.identity(), name, now, lines);
    }

    private boolean isSelf(Identity who) {
        return who.user().equals(guard.caller().user()) && guard.identity().groups().containsAll(who.groups())
                && guard.identity().roles().containsAll(who.roles());
    }

    @Override
    public CatalogSession sessionAs(Identity who) {
        rights.checkManagesAll("see the catalog as user '%s'".formatted(who.user()));
        return new StoredSession(rooms, guard.as(who), settings, policies);
    }

    @Override
    public void checkManagesAll(String operation) {
        rights.checkManagesAll(operation);
    }

    @Override
    public PolicySet all() {
        rights.checkManagesAll("read all rules of access");
        return guard.policies().policies();
    }
}
