package dev.skep.metastore.access;

import static java.util.Objects.requireNonNull;

/** The policies of one moment, made ready to decide by; immutable and shared by all sessions that began with this version. */
public final class PolicyIndex {
    private final PolicySet policies;

    public PolicyIndex(PolicySet policies) {
        this.policies = requireNonNull(policies, "policies is null");
    }

    public PolicySet policies() {
        return policies;
    }

    /** Returns what {@code identity} has, by itself, its groups and its roles; kept for the next who asks. */
    public Entitlements entitlementsOf(Identity identity) {
        return new Entitlements(identity);
    }
}
