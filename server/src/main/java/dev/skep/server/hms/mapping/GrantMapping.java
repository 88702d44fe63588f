package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;
import static dev.skep.server.hms.mapping.Requests.seconds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.PolicyText;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.Grants.Gift;
import dev.skep.metastore.catalog.Grants.Loss;
import dev.skep.metastore.catalog.Grants.Repeat;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.metastore.model.Table;
import dev.skep.thrift.hms.HiveObjectPrivilege;
import dev.skep.thrift.hms.HiveObjectRef;
import dev.skep.thrift.hms.HiveObjectType;
import dev.skep.thrift.hms.PrincipalPrivilegeSet;
import dev.skep.thrift.hms.PrivilegeBag;
import dev.skep.thrift.hms.PrivilegeGrantInfo;
import org.jspecify.annotations.Nullable;

/**
 * Privileges on objects, whose names {@link HivePrivilege} gives meaning to. GLOBAL is all catalogs. Grants with conditions, denials, and grants on patterns, single catalogs,
 * tags, functions and locations have no form in Hive and are not listed; single partitions and data connectors have no grants. Who gives, and when, is what the
 * catalog knows of the caller, whatever a request says; what stands for the authorizer is always SQL.
 */
public final class GrantMapping {
    /** The authorizer of Hive's own clients. */
    private static final String AUTHORIZER = "SQL";

    private GrantMapping() {}

    public static Principal principal(@Nullable String name, dev.skep.thrift.hms.@Nullable PrincipalType type) {
        return new Principal(PrincipalMapping.fromThrift(type), required(name, "principal name"));
    }

    /** The scope that an object is. Fails with UNSUPPORTED for those on which there are no grants. */
    public static Scope scope(@Nullable HiveObjectRef given) {
        HiveObjectRef object = required(given, "object of the privileges");
        return switch (required(object.getObjectType(), "type of the object")) {
            case GLOBAL -> Scope.OfCatalog.ALL;
            case DATABASE -> exact(database(object));
            case TABLE -> exact(table(object));
            case COLUMN -> {
                if (!listOf(object.getPartValues()).isEmpty()) {
                    throw unsupported("columns of single partitions");
                }
                yield exact(new Scope.OfColumn(table(object),
                        new NameGlob(required(object.getColumnName(), "column name"))));
            }
            case PARTITION -> throw unsupported("single partitions");
            case DATACONNECTOR -> throw unsupported("data connectors");
        };
    }

    private static Scope.OfDatabase database(HiveObjectRef object) {
        return Scope.OfDatabase.of(NameMapping.database(object.getCatName(), object.getDbName()));
    }

    public static Scope.OfTable table(HiveObjectRef object) {
        return Scope.OfTable.of(NameMapping.table(object.getCatName(), object.getDbName(), object.getObjectName()));
    }

    /** Names of the wire are no patterns. */
    private static Scope exact(Scope scope) {
        if (reference(scope) == null) {
            throw new IllegalArgumentException(
                    "Invalid object of privileges: %s (names hold no '*' and no '?')".formatted(PolicyText.of(scope)));
        }
        return scope;
    }

    private static CatalogException unsupported(String what) {
        return new CatalogException(Reason.UNSUPPORTED,
                "Cannot grant or revoke on %s: Skep has no privileges there (grant on the table, or show only some of its rows by a row filter)"
                        .formatted(what));
    }

