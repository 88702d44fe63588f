package dev.skep.metastore.store.jdbc;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonToken;

import dev.skep.metastore.model.Column;
import dev.skep.metastore.model.SerDe;
import dev.skep.metastore.registry.Compatibility;
import dev.skep.metastore.registry.Schema;
import dev.skep.metastore.registry.SchemaKind;
import dev.skep.metastore.registry.SchemaName;
import dev.skep.metastore.registry.SchemaVersion;
import dev.skep.metastore.registry.Validation;
import dev.skep.metastore.registry.VersionState;
import org.jspecify.annotations.Nullable;

/** Schemas of the registry, their versions and serdes as JSON, without what has columns of its own. */
final class SchemaJson {
    private SchemaJson() {}

    static String write(Schema schema) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("kind", schema.kind().name());
            json.writeStringField("compatibility", schema.compatibility().name());
            json.writeStringField("validation", schema.validation().name());
            json.writeBooleanField("canEvolve", schema.canEvolve());
            Json.writeOptional(json, "group", schema.group());
            Json.writeOptional(json, "description", schema.description());
            json.writeEndObject();
        });
    }

    static Schema readSchema(SchemaName name, @Nullable String owner, String text) {
        return Json.read(text, json -> {
            SchemaKind kind = SchemaKind.HIVE;
            Compatibility compatibility = Compatibility.NONE;
            Validation validation = Validation.LATEST;
            boolean canEvolve = false;
            String group = null;
            String description = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "kind" -> kind = SchemaKind.valueOf(json.getText());
                    case "compatibility" -> compatibility = Compatibility.valueOf(json.getText());
                    case "validation" -> validation = Validation.valueOf(json.getText());
                    case "canEvolve" -> canEvolve = json.getBooleanValue();
                    case "group" -> group = json.getText();
                    case "description" -> description = json.getText();
                    default -> throw new IOException("unknown field " + field);
                }
            }
            return new Schema(name, kind, compatibility, validation, canEvolve, group, description, owner);
        });
    }

    static String write(SchemaVersion version) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField("createdAt", version.createdAt());
            json.writeFieldName("columns");
            DescriptorJson.writeColumns(json, version.columns());
            if (version.state() != null) {
                json.writeStringField("state", version.state().name());
            }
            Json.writeOptional(json, "description", version.description());
            Json.writeOptional(json, "text", version.text());
            Json.writeOptional(json, "fingerprint", version.fingerprint());
            Json.writeOptional(json, "name", version.name());
            if (version.serDe() != null) {
                json.writeFieldName("serde");
                DescriptorJson.writeSerDe(json, version.serDe());
            }
            json.writeEndObject();
        });
    }

    static SchemaVersion readVersion(SchemaName schema, int version, String text) {
        return Json.read(text, json -> {
            long createdAt = 0;
            List<Column> columns = List.of();
            VersionState state = null;
            String description = null;
            String schemaText = null;
            String fingerprint = null;
            String name = null;
            SerDe serDe = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "createdAt" -> createdAt = json.getLongValue();
                    case "columns" -> columns = DescriptorJson.readColumns(json);
                    case "state" -> state = VersionState.valueOf(json.getText());
                    case "description" -> description = json.getText();
                    case "text" -> schemaText = json.getText();
                    case "fingerprint" -> fingerprint = json.getText();
                    case "name" -> name = json.getText();
                    case "serde" -> serDe = DescriptorJson.readSerDe(json);
                    default -> throw new IOException("unknown field " + field);
                }
            }
            return new SchemaVersion(schema, version, createdAt, columns, state, description, schemaText, fingerprint,
                    name, serDe);
        });
    }

    static String write(SerDe serDe) {
        return Json.write(json -> DescriptorJson.writeSerDe(json, serDe));
    }

    static SerDe readSerDe(String text) {
        return Json.read(text, DescriptorJson::readSerDe);
    }
}
