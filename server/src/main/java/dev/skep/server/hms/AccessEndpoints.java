package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.catalog.Grants.Gift;
import dev.skep.server.hms.mapping.GrantMapping;
import dev.skep.server.hms.mapping.RoleMapping;
import dev.skep.thrift.hms.GetPrincipalsInRoleRequest;
import dev.skep.thrift.hms.GetPrincipalsInRoleResponse;
import dev.skep.thrift.hms.GetRoleGrantsForPrincipalRequest;
import dev.skep.thrift.hms.GetRoleGrantsForPrincipalResponse;
import dev.skep.thrift.hms.GrantRevokePrivilegeRequest;
import dev.skep.thrift.hms.GrantRevokePrivilegeResponse;
import dev.skep.thrift.hms.GrantRevokeRoleRequest;
import dev.skep.thrift.hms.GrantRevokeRoleResponse;
import dev.skep.thrift.hms.HiveObjectPrivilege;
import dev.skep.thrift.hms.HiveObjectRef;
import dev.skep.thrift.hms.HiveObjectType;
import dev.skep.thrift.hms.PrincipalPrivilegeSet;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.PrivilegeBag;
import dev.skep.thrift.hms.Role;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/**
 * Roles and privileges as Hive's clients have them: the same that GRANT, REVOKE and CREATE ROLE make, under the same rights, whatever grantor a request names. Where Hive's
 * server takes it for done that something which should go is not there, so does this.
 */
interface AccessEndpoints extends Endpoints {

    @Override
    default List<String> get_role_names() throws TException {
        return call("get_role_names", session -> session.access().roles().stream()
                .map(dev.skep.metastore.access.Role::name).toList());
    }

    @Override
    default boolean create_role(@Nullable Role role) throws TException {
        run("create_role", session -> session.access()
                .createRole(required(required(role, "role").getRoleName(), "role name")));
        return true;
    }

    @Override
    default boolean drop_role(@Nullable String name) throws TException {
        return call("drop_role", session -> {
            String role = required(name, "role name");
            if (exists(session, role)) {
                session.access().dropRole(role);
            }
            return true;
        });
    }

    private static boolean exists(CatalogSession session, String role) {
        String wanted = Principal.role(role).name();
        return session.access().roles().stream().anyMatch(one -> one.name().equals(wanted));
    }

    @Override
    default boolean grant_role(@Nullable String roleName, @Nullable String principalName,
            @Nullable PrincipalType principalType, @Nullable String grantor, @Nullable PrincipalType grantorType,
            boolean grantOption) throws TException {
        run("grant_role", session -> session.grants().giveRole(required(roleName, "role name"),
                GrantMapping.principal(principalName, principalType), grantOption));
        return true;
    }

    @Override
    default boolean revoke_role(@Nullable String roleName, @Nullable String principalName,
            @Nullable PrincipalType principalType) throws TException {
        return call("revoke_role", session -> revoke(session, required(roleName, "role name"),
                GrantMapping.principal(principalName, principalType), false));
    }

    private static boolean revoke(CatalogSession session, String role, Principal from, boolean optionOnly) {
        try {
            session.access().revokeRole(role, from, optionOnly);
        } catch (CatalogException e) {
            if (e.reason() != Reason.NOT_FOUND || optionOnly || !exists(session, role)) {
                throw e;
            }
        }
        return true;
    }

    @Override
    default GrantRevokeRoleResponse grant_revoke_role(GrantRevokeRoleRequest request) throws TException {
        return call("grant_revoke_role", session -> {
            String role = required(request.getRoleName(), "role name");
            Principal principal = GrantMapping.principal(request.getPrincipalName(), request.getPrincipalType());
            switch (required(request.getRequestType(), "request type")) {
                case GRANT -> session.grants().giveRole(role, principal, request.isGrantOption());
                case REVOKE -> revoke(session, role, principal, request.isGrantOption());
            }
            GrantRevokeRoleResponse answer = new GrantRevokeRoleResponse();
            answer.setSuccess(true);
            return answer;
        });
    }

    @Override
    default List<Role> list_roles(@Nullable String principalName, @Nullable PrincipalType principalType)
            throws TException {
        return call("list_roles", session -> {
            Set<String> names = new HashSet<>();
            members(session, GrantMapping.principal(principalName, principalType))
                    .forEach(member -> names.add(member.role()));
            return session.access().roles().stream().filter(role -> names.contains(role.name()))
                    .map(RoleMapping::toThrift).toList();
        });
    }

