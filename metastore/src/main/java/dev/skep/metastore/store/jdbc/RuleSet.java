package dev.skep.metastore.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.PolicySet;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.store.jdbc.ScopeJson.NotUnderstood;

/** Makes the rules of their rows. */
final class RuleSet {
    private static final Map<String, Kind> KINDS = kinds();

    private final List<AccessPolicy> policies = new ArrayList<>();
    private final List<Role> roles = new ArrayList<>();
    private final List<Role.Member> members = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<PolicyTest> tests = new ArrayList<>();

    private RuleSet() {}

    /** What a row says. Those that came by a resource policy are told from others, as they are replaced with it. */
    enum Kind {
        ALLOW, DENY, RESOURCE_ALLOW, RESOURCE_DENY, ROW_FILTER, COLUMN_MASK, ROLE, MEMBER, TAG, TEST
    }

    /** A row. */
    record Rule(long id, String kind, String name, String body, Provenance made) {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new java.util.HashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.name(), kind);
        }
        return Map.copyOf(kinds);
    }

    static PolicySet of(long version, List<Rule> rules) {
        RuleSet set = new RuleSet();
        for (Rule rule : rules) {
            Kind kind = KINDS.get(rule.kind());
            if (kind == null) {
                set.policies.add(PolicyJson.denial(rule.id(), PolicyJson.tree(rule.body()), rule.made()));
            } else {
                set.add(kind, rule);
            }
        }
        return new PolicySet(version, set.policies, set.roles, set.members, set.tags, set.tests);
    }

    private void add(Kind kind, Rule rule) {
        switch (kind) {
            case ALLOW, RESOURCE_ALLOW ->
                PolicyJson.readGrant(rule.id(), Effect.ALLOW, rule.body(), rule.made()).ifPresent(policies::add);
            case DENY, RESOURCE_DENY ->
                PolicyJson.readGrant(rule.id(), Effect.DENY, rule.body(), rule.made()).ifPresent(policies::add);
            case ROW_FILTER ->
                policies.add(PolicyJson.readRowFilter(rule.id(), rule.name(), rule.body(), rule.made()));
            case COLUMN_MASK ->
                policies.add(PolicyJson.readColumnMask(rule.id(), rule.name(), rule.body(), rule.made()));
            case ROLE -> roles.add(new Role(rule.name(), rule.made().by(), rule.made().at().getEpochSecond()));
            case MEMBER -> addMember(rule);
            case TAG -> addTag(rule);
            case TEST -> tests.add(RoleJson.readTest(rule.name(), PolicyJson.tree(rule.body()), rule.made()));
        }
    }

    /** Who loses a role may lose what is denied by it, so a membership that is not understood denies its member everything. */
    private void addMember(Rule rule) {
        JsonNode body = PolicyJson.tree(rule.body());
        try {
            members.add(RoleJson.readMember(body, rule.made()));
        } catch (NotUnderstood e) {
            policies.add(
                    PolicyJson.denial(rule.id(), Scope.OfCatalog.ALL, RoleJson.memberOf(body), rule.made()));
        }
    }

    private void addTag(Rule rule) {
        JsonNode body = PolicyJson.tree(rule.body());
        try {
            tags.add(RoleJson.readTag(body));
        } catch (NotUnderstood e) {
            policies.add(PolicyJson.denial(rule.id(), body, rule.made()));
        }
    }

    /** Returns the key of the object that a rule names exactly, null if it is not understood. */
    static @Nullable String objectOf(JsonNode body) {
        try {
            return ObjectKeys.of(ScopeJson.readScope(body.path("scope")));
        } catch (NotUnderstood e) {
            return null;
        }
    }

    /** Returns the name of a tag's row, {@code former} if it is not understood. */
    static String tagName(JsonNode body, String former) {
        try {
            return RoleJson.nameOf(RoleJson.readTag(body));
        } catch (NotUnderstood e) {
            return former;
        }
    }
}
