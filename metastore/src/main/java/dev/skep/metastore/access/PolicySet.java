package dev.skep.metastore.access;

import java.time.Instant;
import java.util.List;

import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;

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

    /** Everything but TRUST is granted to everyone, with grant option, by two grants: how a store begins on a server without sign-in. */
    public static PolicySet open() {
        Provenance made = new Provenance(Identity.SERVER.user(), Instant.EPOCH);
        return new PolicySet(0,
                List.of(new Grant(1, Effect.ALLOW, Privilege.ALL, Scope.OfCatalog.ALL, Principal.PUBLIC, true,
                        List.of(), made),
                        new Grant(2, Effect.ALLOW, Privilege.ALL, Scope.OfLocation.ALL, Principal.PUBLIC, true,
                                List.of(), made)),
                List.of(), List.of(), List.of(), List.of());
    }

    /** Nothing is granted. */
    public static PolicySet empty() {
        return new PolicySet(0, List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
