package dev.skep.metastore.store.jdbc;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.PolicyTest;
import dev.skep.metastore.access.PolicyTest.Expectation;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Role;
import dev.skep.metastore.access.Tag;
import dev.skep.metastore.store.jdbc.ScopeJson.NotUnderstood;

/** Memberships, tags and tests as JSON, and the names that tell them apart in their table. Who made them is kept beside. */
final class RoleJson {
    private RoleJson() {}

    static String nameOf(Role.Member member) {
        return strings(List.of(member.role(), member.member().type().name(), member.member().name()));
    }

    static String write(Role.Member member) {
        return PolicyJson.write(json -> {
            json.writeStringField("role", member.role());
            json.writeFieldName("member");
            ScopeJson.write(json, member.member());
            json.writeBooleanField("adminOption", member.adminOption());
        });
    }

    static Role.Member readMember(JsonNode body, Provenance made) throws NotUnderstood {
        ScopeJson.checkFields(body, "role", "member", "adminOption");
        return new Role.Member(ScopeJson.text(body, "role"), ScopeJson.readPrincipal(body.path("member")),
                ScopeJson.flag(body, "adminOption"), made.by(), made.at().getEpochSecond());
    }

    /** Whom a membership that is not understood is about; everyone if that is not understood either. */
    static Principal memberOf(JsonNode body) {
        try {
            return ScopeJson.readPrincipal(body.path("member"));
        } catch (NotUnderstood e) {
            return Principal.PUBLIC;
        }
    }

    static String nameOf(Tag tag) {
        return Json.write(json -> {
            json.writeStartArray();
            json.writeString(tag.name());
            ScopeJson.write(json, tag.object());
            json.writeEndArray();
        });
    }

    static String write(Tag tag) {
        return PolicyJson.write(json -> {
            json.writeStringField("tag", tag.name());
            json.writeStringField("value", tag.value());
            json.writeFieldName("scope");
            ScopeJson.write(json, tag.object());
        });
    }

    static Tag readTag(JsonNode body) throws NotUnderstood {
        ScopeJson.checkFields(body, "tag", "value", "scope");
        try {
            return new Tag(ScopeJson.text(body, "tag"), ScopeJson.text(body, "value"),
                    ScopeJson.readScope(body.path("scope")));
        } catch (IllegalArgumentException e) {
            throw new NotUnderstood(String.valueOf(e.getMessage()));
        }
    }

    static String write(PolicyTest test) {
        return PolicyJson.write(json -> {
            json.writeStringField("user", test.user());
            json.writeFieldName("groups");
            Json.writeStrings(json, List.copyOf(new TreeSet<>(test.groups())));
            switch (test.expectation()) {
                case Expectation.Access access -> {
                    json.writeStringField("expect", access.isAllowed() ? "allowed" : "denied");
                    json.writeStringField("privilege", access.privilege().name());
                    json.writeFieldName("object");
                    ScopeJson.write(json, access.object());
                }
                case Expectation.QueryValue query -> {
                    json.writeStringField("expect", "value");
                    json.writeStringField("query", query.query());
                    json.writeStringField("value", query.value());
                }
                case Expectation.QueryDenied query -> {
                    json.writeStringField("expect", "query-denied");
                    json.writeStringField("query", query.query());
                }
            }
        });
    }

    /** A test that is not understood is read as one that fails: its query is the text that is not understood. */
    static PolicyTest readTest(String name, JsonNode body, Provenance made) {
        try {
            ScopeJson.checkFields(body, "user", "groups", "expect", "privilege", "object", "query", "value");
            Set<String> groups = new TreeSet<>();
            for (JsonNode group : ScopeJson.array(body.path("groups"))) {
                groups.add(group.asText());
            }
            return new PolicyTest(name, ScopeJson.text(body, "user"), groups, readExpectation(body), made);
        } catch (NotUnderstood e) {
            return new PolicyTest(name, made.by(), Set.of(),
                    new Expectation.QueryValue(body.toString(), "a test that this release understands"), made);
        }
    }

    private static Expectation readExpectation(JsonNode body) throws NotUnderstood {
        String expected = ScopeJson.text(body, "expect");
        return switch (expected) {
            case "allowed", "denied" -> new Expectation.Access(
                    ScopeJson.constant(Privilege.class, ScopeJson.text(body, "privilege")),
                    ScopeJson.readScope(body.path("object")), expected.equals("allowed"));
            case "value" -> new Expectation.QueryValue(ScopeJson.text(body, "query"), ScopeJson.text(body, "value"));
            case "query-denied" -> new Expectation.QueryDenied(ScopeJson.text(body, "query"));
            default -> throw new NotUnderstood("expectation " + expected);
        };
    }

    private static String strings(List<String> parts) {
        return Json.write(json -> Json.writeStrings(json, parts));
    }
}
