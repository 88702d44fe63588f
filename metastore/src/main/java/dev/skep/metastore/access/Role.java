package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

/** A role with who made it. {@code createTime} in seconds since 1970. */
public record Role(String name, String owner, long createTime) {
    public Role {
        name = Principal.role(name).name();
        requireNonNull(owner, "owner is null");
    }

    /** That a user, group or other role has a role; {@code adminOption}: and may give it to others. */
    public record Member(String role, Principal member, boolean adminOption, String grantor, long grantTime) {
        public Member {
            role = Principal.role(role).name();
            requireNonNull(member, "member is null");
            requireNonNull(grantor, "grantor is null");
        }
    }
}
