package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.seconds;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.model.PrincipalType;
import dev.skep.thrift.hms.RolePrincipalGrant;

/** Roles and who is in them. To Hive's clients each user is in {@code public}. */
public final class RoleMapping {
    private RoleMapping() {}

    public static dev.skep.thrift.hms.Role toThrift(Role role) {
        return new dev.skep.thrift.hms.Role(role.name(), seconds(role.createTime()), role.owner());
    }

    public static List<RolePrincipalGrant> toThrift(List<Role.Member> members) {
        List<RolePrincipalGrant> grants = new ArrayList<>();
        for (Role.Member member : members) {
            grants.add(new RolePrincipalGrant(member.role(), member.member().name(),
                    PrincipalMapping.toThrift(member.member().type()), member.adminOption(),
                    seconds(member.grantTime()), member.grantor(), PrincipalMapping.toThrift(PrincipalType.USER)));
        }
        return grants;
    }

    /** The roles of a principal with the one that all users are in. */
    public static List<Role.Member> withPublic(List<Role.Member> members, Principal principal) {
        List<Role.Member> all = new ArrayList<>(members);
        if (principal.type() == PrincipalType.USER) {
            all.add(new Role.Member(Principal.PUBLIC.name(), principal, false, "", 0));
        }
        return all;
    }
}
