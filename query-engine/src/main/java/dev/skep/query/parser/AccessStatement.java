package dev.skep.query.parser;

import java.util.List;

import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AddressRange;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.Principal;
import org.jspecify.annotations.Nullable;

/** A statement about roles, grants, row filters, masks, tags and their tests. */
public sealed interface AccessStatement extends Statement.OfAccess {

    record CreateRole(String name) implements AccessStatement {}

    record DropRole(String name, boolean ifExists) implements AccessStatement {}

    record GrantRoles(List<String> roles, List<Principal> to, boolean adminOption) implements AccessStatement {
        public GrantRoles {
            roles = List.copyOf(roles);
            to = List.copyOf(to);
        }
    }

    record RevokeRoles(List<String> roles, List<Principal> from, boolean adminOptionOnly) implements AccessStatement {
        public RevokeRoles {
            roles = List.copyOf(roles);
            from = List.copyOf(from);
        }
    }

    record ShowRoles() implements AccessStatement {}

    record ShowCurrentRoles() implements AccessStatement {}

    record ShowRoleGrants(Principal of) implements AccessStatement {}

    record ShowPrincipals(String role) implements AccessStatement {}

    /** {@code SET ROLE}, which is refused. */
    record SetRole(String role) implements AccessStatement {}

    /** GRANT or DENY. */
    record Grant(Effect effect, List<PrivilegeName> privileges, AccessObject object, List<Principal> to,
            boolean grantOption, List<Condition> conditions) implements AccessStatement {
        public Grant {
            privileges = List.copyOf(privileges);
            to = List.copyOf(to);
            conditions = List.copyOf(conditions);
        }
    }

    /** REVOKE or REVOKE DENY. */
    record Revoke(Effect effect, List<PrivilegeName> privileges, AccessObject object, List<Principal> from,
            boolean grantOptionOnly) implements AccessStatement {
        public Revoke {
            privileges = List.copyOf(privileges);
            from = List.copyOf(from);
        }
    }

    record ShowGrants(@Nullable Principal of, @Nullable AccessObject on) implements AccessStatement {}

    record ShowPolicies(@Nullable AccessObject on) implements AccessStatement {}

    record CreateRowFilter(String name, boolean replace, AccessObject on, PolicyExpression condition,
            Audience audience) implements AccessStatement {}

    record DropRowFilter(String name, boolean ifExists) implements AccessStatement {}

    /** {@code expression} is that of a mask with one, or the literal of a constant; null for the others. */
    record CreateColumnMask(String name, boolean replace, AccessObject on, Mask mask,
            @Nullable PolicyExpression expression, Audience audience) implements AccessStatement {}

    record DropColumnMask(String name, boolean ifExists) implements AccessStatement {}

    record SetTag(String tag, String value, AccessObject on) implements AccessStatement {}

    record UnsetTag(String tag, AccessObject on) implements AccessStatement {}

    record ShowTags(@Nullable AccessObject on) implements AccessStatement {}

    /** {@code from} is the address that the user is thought to call from. */
    record ExplainAccess(String user, List<String> groups, @Nullable AddressRange from,
            Name table) implements AccessStatement {
        public ExplainAccess {
            groups = List.copyOf(groups);
        }
    }

    record CreatePolicyTest(String name, boolean replace, String user, List<String> groups,
            Expected expected) implements AccessStatement {
        public CreatePolicyTest {
            groups = List.copyOf(groups);
        }
    }

    /** What a policy test expects. */
    sealed interface Expected {

        record Access(PrivilegeName privilege, AccessObject object, boolean isAllowed) implements Expected {}

        /** {@code value} is null where the query is expected to be refused. */
        record Query(String query, @Nullable String value) implements Expected {}
    }

    record DropPolicyTest(String name, boolean ifExists) implements AccessStatement {}

    record ShowPolicyTests() implements AccessStatement {}

    record RunPolicyTests(@Nullable String pattern) implements AccessStatement {}

    record ImportResourcePolicy(String json) implements AccessStatement {}

    record DropResourcePolicy() implements AccessStatement {}

    record ShowResourcePolicy() implements AccessStatement {}
}
