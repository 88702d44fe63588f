package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.access.AccessPolicy;
import dev.skep.metastore.access.AccessPolicy.Audience;
import dev.skep.metastore.access.AccessPolicy.ColumnMaskPolicy;
import dev.skep.metastore.access.AccessPolicy.Effect;
import dev.skep.metastore.access.AccessPolicy.Grant;
import dev.skep.metastore.access.AccessPolicy.Provenance;
import dev.skep.metastore.access.AccessPolicy.RowFilterPolicy;
import dev.skep.metastore.access.Condition;
import dev.skep.metastore.access.Mask;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Privilege;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.store.jdbc.ScopeJson.NotUnderstood;

/**
 * Grants, row filters and masks as JSON. What this release does not understand fails closed: an unknown privilege is taken from a grant that
 * allows, and makes one that denies deny all; a filter or mask that is not understood is read as a denial of everything, for everyone, on its
 * scope, and if that is not understood, on all catalogs.
 */
final class PolicyJson {
    private static final ObjectMapper TREES = new ObjectMapper(Json.FACTORY);
    private static final Set<String> GRANT_FIELDS = Set.of("privileges", "scope", "to", "grantOption", "conditions");

    private PolicyJson() {}

    static JsonNode tree(String body) {
        try {
            return TREES.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CatalogException(Reason.STORE, "Cannot read the catalog's store: invalid JSON: " + body, e);
        }
    }

    static String write(JsonNode tree) {
        return tree.toString();
    }

    static String write(AccessPolicy policy) {
        return write(json -> {
            json.writeFieldName("scope");
            ScopeJson.write(json, policy.scope());
            switch (policy) {
                case Grant grant -> writeGrant(json, grant);
                case RowFilterPolicy filter -> {
                    json.writeStringField("condition", filter.condition());
                    writeAudience(json, filter.audience());
                }
                case ColumnMaskPolicy mask -> {
                    writeMask(json, mask.mask());
                    writeAudience(json, mask.audience());
                }
            }
        });
    }

    /** Writes an object whose fields {@code fields} writes. */
    static String write(Json.Writer fields) {
        return Json.write(json -> {
            json.setCodec(TREES);
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        });
    }

    private static void writeGrant(JsonGenerator json, Grant grant) throws IOException {
        json.writeFieldName("privileges");
        ScopeJson.writeNames(json, grant.privileges());
        json.writeFieldName("to");
        ScopeJson.write(json, grant.to());
        if (grant.grantOption()) {
            json.writeBooleanField("grantOption", true);
        }
        if (!grant.conditions().isEmpty()) {
            json.writeArrayFieldStart("conditions");
            for (Condition condition : grant.conditions()) {
                ConditionJson.write(json, condition);
            }
            json.writeEndArray();
        }
    }

    private static void writeAudience(JsonGenerator json, Audience audience) throws IOException {
        json.writeFieldName("to");
        ScopeJson.write(json, audience.to());
        json.writeFieldName("except");
        ScopeJson.write(json, audience.except());
    }

    private static void writeMask(JsonGenerator json, Mask mask) throws IOException {
        switch (mask) {
            case Mask.AsNull _ -> json.writeStringField("mask", "null");
            case Mask.Hash _ -> json.writeStringField("mask", "hash");
            case Mask.LastFour _ -> json.writeStringField("mask", "last-four");
            case Mask.DateToYear _ -> json.writeStringField("mask", "date-to-year");
            case Mask.Constant constant -> {
                json.writeStringField("mask", "constant");
                json.writeStringField("sql", constant.literal());
            }
            case Mask.Expression expression -> {
                json.writeStringField("mask", "expression");
                json.writeStringField("sql", expression.sql());
            }
        }
    }

    /** Returns nothing for a grant that allows nothing that this release understands. */
    static Optional<Grant> readGrant(long id, Effect effect, String body, Provenance made) {
        JsonNode grant = tree(body);
        List<Condition> conditions = new ArrayList<>(
                grant.has("conditions") ? ConditionJson.readAll(grant.get("conditions")) : List.of());
        for (Iterator<Map.Entry<String, JsonNode>> fields = grant.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!GRANT_FIELDS.contains(field.getKey())) {
                conditions.add(
                        new Condition.Unknown("{\"%s\":%s}".formatted(field.getKey(), field.getValue())));
            }
        }
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        boolean isPartlyUnknown = !grant.path("privileges").isArray();
        for (JsonNode name : grant.path("privileges")) {
            try {
                privileges.add(ScopeJson.constant(Privilege.class, name.asText()));
            } catch (NotUnderstood e) {
                isPartlyUnknown = true;
            }
        }
        try {
            Scope scope = ScopeJson.readScope(grant.path("scope"));
            Principal to = ScopeJson.readPrincipal(grant.path("to"));
            if (effect == Effect.DENY && (isPartlyUnknown || privileges.isEmpty())) {
                privileges = EnumSet.allOf(Privilege.class);
            }
            return privileges.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Grant(id, effect, privileges, scope, to,
                            effect == Effect.ALLOW && grant.path("grantOption").asBoolean(false), conditions, made));
        } catch (NotUnderstood e) {
            return effect == Effect.ALLOW ? Optional.empty() : Optional.of(denial(id, grant, made));
        }
    }

    /** What stands for a rule that is not understood. */
    static Grant denial(long id, JsonNode rule, Provenance made) {
        Scope scope;
        try {
            scope = ScopeJson.readScope(rule.path("scope"));
        } catch (NotUnderstood e) {
            scope = Scope.OfCatalog.ALL;
        }
        return denial(id, scope, Principal.PUBLIC, made);
    }

    static Grant denial(long id, Scope scope, Principal to, Provenance made) {
        return new Grant(id, Effect.DENY, EnumSet.allOf(Privilege.class), scope, to, false, List.of(), made);
    }

    static AccessPolicy readRowFilter(long id, String name, String body, Provenance made) {
        JsonNode filter = tree(body);
        try {
            ScopeJson.checkFields(filter, "scope", "condition", "to", "except");
            return new RowFilterPolicy(id, name, ScopeJson.readScope(filter.path("scope")),
                    ScopeJson.text(filter, "condition"), readAudience(filter), made);
        } catch (NotUnderstood e) {
            return denial(id, filter, made);
        }
    }

    static AccessPolicy readColumnMask(long id, String name, String body, Provenance made) {
        JsonNode mask = tree(body);
        try {
            ScopeJson.checkFields(mask, "scope", "mask", "sql", "to", "except");
            return new ColumnMaskPolicy(id, name, ScopeJson.readScope(mask.path("scope")), readMask(mask),
                    readAudience(mask), made);
        } catch (NotUnderstood e) {
            return denial(id, mask, made);
        }
    }

    private static Mask readMask(JsonNode policy) throws NotUnderstood {
        String mask = ScopeJson.text(policy, "mask");
        return switch (mask) {
            case "null" -> new Mask.AsNull();
            case "hash" -> new Mask.Hash();
            case "last-four" -> new Mask.LastFour();
            case "date-to-year" -> new Mask.DateToYear();
            case "constant" -> new Mask.Constant(ScopeJson.text(policy, "sql"));
            case "expression" -> new Mask.Expression(ScopeJson.text(policy, "sql"));
            default -> throw new NotUnderstood("mask " + mask);
        };
    }

    private static Audience readAudience(JsonNode policy) throws NotUnderstood {
        return new Audience(ScopeJson.readPrincipals(policy.path("to")),
                ScopeJson.readPrincipals(policy.path("except")));
    }
}
