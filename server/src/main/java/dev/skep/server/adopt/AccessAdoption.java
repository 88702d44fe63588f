package dev.skep.server.adopt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.skep.thrift.hms.GetPrincipalsInRoleRequest;
import dev.skep.thrift.hms.HiveObjectPrivilege;
import dev.skep.thrift.hms.HiveObjectRef;
import dev.skep.thrift.hms.HiveObjectType;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.PrivilegeBag;
import dev.skep.thrift.hms.Role;
import dev.skep.thrift.hms.RolePrincipalGrant;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/**
 * Roles, who is in them, and privileges. Hive lists privileges by object or by principal: those of every table and database are asked for, and all of each principal that is met, so that grants
 * on columns and partitions are found for everyone who is in a role, owns or was granted something else.
 */
final class AccessAdoption {
    private static final Set<String> BUILT_IN = Set.of("admin", "public");

    private final Ends ends;
    private final Ledger ledger;
    private final Set<Principal> principals = new LinkedHashSet<>();
    private final Set<HiveObjectPrivilege> found = new LinkedHashSet<>();

    AccessAdoption(Ends ends, Ledger ledger) {
        this.ends = ends;
        this.ledger = ledger;
    }

    private record Principal(String name, PrincipalType type) {}

    /** Someone who may have privileges. */
    void meet(@Nullable String name, @Nullable PrincipalType type) {
        if (name != null && !name.isEmpty()) {
            principals.add(new Principal(name, type == null ? PrincipalType.USER : type));
        }
    }

    void roles() throws TException {
        Set<String> own = new HashSet<>(ends.target().client().get_role_names());
        for (String role : Ends.sorted(ends.source().client().get_role_names())) {
            meet(role, PrincipalType.ROLE);
            if (!BUILT_IN.contains(role.toLowerCase(Locale.ROOT))) {
                if (own.contains(role.toLowerCase(Locale.ROOT)) || own.contains(role)) {
                    ledger.same(Kind.ROLE, 1);
                } else {
                    attempt(Kind.ROLE, role, () -> ends.target().client().create_role(new Role(role, 0, null)));
                }
            }
        }
        for (String role : Ends.sorted(ends.source().client().get_role_names())) {
            members(role);
        }
    }

    private void members(String role) throws TException {
        Set<String> own = new HashSet<>();
        for (RolePrincipalGrant grant : grants(ends.target(), role)) {
            own.add(member(grant));
        }
        for (RolePrincipalGrant grant : grants(ends.source(), role)) {
            meet(grant.getPrincipalName(), grant.getPrincipalType());
            if (own.contains(member(grant))) {
                ledger.same(Kind.MEMBERSHIP, 1);
            } else {
                attempt(Kind.MEMBERSHIP, member(grant) + " of role " + role,
                        () -> ends.target().client().grant_role(role, grant.getPrincipalName(),
                                grant.getPrincipalType(), grant.getGrantorName(), grant.getGrantorPrincipalType(),
                                grant.isGrantOption()));
            }
        }
    }

    private static List<RolePrincipalGrant> grants(MetastoreConnection end, String role) throws TException {
        List<RolePrincipalGrant> grants = Ends.find(end,
                client -> client.get_principals_in_role(new GetPrincipalsInRoleRequest(role)).getPrincipalGrants());
        return grants == null ? List.of() : grants;
    }

    private static String member(RolePrincipalGrant grant) {
        return "%s %s%s".formatted(grant.getPrincipalType().name().toLowerCase(Locale.ROOT), grant.getPrincipalName(),
                grant.isGrantOption() ? " with admin option" : "");
    }

    /** Takes down what is granted on an object of the source; the table is null for the database itself. */
    void find(DatabaseKey database, @Nullable String table) throws TException {
        HiveObjectRef object = new HiveObjectRef();
        object.setObjectType(table == null ? HiveObjectType.DATABASE : HiveObjectType.TABLE);
        object.setDbName(database.name());
        object.setObjectName(table);
        if (!database.isOfHive()) {
            object.setCatName(database.catalog());
        }
        add(list(ends.source(), null, null, object));
    }

