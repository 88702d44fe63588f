package dev.skep.server.hms;

import java.util.List;
import java.util.Map;

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
import dev.skep.thrift.hms.PrincipalPrivilegeSet;
import dev.skep.thrift.hms.PrincipalType;
import dev.skep.thrift.hms.PrivilegeBag;
import dev.skep.thrift.hms.Role;
import org.apache.thrift.TException;

/** Roles, privileges and tokens as Hive has them. None can be stored here, so that there are none to list; what Skep itself lets a caller do is decided in every call. */
interface AccessEndpoints extends Endpoints {

    @Override
    default List<String> get_role_names() throws TException {
        return List.of();
    }

    @Override
    default List<Role> list_roles(String principalName, PrincipalType principalType) throws TException {
        return List.of();
    }

    @Override
    default GetPrincipalsInRoleResponse get_principals_in_role(GetPrincipalsInRoleRequest request) throws TException {
        return new GetPrincipalsInRoleResponse(List.of());
    }

    @Override
    default GetRoleGrantsForPrincipalResponse get_role_grants_for_principal(GetRoleGrantsForPrincipalRequest request)
            throws TException {
        return new GetRoleGrantsForPrincipalResponse(List.of());
    }

    @Override
    default PrincipalPrivilegeSet get_privilege_set(HiveObjectRef hiveObject, String userName, List<String> groupNames)
            throws TException {
        PrincipalPrivilegeSet none = new PrincipalPrivilegeSet();
        none.setUserPrivileges(Map.of());
        none.setGroupPrivileges(Map.of());
        none.setRolePrivileges(Map.of());
        return none;
    }

    @Override
    default List<HiveObjectPrivilege> list_privileges(String principalName, PrincipalType principalType,
            HiveObjectRef hiveObject)
            throws TException {
        return List.of();
    }

    @Override
    default boolean create_role(Role role) throws TException {
        throw HmsErrors.unsupported("create_role");
    }

    @Override
    default boolean drop_role(String roleName) throws TException {
        throw HmsErrors.unsupported("drop_role");
    }

    @Override
    default boolean grant_role(String roleName, String principalName, PrincipalType principalType, String grantor,
            PrincipalType grantorType, boolean grantOption) throws TException {
        throw HmsErrors.unsupported("grant_role");
    }

    @Override
    default boolean revoke_role(String roleName, String principalName, PrincipalType principalType)
            throws TException {
        throw HmsErrors.unsupported("revoke_role");
    }

    @Override
    default GrantRevokeRoleResponse grant_revoke_role(GrantRevokeRoleRequest request) throws TException {
        throw HmsErrors.unsupported("grant_revoke_role");
    }

    @Override
    default boolean grant_privileges(PrivilegeBag privileges) throws TException {
        throw HmsErrors.unsupported("grant_privileges");
    }

    @Override
    default boolean revoke_privileges(PrivilegeBag privileges) throws TException {
        throw HmsErrors.unsupported("revoke_privileges");
    }

    @Override
    default GrantRevokePrivilegeResponse grant_revoke_privileges(GrantRevokePrivilegeRequest request)
            throws TException {
        throw HmsErrors.unsupported("grant_revoke_privileges");
    }

    @Override
    default GrantRevokePrivilegeResponse refresh_privileges(HiveObjectRef objToRefresh, String authorizer,
            GrantRevokePrivilegeRequest grantRequest) throws TException {
        throw HmsErrors.unsupported("refresh_privileges");
    }

    @Override
    default boolean add_token(String tokenIdentifier, String delegationToken) throws TException {
        throw HmsErrors.unsupported("add_token");
    }

    @Override
    default boolean remove_token(String tokenIdentifier) throws TException {
        throw HmsErrors.unsupported("remove_token");
    }

    @Override
    default String get_token(String tokenIdentifier) throws TException {
        throw HmsErrors.unsupported("get_token");
    }

    @Override
    default List<String> get_all_token_identifiers() throws TException {
        return List.of();
    }

    @Override
    default int add_master_key(String key) throws TException {
        throw HmsErrors.unsupported("add_master_key");
    }

    @Override
    default void update_master_key(int seqNumber, String key) throws TException {
        throw HmsErrors.unsupported("update_master_key");
    }

    @Override
    default boolean remove_master_key(int keySeq) throws TException {
        throw HmsErrors.unsupported("remove_master_key");
    }

    @Override
    default List<String> get_master_keys() throws TException {
        return List.of();
    }
}
