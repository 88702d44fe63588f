package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;

import dev.skep.metastore.access.NameGlob;
import dev.skep.metastore.access.Principal;
import dev.skep.metastore.access.Scope;
import dev.skep.metastore.model.PrincipalType;

/** Scopes and principals as JSON, and the reading of what may come from a newer release. */
final class ScopeJson {
    private ScopeJson() {}

    /** What was read is of a newer release, or no rule at all. */
    static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstood(String what) {
            super(what);
        }
    }

    static void write(JsonGenerator json, Scope scope) throws IOException {
        json.writeStartObject();
        switch (scope) {
            case Scope.OfCatalog of -> {
                json.writeStringField("kind", "catalog");
                json.writeStringField("catalog", of.catalog().text());
            }
            case Scope.OfDatabase of -> {
                json.writeStringField("kind", "database");
                json.writeStringField("catalog", of.catalog().text());
                json.writeStringField("database", of.database().text());
            }
            case Scope.OfTable of -> {
                json.writeStringField("kind", "table");
                writeTable(json, of);
            }
            case Scope.OfColumn of -> {
                json.writeStringField("kind", "column");
                writeTable(json, of.table());
                json.writeStringField("column", of.column().text());
            }
            case Scope.OfFunction of -> {
                json.writeStringField("kind", "function");
                json.writeStringField("catalog", of.catalog().text());
                json.writeStringField("database", of.database().text());
                json.writeStringField("function", of.function().text());
            }
            case Scope.OfLocation of -> {
                json.writeStringField("kind", "location");
                json.writeStringField("prefix", of.prefix());
            }
            case Scope.Tagged of -> {
                json.writeStringField("kind", "tag");
                json.writeStringField("tag", of.tag());
                json.writeStringField("value", of.value());
            }
        }
        json.writeEndObject();
    }

    private static void writeTable(JsonGenerator json, Scope.OfTable table) throws IOException {
        json.writeStringField("catalog", table.catalog().text());
        json.writeStringField("database", table.database().text());
        json.writeStringField("table", table.table().text());
    }

    static Scope readScope(JsonNode scope) throws NotUnderstood {
        try {
            return readKnown(scope);
        } catch (IllegalArgumentException e) {
            throw new NotUnderstood(String.valueOf(e.getMessage()));
        }
    }

    private static Scope readKnown(JsonNode scope) throws NotUnderstood {
        String kind = text(scope, "kind");
        switch (kind) {
            case "catalog" -> {
                checkFields(scope, "kind", "catalog");
                return new Scope.OfCatalog(glob(scope, "catalog"));
            }
            case "database" -> {
                checkFields(scope, "kind", "catalog", "database");
                return new Scope.OfDatabase(glob(scope, "catalog"), glob(scope, "database"));
            }
            case "table" -> {
                checkFields(scope, "kind", "catalog", "database", "table");
                return readTable(scope);
            }
            case "column" -> {
                checkFields(scope, "kind", "catalog", "database", "table", "column");
                return new Scope.OfColumn(readTable(scope), glob(scope, "column"));
            }
            case "function" -> {
                checkFields(scope, "kind", "catalog", "database", "function");
                return new Scope.OfFunction(glob(scope, "catalog"), glob(scope, "database"), glob(scope, "function"));
            }
            case "location" -> {
                checkFields(scope, "kind", "prefix");
                return new Scope.OfLocation(text(scope, "prefix"));
            }
            case "tag" -> {
                checkFields(scope, "kind", "tag", "value");
                return new Scope.Tagged(text(scope, "tag"), text(scope, "value"));
            }
            default -> throw new NotUnderstood("scope " + kind);
        }
    }

    private static Scope.OfTable readTable(JsonNode scope) throws NotUnderstood {
        return new Scope.OfTable(glob(scope, "catalog"), glob(scope, "database"), glob(scope, "table"));
    }

    private static NameGlob glob(JsonNode object, String field) throws NotUnderstood {
        String text = text(object, field);
        if (text.isEmpty()) {
            throw new NotUnderstood("empty " + field);
        }
        return new NameGlob(text);
    }

    static void write(JsonGenerator json, Principal principal) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", principal.type().name());
        json.writeStringField("name", principal.name());
        json.writeEndObject();
    }

    /** Sorted, so that equal sets have equal texts. */
    static void write(JsonGenerator json, Set<Principal> principals) throws IOException {
        List<Principal> sorted = new ArrayList<>(principals);
        sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
        json.writeStartArray();
        for (Principal principal : sorted) {
            write(json, principal);
        }
        json.writeEndArray();
    }

    static Principal readPrincipal(JsonNode principal) throws NotUnderstood {
        checkFields(principal, "type", "name");
        String name = text(principal, "name");
        if (name.isEmpty()) {
            throw new NotUnderstood("empty name");
        }
        return new Principal(constant(PrincipalType.class, text(principal, "type")), name);
    }

    static Set<Principal> readPrincipals(JsonNode list) throws NotUnderstood {
        Set<Principal> principals = new HashSet<>();
        for (JsonNode one : array(list)) {
            principals.add(readPrincipal(one));
        }
        return principals;
    }

    static <E extends Enum<E>> void writeNames(JsonGenerator json, Set<E> constants) throws IOException {
        Json.writeStrings(json, List.copyOf(new TreeSet<>(constants)).stream().map(Enum::name).toList());
    }

    static JsonNode array(JsonNode list) throws NotUnderstood {
        if (!list.isArray()) {
            throw new NotUnderstood("list " + list);
        }
        return list;
    }

    static String text(JsonNode object, String field) throws NotUnderstood {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw new NotUnderstood("field " + field);
        }
        return value.textValue();
    }

    static boolean flag(JsonNode object, String field) throws NotUnderstood {
        JsonNode value = object.path(field);
        if (!value.isBoolean()) {
            throw new NotUnderstood("field " + field);
        }
        return value.booleanValue();
    }

    static <E extends Enum<E>> E constant(Class<E> type, String name) throws NotUnderstood {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new NotUnderstood(type.getSimpleName() + " " + name);
        }
    }

    /** A field that this release does not know may change the meaning of all others. */
    static void checkFields(JsonNode object, String... known) throws NotUnderstood {
        if (!object.isObject()) {
            throw new NotUnderstood("value " + object);
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!List.of(known).contains(name)) {
                throw new NotUnderstood("field " + name);
            }
        }
    }
}
