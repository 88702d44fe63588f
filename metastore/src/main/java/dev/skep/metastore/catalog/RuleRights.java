package dev.skep.metastore.catalog;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessLog.Event;
import dev.skep.metastore.access.AccessLog.Outcome;
import dev.skep.metastore.access.CatalogObject;
import dev.skep.metastore.access.CatalogObject.OfDatabase;
import dev.skep.metastore.access.Entitlements;
import dev.skep.metastore.access.Guard;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.Table;
import dev.skep.metastore.model.TableName;

/**
 * Which rules the caller of a session may change. MANAGE on a scope, by grants, gives all rules on it. The owner of a table or function has it there.
 * The owner of a database may let others CREATE in it, but as a rule on a database covers the tables of others, nothing else by that.
 */
final class RuleRights {
    private static final Set<Privilege> OF_DATABASE_OWNERS = EnumSet.of(Privilege.CREATE);

    private final Guard guard;
    private final AccessSettings settings;
    private final Entitlements entitlements;
    private final boolean repairs;
    private final java.time.Clock clock;

    RuleRights(Guard guard, AccessSettings settings, java.time.Clock clock) {
        this.guard = guard;
        this.settings = settings;
        this.clock = clock;
        this.entitlements = guard.policies().entitlementsOf(guard.caller().identity());
        this.repairs = settings.areRepairedBy(guard.caller().identity());
    }

    /** True if grants, not ownership, give MANAGE on all of the scope. */
    boolean manages(Scope scope) {
        return mayGrant(Privilege.MANAGE, scope);
    }

    /** True if the caller may change every rule. */
    boolean managesAll() {
        return manages(Scope.OfCatalog.ALL);
    }

    /** True for MANAGE on the scope, or on the object that it names exactly. */
    boolean manages(Scope scope, @Nullable CatalogObject object) {
        return manages(scope) || object != null && guard.allows(Privilege.MANAGE, withoutDatabaseOwner(object));
    }

    private static CatalogObject withoutDatabaseOwner(CatalogObject object) {
        return object instanceof OfDatabase of ? new OfDatabase(of.name(), null) : object;
    }

    private boolean mayGrant(Privilege privilege, Scope scope) {
        return repairs || entitlements.mayGrant(privilege, scope, guard.caller().origin(), clock.instant());
    }

    /** True if the caller may give these privileges on the scope to others. */
    boolean mayGive(Set<Privilege> privileges, Scope scope, @Nullable CatalogObject object) {
        if (manages(scope, object)) {
            return true;
        }
        boolean isDatabaseOwner = object instanceof OfDatabase && guard.allows(Privilege.MANAGE, object);
        for (Privilege privilege : privileges) {
            if (!mayGrant(privilege, scope) && !(isDatabaseOwner && OF_DATABASE_OWNERS.contains(privilege))) {
                return false;
            }
        }
        return true;
    }

    boolean sees(CatalogObject object) {
        return repairs || guard.sees(object);
    }

    /** Returns the object that a scope names exactly, for a new rule: locked, null for patterns. Fails as if it did not exist if the caller does not see it. */
    @Nullable
    CatalogObject object(RuleObjects objects, Scope scope) {
        CatalogObject named = RuleObjects.named(scope);
        if (named == null) {
            return null;
        }
        CatalogObject object = objects.lock(named).orElseThrow(named::absent);
        if (!sees(object)) {
            throw named.absent();
        }
        if (scope instanceof Scope.OfColumn of && of.column().isExact()) {
            TableName name = RuleObjects.tableName(scope);
            Table table = name == null ? null : objects.table(name).orElse(null);
            if (table != null && !seesColumn(table, of.column().text())) {
                throw RuleObjects.absentColumn(table, of.column().text());
            }
        }
        return object;
    }

    /** As {@link #object}, for a rule that is to go: its object may be gone before. */
    Optional<CatalogObject> objectIfAny(RuleObjects objects, Scope scope) {
        CatalogObject named = RuleObjects.named(scope);
        return named == null ? Optional.empty() : objects.lock(named).filter(this::sees);
    }

    boolean seesColumn(Table table, String column) {
        return RuleObjects.hasColumn(table, column) && (repairs || entitlements
                .accessTo(table, Privilege.DESCRIBE, guard.caller().origin(), clock.instant()).columns()
                .contains(column));
    }

    /** True if the caller has the role, itself or by others. */
    boolean has(String role) {
        return role.equals(Principal.PUBLIC.name()) || guard.identity().roles().contains(role);
    }

    /** True if the caller may give a role to others: it made it, has it with the option to, or manages everything. */
    boolean mayGive(Role role, List<Role.Member> members) {
        if (role.name().equals(Principal.ADMIN.name())
                ? managesAll() && manages(Scope.OfLocation.ALL)
                : managesAll() || role.owner().equals(guard.caller().user())) {
            return true;
        }
        for (Role.Member member : members) {
            if (member.role().equals(role.name()) && member.adminOption() && isCaller(member.member())) {
                return true;
            }
        }
        return false;
    }

    /** True if a rule for the principal is one for the caller. */
    boolean isCaller(Principal principal) {
        return switch (principal.type()) {
            case USER -> principal.name().equals(guard.caller().user());
            case GROUP -> guard.identity().groups().contains(principal.name());
            case ROLE -> has(principal.name());
        };
    }

    /** Logs the refusal and returns the failure that says so. */
    CatalogException refused(String operation, String object, String reason) {
        settings.log().record(new Event(guard.caller(), Outcome.DENIED, operation, object, List.of(), reason));
        return new CatalogException(Reason.ACCESS_DENIED, "Cannot %s: %s".formatted(operation, reason));
    }

    /** Fails with ACCESS_DENIED for who does not manage everything. */
    void checkManagesAll(String operation) {
        if (!managesAll()) {
            throw refused(operation, ScopeText.of(Scope.OfCatalog.ALL),
                    "user '%s' has no MANAGE on all catalogs".formatted(guard.caller().user()));
        }
    }

    /** Fails with ACCESS_DENIED for who may not change rules on the scope, whose object this is. */
    void checkManages(String operation, Scope scope, @Nullable CatalogObject object) {
        if (!manages(scope, object)) {
            throw refused(operation, ScopeText.of(scope), "user '%s' has no MANAGE on %s"
                    .formatted(guard.caller().user(), ScopeText.of(scope)));
        }
    }
}