    /** The scope as Hive names objects; null where it cannot. */
    private static @Nullable HiveObjectRef reference(Scope scope) {
        return switch (scope) {
            case Scope.OfCatalog of -> of.catalog().isAny()
                    ? new HiveObjectRef(HiveObjectType.GLOBAL, null, null, null, null)
                    : null;
            case Scope.OfDatabase of -> of.catalog().isExact() && of.database().isExact()
                    ? reference(HiveObjectType.DATABASE, of.catalog(), of.database(), null, null)
                    : null;
            case Scope.OfTable of -> of.isExact()
                    ? reference(HiveObjectType.TABLE, of.catalog(), of.database(), of.table(), null)
                    : null;
            case Scope.OfColumn of -> of.table().isExact() && of.column().isExact()
                    ? reference(HiveObjectType.COLUMN, of.table().catalog(), of.table().database(), of.table().table(),
                            of.column())
                    : null;
            case Scope.OfFunction _,Scope.OfLocation _,Scope.Tagged _ -> null;
        };
    }

    private static HiveObjectRef reference(HiveObjectType type, NameGlob catalog, NameGlob database,
            @Nullable NameGlob table, @Nullable NameGlob column) {
        HiveObjectRef reference = new HiveObjectRef(type, database.text(), table == null ? null : table.text(), null,
                column == null ? null : column.text());
        reference.setCatName(catalog.text());
        return reference;
    }

    /** The grants that a request asks for. What was given before is refused, as in Hive's server, but for UPDATE, which others bring along. */
    public static List<Gift> gifts(@Nullable PrivilegeBag bag) {
        List<Gift> gifts = new ArrayList<>();
        for (HiveObjectPrivilege one : privileges(bag)) {
            Scope scope = scope(one.getHiveObject());
            Principal to = principal(one.getPrincipalName(), one.getPrincipalType());
            boolean option = one.getGrantInfo().isGrantOption();
            for (HivePrivilege privilege : names(one.getGrantInfo())) {
                gifts.add(new Gift(grant(privilege, scope, to, option),
                        privilege == HivePrivilege.UPDATE ? Repeat.ACCEPT : Repeat.REFUSE));
            }
        }
        return gifts;
    }

    private static Grant grant(HivePrivilege privilege, Scope scope, Principal to, boolean option) {
        return new Grant(-1, Effect.ALLOW, privilege.given(scope, PolicyText.of(scope)), scope, to, option, List.of(),
                new Provenance(to.name(), Instant.EPOCH));
    }

    private static List<HiveObjectPrivilege> privileges(@Nullable PrivilegeBag bag) {
        return listOf(required(bag, "privileges").getPrivileges());
    }

    /** Several may stand in one text, with commas between them; none is nothing to do. */
    private static List<HivePrivilege> names(@Nullable PrivilegeGrantInfo info) {
        List<HivePrivilege> names = new ArrayList<>();
        String text = required(info, "privilege").getPrivilege();
        if (text != null && !text.isBlank()) {
            for (String name : text.split(",", -1)) {
                names.add(HivePrivilege.named(name));
            }
        }
        return names;
    }

    /** What a request asks to take. */
    public static List<Loss> losses(@Nullable PrivilegeBag bag) {
        List<Loss> losses = new ArrayList<>();
        for (HiveObjectPrivilege one : privileges(bag)) {
            Scope scope = scope(one.getHiveObject());
            Principal from = principal(one.getPrincipalName(), one.getPrincipalType());
            for (HivePrivilege privilege : names(one.getGrantInfo())) {
                losses.add(new Loss(privilege.taken(), scope, from));
            }
        }
        return losses;
    }

    /** The privileges that clients can name on a scope. */
    public static Set<Privilege> nameable(Scope scope) {
        return HivePrivilege.nameable(scope);
    }

    /** The privileges that clients can name on columns. */
    public static Set<Privilege> nameableOnColumns() {
        return Set.of(Privilege.SELECT);
    }

    /** Fails with UNSUPPORTED for an authorizer whose privileges Skep does not keep apart. */
    public static void checkAuthorizer(@Nullable String authorizer) {
        if (authorizer != null && !authorizer.isEmpty() && !authorizer.toUpperCase(Locale.ROOT).equals(AUTHORIZER)) {
            throw new CatalogException(Reason.UNSUPPORTED,
                    "Cannot refresh privileges of authorizer '%s': Skep keeps one set of policies, of authorizer %s"
                            .formatted(authorizer, AUTHORIZER));
        }
    }