    private void add(List<HiveObjectPrivilege> privileges) {
        for (HiveObjectPrivilege one : privileges) {
            found.add(one);
            meet(one.getPrincipalName(), one.getPrincipalType());
        }
    }

    private static List<HiveObjectPrivilege> list(MetastoreConnection end, @Nullable String principal,
            @Nullable PrincipalType type, HiveObjectRef object) throws TException {
        List<HiveObjectPrivilege> privileges = Ends.find(end,
                client -> client.list_privileges(principal, type, object));
        return privileges == null ? List.of() : privileges;
    }

    /** Grants what was found, and all that those who were met have, as far as {@code selection} asks for it. */
    void privileges(DatabaseSelection selection) throws TException {
        HiveObjectRef global = new HiveObjectRef();
        global.setObjectType(HiveObjectType.GLOBAL);
        add(list(ends.source(), null, null, global));
        for (Principal one : List.copyOf(principals)) {
            add(list(ends.source(), one.name(), one.type(), new HiveObjectRef()));
        }
        Set<String> done = new HashSet<>();
        for (HiveObjectPrivilege one : found) {
            HiveObjectRef object = one.getHiveObject();
            boolean isAsked = object.getDbName() == null
                    ? selection.isAll()
                    : selection.contains(new DatabaseKey(
                            object.getCatName() == null ? DatabaseKey.HIVE : object.getCatName(), object.getDbName()));
            // Skep's own administrators may do everything.
            boolean isAdmin = one.getPrincipalType() == PrincipalType.ROLE && one.getPrincipalName().equals("admin");
            if (isAsked && !isAdmin && done.add(text(one))) {
                settle(one);
            }
        }
    }

    private void settle(HiveObjectPrivilege wanted) throws TException {
        List<HiveObjectPrivilege> own = new ArrayList<>();
        try {
            own.addAll(list(ends.target(), wanted.getPrincipalName(), wanted.getPrincipalType(),
                    wanted.getHiveObject()));
        } catch (TException e) {
            if (MetastoreConnection.isBroken(e)) {
                throw e;
            }
            if (ledger.pass() != Pass.PLAN) {
                ledger.failed(Kind.PRIVILEGE, text(wanted), Ends.reason(e));
                return;
            }
        }
        if (own.stream().anyMatch(one -> text(one).equals(text(wanted)))) {
            ledger.same(Kind.PRIVILEGE, 1);
            return;
        }
        attempt(Kind.PRIVILEGE, text(wanted),
                () -> ends.target().client().grant_privileges(new PrivilegeBag(List.of(wanted))));
    }

    private static String text(HiveObjectPrivilege one) {
        HiveObjectRef object = one.getHiveObject();
        List<String> parts = new ArrayList<>();
        if (object.getCatName() != null && !object.getCatName().equals(DatabaseKey.HIVE)) {
            parts.add(object.getCatName());
        }
        for (String part : new String[]{object.getDbName(), object.getObjectName(), object.getColumnName()}) {
            if (part != null && !part.isEmpty()) {
                parts.add(part);
            }
        }
        return "%s on %s %s%s to %s %s%s".formatted(
                one.getGrantInfo().getPrivilege().toUpperCase(Locale.ROOT),
                String.valueOf(object.getObjectType()).toLowerCase(Locale.ROOT), String.join(".", parts),
                object.getPartValuesSize() == 0 ? "" : " " + object.getPartValues(),
                one.getPrincipalType().name().toLowerCase(Locale.ROOT), one.getPrincipalName(),
                one.getGrantInfo().isGrantOption() ? " with grant option" : "");
    }

    @FunctionalInterface
    private interface Action {
        void run() throws TException;
    }

    private void attempt(Kind kind, String name, Action action) throws TException {
        try {
            if (ledger.pass() == Pass.WRITE) {
                action.run();
            }
            ledger.made(kind, name);
        } catch (TException e) {
            if (MetastoreConnection.isBroken(e)) {
                throw e;
            }
            ledger.failed(kind, name, Ends.reason(e));
        }
    }
}