    private static List<dev.skep.metastore.access.Role.Member> members(CatalogSession session, Principal principal) {
        return RoleMapping.withPublic(session.access().rolesOf(principal), principal);
    }

    @Override
    default GetPrincipalsInRoleResponse get_principals_in_role(GetPrincipalsInRoleRequest request) throws TException {
        return call("get_principals_in_role", session -> new GetPrincipalsInRoleResponse(
                RoleMapping.toThrift(session.access().membersOf(required(request.getRoleName(), "role name")))));
    }

    @Override
    default GetRoleGrantsForPrincipalResponse get_role_grants_for_principal(GetRoleGrantsForPrincipalRequest request)
            throws TException {
        return call("get_role_grants_for_principal",
                session -> new GetRoleGrantsForPrincipalResponse(RoleMapping.toThrift(members(session,
                        GrantMapping.principal(request.getPrincipal_name(), request.getPrincipal_type())))));
    }

    @Override
    default PrincipalPrivilegeSet get_privilege_set(@Nullable HiveObjectRef object, @Nullable String user,
            @Nullable List<String> groups) throws TException {
        return call("get_privilege_set", session -> {
            HiveObjectRef asked = required(object, "object of the privileges");
            List<Grant> grants = session.grants().visible(GrantMapping.on(asked));
            Set<String> roles = user == null || user.isEmpty()
                    ? Set.of()
                    : session.grants().rolesOf(user, new HashSet<>(listOf(groups)));
            return GrantMapping.privilegeSet(asked, grants, user, listOf(groups), roles);
        });
    }

    @Override
    default List<HiveObjectPrivilege> list_privileges(@Nullable String principalName,
            @Nullable PrincipalType principalType, @Nullable HiveObjectRef object) throws TException {
        return call("list_privileges", session -> GrantMapping
                .toThrift(session.grants().visible(GrantMapping.wanted(principalName, principalType, object))));
    }

    @Override
    default boolean grant_privileges(@Nullable PrivilegeBag privileges) throws TException {
        run("grant_privileges", session -> session.grants().give(GrantMapping.gifts(privileges)));
        return true;
    }

    @Override
    default boolean revoke_privileges(@Nullable PrivilegeBag privileges) throws TException {
        run("revoke_privileges", session -> session.grants().take(GrantMapping.losses(privileges), false));
        return true;
    }

    @Override
    default GrantRevokePrivilegeResponse grant_revoke_privileges(GrantRevokePrivilegeRequest request)
            throws TException {
        return call("grant_revoke_privileges", session -> {
            switch (required(request.getRequestType(), "request type")) {
                case GRANT -> session.grants().give(GrantMapping.gifts(request.getPrivileges()));
                case REVOKE -> session.grants().take(GrantMapping.losses(request.getPrivileges()),
                        request.isRevokeGrantOption());
            }
            return done();
        });
    }

    private static GrantRevokePrivilegeResponse done() {
        GrantRevokePrivilegeResponse answer = new GrantRevokePrivilegeResponse();
        answer.setSuccess(true);
        return answer;
    }

    /** COLUMN means all columns of a table. */
    @Override
    default GrantRevokePrivilegeResponse refresh_privileges(@Nullable HiveObjectRef object,
            @Nullable String authorizer, @Nullable GrantRevokePrivilegeRequest request) throws TException {
        return call("refresh_privileges", session -> {
            HiveObjectRef asked = required(object, "object of the privileges");
            GrantMapping.checkAuthorizer(authorizer);
            List<Grant> grants = new ArrayList<>();
            GrantMapping.gifts(required(request, "grant request").getPrivileges()).stream().map(Gift::grant)
                    .forEach(grants::add);
            HiveObjectType type = required(asked.getObjectType(), "type of the object");
            switch (type) {
                case DATABASE, TABLE -> {
                    Scope scope = GrantMapping.scope(asked);
                    session.grants().replace(scope, GrantMapping.nameable(scope), grants);
                }
                case COLUMN -> {
                    if (asked.getColumnName() != null) {
                        throw new IllegalArgumentException(
                                "Invalid object to refresh: it names column '%s' (all columns of a table are refreshed together)"
                                        .formatted(asked.getColumnName()));
                    }
                    session.grants().replaceOnColumns(GrantMapping.table(asked), GrantMapping.nameableOnColumns(),
                            grants);
                }
                case GLOBAL, PARTITION, DATACONNECTOR -> throw new IllegalArgumentException(
                        "Invalid object to refresh: %s (expected DATABASE, TABLE or COLUMN)".formatted(type));
            }
            return done();
        });
    }
}