    /** The grants that a request wants to see: on one object, or where it names none on all of its kind; of one principal, or where it names none of all. */
    public static Predicate<Grant> wanted(@Nullable String name, dev.skep.thrift.hms.@Nullable PrincipalType type,
            @Nullable HiveObjectRef object) {
        Principal principal = name == null ? null : principal(name, type);
        Predicate<Scope> scopes = scopes(object);
        return grant -> grant.conditions().isEmpty() && (principal == null || principal.equals(grant.to()))
                && scopes.test(grant.scope());
    }

    /** The grants on one object; none on those that have no grants. */
    public static Predicate<Grant> on(HiveObjectRef object) {
        HiveObjectType type = required(object.getObjectType(), "type of the object");
        if (type == HiveObjectType.PARTITION || type == HiveObjectType.DATACONNECTOR
                || !listOf(object.getPartValues()).isEmpty()) {
            return _ -> false;
        }
        Scope scope = scope(object);
        return grant -> grant.conditions().isEmpty() && grant.scope().equals(scope);
    }

    private static Predicate<Scope> scopes(@Nullable HiveObjectRef object) {
        HiveObjectType type = object == null ? null : object.getObjectType();
        if (object == null || type == null) {
            return scope -> reference(scope) != null;
        }
        boolean isWhole = switch (type) {
            case GLOBAL -> true;
            case DATABASE -> object.getDbName() == null;
            case TABLE -> object.getObjectName() == null;
            case COLUMN -> object.getColumnName() == null && listOf(object.getPartValues()).isEmpty();
            case PARTITION, DATACONNECTOR -> true;
        };
        if (isWhole || !listOf(object.getPartValues()).isEmpty()) {
            boolean isAny = listOf(object.getPartValues()).isEmpty();
            return scope -> {
                HiveObjectRef reference = isAny ? reference(scope) : null;
                return reference != null && reference.getObjectType() == type;
            };
        }
        return scope(object)::equals;
    }

    public static List<HiveObjectPrivilege> toThrift(List<Grant> grants) {
        List<HiveObjectPrivilege> all = new ArrayList<>();
        byHolder(grants).forEach((holder, held) -> {
            HiveObjectRef reference = required(reference(holder.scope()), "object");
            for (PrivilegeGrantInfo info : infos(holder.scope(), held)) {
                HiveObjectPrivilege one = new HiveObjectPrivilege(reference, holder.to().name(),
                        PrincipalMapping.toThrift(holder.to().type()), info, AUTHORIZER);
                all.add(one);
            }
        });
        return all;
    }

    private record Holder(Scope scope, Principal to) {}

    private static Map<Holder, List<Grant>> byHolder(List<Grant> grants) {
        Map<Holder, List<Grant>> byHolder = new LinkedHashMap<>();
        for (Grant grant : grants) {
            byHolder.computeIfAbsent(new Holder(grant.scope(), grant.to()), _ -> new ArrayList<>()).add(grant);
        }
        return byHolder;
    }

    /** What the grants of one principal on one scope are by Hive's names. */
    private static List<PrivilegeGrantInfo> infos(Scope scope, List<Grant> held) {
        List<PrivilegeGrantInfo> infos = new ArrayList<>();
        for (HivePrivilege name : HivePrivilege.values()) {
            Set<Privilege> needed = name.listedFor(scope);
            List<Grant> giving = needed == null ? List.of() : giving(needed, held);
            if (!giving.isEmpty()) {
                Grant last = giving.stream().max(Comparator.comparing(grant -> grant.made().at())).orElseThrow();
                infos.add(new PrivilegeGrantInfo(name.name(), seconds(last.made().at().getEpochSecond()),
                        last.made().by(), PrincipalMapping.toThrift(PrincipalType.USER),
                        giving.stream().allMatch(Grant::grantOption)));
            }
        }
        return infos;
    }

