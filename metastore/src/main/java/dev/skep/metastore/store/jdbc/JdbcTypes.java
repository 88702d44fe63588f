package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.TypeDefinition;
import dev.skep.metastore.model.TypeDefinition.Field;
import dev.skep.metastore.store.TypeStore;
import org.jspecify.annotations.Nullable;

final class JdbcTypes implements TypeStore {
    private final Statements statements;

    JdbcTypes(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Optional<TypeDefinition> find(String name) {
        return statements.first("SELECT BODY FROM TYPE_DEFINITIONS WHERE NAME = ?", row -> read(name, row.getString(1)),
                name);
    }

    @Override
    public void insert(TypeDefinition type) {
        statements.update("INSERT INTO TYPE_DEFINITIONS (NAME, BODY) VALUES (?, ?)", type.name(), write(type));
    }

    @Override
    public boolean delete(String name) {
        return statements.update("DELETE FROM TYPE_DEFINITIONS WHERE NAME = ?", name) > 0;
    }

    private static String write(TypeDefinition type) {
        return Json.write(json -> {
            json.writeStartObject();
            Json.writeOptional(json, "first", type.first());
            Json.writeOptional(json, "second", type.second());
            json.writeArrayFieldStart("fields");
            for (Field field : type.fields()) {
                write(json, field);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Field field) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", field.name());
        json.writeStringField("type", field.type());
        Json.writeOptional(json, "comment", field.comment());
        json.writeEndObject();
    }

    private static TypeDefinition read(String name, String body) {
        return Json.read(body, json -> {
            String first = null;
            String second = null;
            List<Field> fields = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "first" -> first = json.getText();
                    case "second" -> second = json.getText();
                    case "fields" -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            fields.add(readField(json));
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            return new TypeDefinition(name, first, second, fields);
        });
    }

    private static Field readField(JsonParser json) throws IOException {
        String name = "";
        String type = "";
        @Nullable
        String comment = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "name" -> name = json.getText();
                case "type" -> type = json.getText();
                case "comment" -> comment = json.getText();
                default -> json.skipChildren();
            }
        }
        return new Field(name, type, comment);
    }
}
