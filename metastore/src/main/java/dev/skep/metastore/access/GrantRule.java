package dev.skep.metastore.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.AccessPolicy.Grant;

/**
 * Grants of one effect on one scope that are decided about together: all those without conditions, or one with conditions.
 *
 * @param bits the privileges, see {@link Privileges}
 */
record GrantRule(Scope scope, int bits, List<Grant> grants, boolean isConditional) {

    /** Merges grants of one effect, so that a scope that a thousand roles have costs one step of a decision. */
    static List<GrantRule> of(List<Grant> grants) {
        Map<Scope, List<Grant>> always = new LinkedHashMap<>();
        List<GrantRule> rules = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant.conditions().isEmpty()) {
                always.computeIfAbsent(grant.scope(), _ -> new ArrayList<>()).add(grant);
            } else {
                rules.add(
                        new GrantRule(grant.scope(), Privileges.bits(grant.privileges()), List.of(grant), true));
            }
        }
        always.forEach((scope, all) -> {
            int bits = 0;
            for (Grant grant : all) {
                bits |= Privileges.bits(grant.privileges());
            }
            rules.add(new GrantRule(scope, bits, List.copyOf(all), false));
        });
        return rules;
    }

    boolean isInForce(Origin origin, Instant now) {
        return !isConditional || grants.getFirst().isInForce(origin, now);
    }
}
