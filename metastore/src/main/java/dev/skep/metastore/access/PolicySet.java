package dev.skep.metastore.access;

import java.util.List;

/**
 * All that the catalog knows about access at one moment.
 *
 * @param version raised by every change, the same on all servers over a store
 */
public record PolicySet(long version, List<AccessPolicy> policies, List<Role> roles, List<Role.Member> members,
        List<Tag> tags, List<PolicyTest> tests) {
    public PolicySet {
        policies = List.copyOf(policies);
        roles = List.copyOf(roles);
        members = List.copyOf(members);
        tags = List.copyOf(tags);
        tests = List.copyOf(tests);
    }

    /** Nothing is granted. */
    public static PolicySet empty() {
        return new PolicySet(0, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