    /** For each of the privileges a grant that holds it, one with the option before others; empty unless all are held. */
    private static List<Grant> giving(Set<Privilege> needed, List<Grant> held) {
        List<Grant> giving = new ArrayList<>();
        for (Privilege privilege : needed) {
            Grant best = null;
            for (Grant grant : held) {
                if (grant.privileges().contains(privilege)
                        && (best == null || grant.grantOption() && !best.grantOption())) {
                    best = grant;
                }
            }
            if (best == null) {
                return List.of();
            }
            giving.add(best);
        }
        return giving;
    }

    /**
     * The privileges of a user, of groups and of roles on one object. Each is in the answer by its name, with an empty list where it has none; of everything (GLOBAL) only
     * those that have some.
     *
     * @param grants on the object
     */
    public static PrincipalPrivilegeSet privilegeSet(HiveObjectRef object, List<Grant> grants, @Nullable String user,
            List<String> groups, Set<String> roles) {
        Map<Principal, List<PrivilegeGrantInfo>> held = new HashMap<>();
        byHolder(grants).forEach((holder, own) -> held.put(holder.to(), infos(holder.scope(), own)));
        boolean isGlobal = object.getObjectType() == HiveObjectType.GLOBAL;
        Map<String, List<PrivilegeGrantInfo>> users = new HashMap<>();
        Map<String, List<PrivilegeGrantInfo>> ofGroups = new HashMap<>();
        Map<String, List<PrivilegeGrantInfo>> ofRoles = new HashMap<>();
        if (user != null && !user.isEmpty()) {
            add(users, held, Principal.user(user), isGlobal);
        }
        groups.stream().filter(group -> !group.isEmpty())
                .forEach(group -> add(ofGroups, held, Principal.group(group), isGlobal));
        roles.forEach(role -> add(ofRoles, held, Principal.role(role), isGlobal));
        return new PrincipalPrivilegeSet(users, ofGroups, ofRoles);
    }

    private static void add(Map<String, List<PrivilegeGrantInfo>> answer, Map<Principal, List<PrivilegeGrantInfo>> held,
            Principal principal, boolean onlyIfSome) {
        List<PrivilegeGrantInfo> infos = held.getOrDefault(principal, List.of());
        if (!onlyIfSome || !infos.isEmpty()) {
            answer.put(principal.name(), infos);
        }
    }

    /**
     * The grants on a new table that stand in its own struct, and that its owner could make. What the owner himself is given is left out: he has it as owner, and a grant for
     * each table that is made would only be one more rule to keep.
     */
    public static List<Grant> ofNew(Table made, @Nullable PrincipalPrivilegeSet privileges) {
        Scope.OfTable table = Scope.OfTable.of(made.name());
        String owner = made.ownerType() == PrincipalType.USER ? made.owner() : null;
        List<Grant> grants = new ArrayList<>();
        if (privileges != null) {
            addOfNew(grants, table, PrincipalType.USER, privileges.getUserPrivileges(), owner);
            addOfNew(grants, table, PrincipalType.GROUP, privileges.getGroupPrivileges(), null);
            addOfNew(grants, table, PrincipalType.ROLE, privileges.getRolePrivileges(), null);
        }
        return grants;
    }

    private static void addOfNew(List<Grant> grants, Scope.OfTable table, PrincipalType type,
            @Nullable Map<String, List<PrivilegeGrantInfo>> given, @Nullable String owner) {
        if (given == null) {
            return;
        }
        given.forEach((name, infos) -> {
            if (name.equals(owner)) {
                return;
            }
            for (PrivilegeGrantInfo info : listOf(infos)) {
                for (HivePrivilege privilege : names(info)) {
                    grants.add(grant(privilege, table, new Principal(type, name), info.isGrantOption()));
                }
            }
        });
    }
}
